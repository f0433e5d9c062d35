import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

type Row = Readonly<Record<string, unknown>>;
interface Told {
  readonly status: number;
  readonly body: Row;
}

const PIA = 'PLANNER:pia';
const PIM = 'PLANNER:pim';
const MANAGER = 'PROGRAMME_MANAGER:m';
const NOBODY = '01980000-0000-7000-8000-0000000000ff';
interface Named {
  readonly participantId: string;
  readonly programmeId: string;
  readonly cohortId?: string;
}

/** Its head, and these of its people. */
async function linesOfFile(...people: readonly number[]): Promise<Buffer> {
  const sample = new URL('../../samples/cohort-tidy.csv', import.meta.url);
  const rows = (await readFile(sample, 'utf8')).split(/\r?\n/);
  return Buffer.from([0, ...people].map((nth) => rows[nth]).join('\n'));
}

/** Pia plans OWN of one employer; Pim plans SAME, of that employer too, and OTHER of another. Two people are in OWN, one of whom is erased. */
describe('whom and what a body names that is not theirs', () => {
  let program: RunningProgram;
  let position = '';
  let cohort = '';
  let [person, erased] = ['', ''];
  let last = 0;
  const tell = async (path: string, body: object, actor?: string, more: Record<string, string> = {}): Promise<Told> => {
    const answer = await program.send(path, body, { ...(actor ? { 'overstap-actor': actor } : {}), ...more });
    position = answer.headers.get('overstap-position') ?? position;
    return { status: answer.status, body: (await answer.json()) as Row };
  };
  const read = async (path: string, actor: string): Promise<Told> => {
    const answer = await program.fetch(path, { headers: { 'overstap-actor': actor, 'overstap-position': position } });
    return { status: answer.status, body: (await answer.json()) as Row };
  };
  const people = async (programme: string): Promise<readonly string[]> =>
    ((await read(`/trajectories?programme=${programme}`, MANAGER)).body['items'] as readonly Row[]).map((row) =>
      String(row['participant']),
    );
  const refer = (actor: string, named: Named) => {
    const trajectoryId = `01980000-0000-7000-8000-${String(++last).padStart(12, '0')}`;
    const terms = { templateId: 'IND-6', templateVersion: 1, referredOn: '2026-09-01' };
    const body = { trajectoryId, ...terms, source: 'EMPLOYER', origin: 'IMPOSED', ...named };
    return tell('/trajectories/refer-participant', body, actor);
  };
  const register = (participantId: string, employerId: string) => {
    const who = { externalId: participantId.slice(-4), firstName: 'Ans', lastName: 'Bos', language: 'nl' };
    return tell('/participants/register-participant', { participantId, employerId, ...who }, PIM);
  };
  /** What comes after it is read with it. */
  const bring = async (path: string, ...lines: readonly number[]) => {
    const brought = await program.upload(path, await linesOfFile(...lines));
    await tell('/agencies/default/create-team', { name: `Team ${++last}` });
    return brought;
  };
  const codeOf = ({ status, body }: Told) => [status, body['code']];

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('others'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    for (const name of ['pia', 'pim'])
      await program.post('/accounts', { email: `${name}@zangvogel.example`, roles: [`PLANNER:${name}`] });
    for (const employerId of ['een', 'twee'])
      await tell('/agencies/default/register-employer', { employerId, name: `Werkgever ${employerId}` });
    for (const [code, employer, plannerId] of [
      ['OWN', 'een', 'pia'],
      ['SAME', 'een', 'pim'],
      ['OTHER', 'twee', 'pim'],
    ]) {
      await tell('/programmes/open-programme', { code, employer, template: 'IND-6', startsOn: '2026-09-01' });
      await tell(`/programmes/${code}/assign-planner`, { plannerId });
    }
    await bring('/programmes/OWN/imports', 1, 2);
    [person = '', erased = ''] = await people('OWN');
    const { body } = await read('/programmes/OWN/cohorts', PIA);
    cohort = String((body['items'] as readonly Row[])[0]?.['cohort']);
    await tell(`/participants/${erased}/erase`, { reason: 'op verzoek' }, 'QUALITY_OFFICER:q');
  });
  afterAll(() => program?.stop());

  test('a planner refers nobody of others’ programmes: they are told what is told of an erased person, and of nobody', async () => {
    const told = await refer(PIM, { participantId: person, programmeId: 'SAME' });
    expect(codeOf(told)).toEqual([422, 'participant-unknown']);
    for (const [participantId, programmeId] of [
      [person, 'OTHER'],
      [erased, 'SAME'],
      [NOBODY, 'SAME'],
      [NOBODY, 'OTHER'],
    ] as const)
      expect(await refer(PIM, { participantId, programmeId })).toEqual(told);
    expect(await refer(PIA, { participantId: erased, programmeId: 'OWN' })).toEqual(told);
    expect(await people('SAME')).toEqual([]);
    expect((await tell(`/participants/${person}/change-participant-details`, { phone: '06-1' }, PIM)).status).toBe(404);
  });

  test('nobody brings a person into a programme of another employer, which would hear of them', async () => {
    const told = await refer(MANAGER, { participantId: person, programmeId: 'OTHER' });
    expect(codeOf(told)).toEqual([422, 'participant-of-another-employer']);
    expect(told.body['errors']).toMatchObject([{ field: 'participantId' }]);
    expect((await read('/employer/programmes/OTHER/people', 'EMPLOYER_HR:twee')).body['items']).toEqual([]);
  });

  test('a cohort of another programme is as one that was never there', async () => {
    const participantId = '01980000-0000-7000-8000-00000000aa01';
    expect((await register(participantId, 'twee')).status).toBe(200);
    const told = await refer(PIM, { participantId, programmeId: 'OTHER', cohortId: cohort });
    expect(codeOf(told)).toEqual([422, 'cohort-unknown']);
    expect(await refer(PIM, { participantId, programmeId: 'OTHER', cohortId: 'nergens' })).toEqual(told);
    expect((await refer(PIM, { participantId, programmeId: 'OTHER' })).status).toBe(200);
  });

  test('who is registered is registered with an employer that there is', async () => {
    expect(codeOf(await register(NOBODY, 'drie'))).toEqual([422, 'employer-unknown']);
  });

  test('what came since of somebody else’s is not told to who begins one of the same id', async () => {
    const body = { participantId: person, employerId: 'een', externalId: '1', firstName: 'A', lastName: 'B' };
    const begin = (participantId: string) =>
      tell('/participants/register-participant', { ...body, participantId, language: 'nl' }, PIM, {
        'if-match': '"0"',
      });
    const told = await begin(person);
    expect([told.status, told.body['errors']]).toEqual([422, [expect.objectContaining({ field: 'If-Match' })]]);
    expect(await begin(NOBODY)).toEqual(told);
  });

  test('an import of the same employer brings a person into a second programme, whom its planner reaches from then on', async () => {
    const { body } = await bring('/programmes/SAME/imports', 1, 2);
    expect(body).toMatchObject({ accepted: 2, duplicates: 0 });
    const again = await people('SAME');
    expect(again).toContain(person);
    expect(again).not.toContain(erased);
    expect((await tell(`/participants/${person}/change-participant-details`, { phone: '06-1' }, PIM)).status).toBe(200);
    expect((await refer(PIM, { participantId: person, programmeId: 'SAME' })).status).toBe(200);
  });

  test('a cohort that another programme took first is not what an import goes into', async () => {
    const taken = { cohortId: 'OWN.later', label: 'Later', programmeId: 'OTHER' };
    expect((await tell('/cohorts/create-cohort', taken, PIM)).status).toBe(200);
    const refused = await bring('/programmes/OWN/imports?cohort=later', 3, 4);
    expect([refused.status, refused.body['code']]).toEqual([409, 'cohort-known']);
    expect((await bring('/programmes/OWN/imports?cohort=october', 3, 4)).body).toMatchObject({ accepted: 2 });
  });

  test('a coach answers a request by what was put right on a trajectory of theirs alone', async () => {
    const { items } = (await read('/trajectories?limit=500', MANAGER)).body as { readonly items: readonly Row[] };
    const of = (code: string) =>
      String(items.find((row) => row['participant'] === person && row['programme'] === code)?.['trajectory']);
    const [eva, sam] = ['eva', 'sam'];
    for (const coachId of [eva, sam]) await program.registerCoach(coachId);
    const at = of('SAME');
    await tell(`/trajectories/${at}/match-coach`, { coachId: sam, overrideReason: 'Nu' }, PIM);
    await tell(`/trajectories/${of('OWN')}/match-coach`, { coachId: eva, overrideReason: 'Nu' }, PIA);
    const held = await tell(
      `/trajectories/${at}/hold-intake`,
      { on: '2026-09-01', minutes: 60, mode: 'ONSITE' },
      `COACH:${sam}`,
    );
    const [intake] = held.body['events'] as readonly { readonly id: string }[];
    const corrected = await tell(
      `/trajectories/${at}/correct-fact`,
      { eventId: intake?.id, changes: { minutes: 50 }, reason: 'Korter' },
      `COACH:${sam}`,
    );
    const [correction] = corrected.body['events'] as readonly { readonly id: string }[];
    const request = { requestId: 'r-1', kind: 'RECTIFY', wrong: 'Het gesprek duurde korter' };
    expect((await tell(`/participants/${person}/receive-subject-request`, request, 'QUALITY_OFFICER:q')).status).toBe(
      200,
    );
    const fulfil = (coach: string, trajectory: string) =>
      tell(
        `/participants/${person}/fulfil-subject-request`,
        { requestId: 'r-1', corrections: [correction?.id], trajectory },
        `COACH:${coach}`,
      );
    // Whom a coach reaches, the read models say: they know of both by now.
    const asked = `/participants/${person}/corrections-asked`;
    for (const coach of [eva, sam]) expect((await read(asked, `COACH:${coach}`)).status).toBe(200);
    const told = await fulfil(eva, at);
    expect(codeOf(told)).toEqual([422, 'correction-unknown']);
    expect(await fulfil(eva, NOBODY)).toEqual(told);
    expect((await fulfil(sam, at)).status).toBe(200);
  });
});
