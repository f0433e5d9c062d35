import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const SAMPLES = new URL('../../samples/', import.meta.url);
const MANAGER = { 'overstap-actor': 'PROGRAMME_MANAGER:manager-1' };
const PLANNER = { 'overstap-actor': 'PLANNER:planner-1' };

interface Answer {
  readonly status: number;
  readonly events: readonly string[];
  readonly code: string | undefined;
}

interface Told {
  readonly type: string;
  readonly data: object;
}

/** One person, a week after the start. */
describe('a decision on a phase', () => {
  let program: RunningProgram;
  let trajectory = '';

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('phases'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const opening = { code: 'WORK', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', opening);
    const [header = '', first = ''] = (await readFile(new URL('cohort-tidy.csv', SAMPLES), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/WORK/imports', Buffer.from([header, first.replace(/\d+$/, '1')].join('\n')));
    await program.post('/programmes/WORK/waves/1/release', {});
    await come(async () => {
      const { items } = await program.get<{ items: readonly { trajectory?: string }[] }>('/queues/planner');
      trajectory = items.find((item) => item.trajectory)?.trajectory ?? '';
      return trajectory !== '';
    }, 'a task of the planner');
    // The invitation may still be on its way.
    const intake = { on: '2026-09-01', minutes: 60, mode: 'ONSITE' };
    await come(async () => (await tell('hold-intake', intake, {})).status === 200, 'the intake');
    await program.post('/clock', { now: '2026-09-09T10:00:00+02:00' });
    const begins = ({ type, data }: Told): boolean =>
      type === 'PhaseEntered' && 'phaseId' in data && data.phaseId === 'lettingGo';
    await come(async () => (await timeline()).some(begins), 'the phase');
  });
  afterAll(() => program?.stop());

  /** Waits for what the program does in its own time. */
  const come = async (isThere: () => Promise<boolean>, what: string): Promise<void> => {
    for (let tries = 0; !(await isThere()); tries += 1) {
      if (tries > 200) throw new Error(`${what} does not come`);
      await setTimeout(200);
    }
  };
  const timeline = async (): Promise<readonly Told[]> =>
    (await program.get<{ items: readonly Told[] }>(`/trajectories/${trajectory}/timeline?limit=500`)).items;
  const tell = async (command: string, body: object, headers: Record<string, string> = MANAGER): Promise<Answer> => {
    const answer = await program.send(`/trajectories/${trajectory}/${command}`, body, headers);
    const { events = [], code } = (await answer.json()) as {
      readonly events?: readonly { readonly type: string }[];
      readonly code?: string;
    };
    return { status: answer.status, events: events.map(({ type }) => type), code };
  };

  test('skips it with its work, and opens it again with what was left, through the program as it runs', async () => {
    const skip = { phaseId: 'lettingGo', reason: 'knows what is next' };
    expect(await tell('skip-phase', skip, PLANNER)).toMatchObject({ status: 403 });
    expect(await tell('skip-phase', { phaseId: 'lettingGo' })).toMatchObject({ status: 422 });
    const skipped = await tell('skip-phase', skip);
    expect(skipped).toMatchObject({ status: 200 });
    expect(skipped.events.slice(0, 2)).toEqual(['PhaseSkipped', 'ClockStopped']);
    expect(skipped.events).toContain('TaskCancelled');
    expect((await tell('skip-phase', skip)).events).toEqual([]);

    await program.post('/clock', { now: '2026-09-16T10:00:00+02:00' });
    const reopened = await tell('reopen-phase', { phaseId: 'lettingGo', reason: 'not yet after all' });
    expect(reopened.events).toEqual(expect.arrayContaining(['PhaseReopened', 'ClockRearmed', 'TaskCreated']));
    await come(async () => (await timeline()).some(({ type }) => type === 'PhaseReopened'), 'the reopening');
    const items = await timeline();
    expect(items.find(({ type }) => type === 'PhaseReopened')?.data).toMatchObject({ note: 'not yet after all' });
    const boxes = items.filter(
      ({ type, data }) => /Clock.*rmed/.test(type) && 'code' in data && data.code === 'lettingGo',
    );
    // Six weeks from the start, and the week that it was skipped beside.
    expect(boxes.map(({ data }) => (data as { dueOn: string }).dueOn).slice(-2)).toEqual(['2026-10-13', '2026-10-20']);
  });

  test('says what stands in the way', async () => {
    expect(await tell('skip-phase', { phaseId: 'elsewhere', reason: 'no' })).toMatchObject({
      ...{ status: 422, code: 'phase-unknown' },
    });
    expect(await tell('reopen-phase', { phaseId: 'search', reason: 'no' })).toMatchObject({
      ...{ status: 409, code: 'phase-not-begun' },
    });
  });
});
