import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

type Row = Readonly<Record<string, unknown>>;
interface Items {
  readonly items: readonly Row[];
}

const ON = '2026-09-01';
const GOALS = 'Roodborsttapuit';
const REASON = 'Boomkleverbukken';
const COMMITTEE = 'Koolmeescommissie';

/** One person under STATUS, and one under AGGREGATE_ONLY. */
describe('who is named in a talk or on a committee', () => {
  let program: RunningProgram;
  let position = '';
  let person = '';
  let unnamed = '';
  const as = (actor: string) => ({ 'overstap-actor': actor, ...(position ? { 'overstap-position': position } : {}) });
  const tell = async (trajectory: string, command: string, body: object, actor = 'COACH:sam') => {
    const answer = await program.send(`/trajectories/${trajectory}/${command}`, body, as(actor));
    position = answer.headers.get('overstap-position') ?? position;
    return { status: answer.status, ...((await answer.json()) as Row) };
  };
  const list = async (path: string, actor: string) => (await program.get<Items>(path, as(actor))).items;
  const meet = (trajectory: string, more: object) =>
    tell(trajectory, 'hold-three-way-meeting', {
      ...{ on: ON, attendees: ['PARTICIPANT', 'COACH', 'LINE_MANAGER'], agreedGoals: GOALS },
      ...more,
    });

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('named'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: `${ON}T09:00:00+02:00` });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.registerCoach('sam');
    for (const [nth, disclosureProfile] of ['STATUS', 'AGGREGATE_ONLY'].entries()) {
      const terms = { employer: 'Voorbeeld BV', template: 'IND-6', startsOn: ON, disclosureProfile };
      await program.post('/programmes/open-programme', { code: disclosureProfile, ...terms });
      await program.upload(
        `/programmes/${disclosureProfile}/imports`,
        Buffer.from([rows[0], rows[nth + 1]].join('\n')),
      );
      await program.post(`/programmes/${disclosureProfile}/waves/1/release`, {});
    }
    await program.post('/clock', { now: `${ON}T10:00:00+02:00` });
    const { items } = await program.get<Items>('/trajectories');
    const of = (code: string) => String(items.find(({ programme }) => programme === code)?.['trajectory']);
    [person, unnamed] = [of('STATUS'), of('AGGREGATE_ONLY')];
    for (const id of [person, unnamed]) {
      await program.post(`/trajectories/${id}/match-coach`, { coachId: 'sam', overrideReason: 'Nu' });
      await tell(id, 'hold-intake', { on: ON, minutes: 60, mode: 'ONSITE' });
    }
  });
  afterAll(() => program?.stop());

  test('a line manager reads what was agreed where they sat at the table, and nobody else’s', async () => {
    expect((await meet(person, { lineManagerId: 'lies' })).status).toBe(200);
    expect(await list('/my/three-way-meetings', 'LINE_MANAGER:lies')).toEqual([
      { trajectory: person, on: ON, agreedGoals: GOALS },
    ]);
    expect(await list('/my/three-way-meetings', 'LINE_MANAGER:leo')).toEqual([]);
    for (const path of ['', '/timeline', '/process-timeline'])
      expect((await program.fetch(`/trajectories/${person}${path}`, { headers: as('LINE_MANAGER:lies') })).status).toBe(
        403,
      );
    const asked = await program.fetch('/my/three-way-meetings', { headers: as('EMPLOYER_HR:lies') });
    expect(asked.status).toBe(403);
  });

  test('under AGGREGATE_ONLY no line manager can be named', async () => {
    expect(await meet(unnamed, { lineManagerId: 'lies' })).toMatchObject({
      status: 409,
      code: 'line-manager-reads-nothing',
    });
    expect((await meet(unnamed, {})).status).toBe(200);
    expect(await list('/my/three-way-meetings', 'LINE_MANAGER:lies')).toHaveLength(1);
  });

  test('who sits on the committee reads the facts of the dispute and decides it, and nobody else does', async () => {
    const offer = { offerId: 'o-1', internal: true, scaleDelta: -1, travelMinutes: 50, respondBy: '2026-09-15' };
    expect((await tell(person, 'offer-suitable-job', offer, 'PROGRAMME_MANAGER:m')).status).toBe(200);
    expect((await tell(person, 'refuse-suitable-job', { offerId: 'o-1', on: ON, reason: REASON })).status).toBe(200);
    const dispute = { offerId: 'o-1', on: ON, committee: COMMITTEE, members: ['mia'] };
    expect((await tell(person, 'dispute-suitability', dispute)).status).toBe(200);
    const packs = await list('/my/disputes', 'COMMITTEE_MEMBER:mia');
    expect(packs).toEqual([
      {
        trajectory: person,
        ...offer,
        ...{ acceptedOn: null, refusedOn: ON, disputedOn: ON, decision: null, decidedOn: null },
      },
    ]);
    expect(await list('/my/disputes', 'COMMITTEE_MEMBER:max')).toEqual([]);
    const decide = (offerId: string, actor: string) =>
      tell(person, 'decide-suitability', { offerId, committee: COMMITTEE, decision: 'NOT_SUITABLE', on: ON }, actor);
    expect((await decide('o-1', 'COMMITTEE_MEMBER:max')).status).toBe(404);
    expect((await decide('o-2', 'COMMITTEE_MEMBER:mia')).status).toBe(404);
    expect((await decide('o-1', 'COMMITTEE_MEMBER:mia')).status).toBe(200);
    expect(await list('/my/disputes', 'COMMITTEE_MEMBER:mia')).toMatchObject([
      { decision: 'NOT_SUITABLE', decidedOn: ON },
    ]);
    await tell(person, 'dispute-suitability', { ...dispute, members: ['max'] });
    expect(await list('/my/disputes', 'COMMITTEE_MEMBER:mia')).toEqual([]);
  });

  test('what they read is in the participant’s log of who saw what', async () => {
    const { participant } = await program.get(`/trajectories/${person}`);
    const log = JSON.stringify(await program.get('/my/access-log', as(`PARTICIPANT:${String(participant)}`)));
    expect(log).toContain('driegesprek');
    expect(log).toContain('geschil');
  });
});
