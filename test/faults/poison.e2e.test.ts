import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';
import { EmbeddedServer } from './support/embedded-server.js';

const MODEL = 'trajectory_summary';

interface Parked {
  readonly name: string;
  readonly partition: string;
  readonly type: string;
  readonly error: string;
  readonly events: number;
}
interface Ready {
  readonly status: string;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly detail?: string }>>;
}

/** The table of one read model does not take what an event makes of it: no event, and no version of the program, is spared such a day. */
describe('an event that a read model cannot take, while the program runs', () => {
  let program: RunningProgram;
  let server: EmbeddedServer;
  let relation = '';
  const ids: string[] = [];
  let position = '';

  const send = async (path: string, body: object, actor?: string): Promise<void> => {
    const answer = await program.send(path, body, actor === undefined ? {} : { 'overstap-actor': actor });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    position = answer.headers.get('overstap-position') ?? position;
  };
  const read = <T>(path: string) => program.get<T>(path, { 'overstap-position': position });
  const refer = async (n: number): Promise<void> => {
    const trajectoryId = `00000000-0000-4000-8000-00000000000${n}`;
    ids.push(trajectoryId);
    const terms = { programmeId: 'POISON', templateId: 'IND-6', templateVersion: 1, referredOn: '2026-09-01' };
    const who = { participantId: `10000000-0000-4000-8000-00000000000${n}`, source: 'IMPORT', origin: 'IMPOSED' };
    const person = {
      participantId: who.participantId,
      employerId: 'e-1',
      externalId: `${n}`,
      firstName: 'A',
      lastName: 'B',
    };
    await send('/participants/register-participant', { ...person, language: 'nl' }, 'PLANNER:p');
    await send('/trajectories/refer-participant', { trajectoryId, ...terms, ...who });
  };
  const invite = (n: number) => send(`/trajectories/${ids[n]}/invite-participant`, { channel: 'MAIL', language: 'nl' });
  const contact = (n: number) =>
    send(`/trajectories/${ids[n]}/make-first-contact`, { on: '2026-09-01', channel: 'PHONE' });
  const statusOf = async (n: number) => (await read<{ status: string }>(`/trajectories/${ids[n]}`)).status;
  const timelineOf = async (n: number) =>
    (await read<{ items: { type: string }[] }>(`/trajectories/${ids[n]}/process-timeline?limit=100`)).items.map(
      ({ type }) => type,
    );
  const parked = async () => (await program.get<{ parked: readonly Parked[] }>('/operation/parked')).parked;
  const retry = async () => {
    const [{ partition = '' } = {}] = await parked();
    const which = { projection: MODEL, tenant: 'default', partition };
    return program.post('/operation/parked', { choice: 'retry', ...which });
  };
  const projections = async () => (await program.get<Ready>('/health/ready')).checks['projections'];

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('poison'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    server = new EmbeddedServer(directory);
    await send('/agencies/default/register-employer', { employerId: 'e-1', name: 'Voorbeeld BV' });
    const opening = { code: 'POISON', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await send('/programmes/open-programme', opening);
    await refer(0);
    await refer(1);
    expect(await statusOf(1)).toBe('REFERRED');
    const [row] = await server.query<{ relation: string }>(
      `SELECT relation FROM projection_checkpoint WHERE name = $1 AND state = 'live'`,
      [MODEL],
    );
    relation = row?.relation ?? '';
  });
  afterAll(() => program?.stop());

  test('puts aside that trajectory, of that read model; all others go on, and health says which stands aside', async () => {
    await server.query(
      `ALTER TABLE ${relation} ADD CONSTRAINT poison CHECK (status = 'REFERRED' OR trajectory <> '${ids[0]}')`,
    );
    await invite(0);
    await contact(0);
    await invite(1);
    await contact(1);
    expect(await statusOf(1)).toBe('REACHED');
    expect(await statusOf(0)).toBe('REFERRED');
    // The other read models know of it all.
    expect(await timelineOf(0)).toEqual(expect.arrayContaining(['ParticipantInvited', 'FirstContactMade']));
    const [aside, ...more] = await parked();
    expect(more).toEqual([]);
    expect(aside).toMatchObject({ name: MODEL, type: 'ParticipantInvited', error: '23514' });
    expect(aside?.partition).toContain(ids[0]);
    expect(aside?.events).toBeGreaterThan(1);
    expect(await projections()).toMatchObject({ status: 'up', detail: expect.stringContaining(MODEL) });
    expect((await program.fetch('/metrics').then((answer) => answer.text())).split('\n')).toContainEqual(
      expect.stringMatching(/^overstap_projection_parked_partitions\{.*trajectory_summary.*\} 1$/),
    );
  });

  test('stays aside when it is tried again too soon', async () => {
    expect(await retry()).toMatchObject({ stillParked: 1 });
    expect(await statusOf(0)).toBe('REFERRED');
  });

  test('is caught up with after the repair, with what came behind it', async () => {
    await server.query(`ALTER TABLE ${relation} DROP CONSTRAINT poison`);
    expect(await retry()).toMatchObject({ stillParked: 0 });
    expect(await statusOf(0)).toBe('REACHED');
    expect(await parked()).toEqual([]);
    expect((await projections())?.detail ?? '').not.toContain('parked');
    await send(`/trajectories/${ids[0]}/hold-intake`, { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
    expect(await statusOf(0)).toBe('ACTIVE');
  });
});
