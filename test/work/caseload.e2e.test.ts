import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const LEAD = { 'overstap-actor': 'TEAM_LEAD:lead-1' };
const SAM = { 'overstap-actor': 'COACH:sam' };

interface Caseload {
  readonly load: number;
  readonly free: number;
  readonly trajectories: readonly Readonly<Record<string, unknown>>[];
}
interface Matching {
  readonly proposals: readonly { readonly coachId: string }[];
  readonly passedOver: readonly { readonly coachId: string; readonly because: string }[];
}

describe('coaches have as much on their hands as they can take', () => {
  let program: RunningProgram;
  let people: readonly string[];

  const about = (coachId: string, more: object) => ({
    coachId,
    name: `Coach ${coachId}`,
    specialisms: ['IT'],
    regions: ['Groningen'],
    languages: ['nl'],
    maxComplexity: 4,
    weightedMax: 10,
    ...more,
  });
  let position = '';
  /** What was written here is seen by what is asked after it. */
  const post = async (path: string, data: object, actor: Record<string, string> = LEAD): Promise<void> => {
    ({ position } = await program.post<{ position: string }>(path, data, actor));
  };
  const get = <T>(path: string, actor: Record<string, string> = LEAD) =>
    program.get<T>(path, { ...actor, 'overstap-position': position });
  const caseload = (id: string, actor = LEAD) => get<Caseload>(`/coaches/${id}/caseload`, actor);
  const tell = (id: string, command: string, data: object, actor = LEAD) =>
    post(`/trajectories/${id}/${command}`, data, actor);

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('caseload'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 5).join('\n')));
    for (const data of [about('sam', { weightedMax: 3 }), about('noor', { languages: ['nl', 'pl'] }), about('eva', {})])
      await post('/coaches/register-coach', data);
    const { items } = await get<{ items: readonly { trajectory: string }[] }>('/trajectories?programme=P');
    people = items.map(({ trajectory }) => trajectory);
    const overrideReason = 'The others start next week';
    for (const id of people.slice(0, 3)) await tell(id, 'match-coach', { coachId: 'sam', overrideReason });
    const [first = ''] = people;
    await tell(first, 'hold-intake', { on: '2026-09-01', minutes: 60, mode: 'ONSITE' }, SAM);
    const question = { questionType: 'BLOCKAGE', secondary: [], statementRef: 'stuck', complexity: 4, by: 'COACH' };
    await tell(first, 'formulate-career-question', question, SAM);
  });
  afterAll(() => program?.stop());

  test('the coach sees what weighs how much with the question, others do not learn the kind of question', async () => {
    const own = await caseload('sam', SAM);
    expect(own.trajectories.map(({ weight }) => weight).sort()).toEqual([1.2, 1.2, 1.56]);
    expect(own.load).toBe(3.96);
    const seen = await caseload('sam');
    expect(seen).toMatchObject({ load: 4, free: -1, capacity: 3, name: 'Coach sam', away: null });
    expect(seen.trajectories.map(({ weight }) => weight)).toEqual([1.2, 1.2, 1.2]);
    await expect(caseload('nobody')).rejects.toThrow('404');
  });

  test('who has enough on their hands gets no more, unless somebody says why', async () => {
    const fourth = people[3] ?? '';
    const answer = await program.send(`/trajectories/${fourth}/match-coach`, { coachId: 'sam' }, LEAD);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'coach-overloaded' });
  });

  test('a proposal names who fits and can take more, and why the others are passed over', async () => {
    const fourth = people[3] ?? '';
    const asked = `/trajectories/${fourth}/coach-proposals?specialism=IT&language=pl`;
    const { proposals, passedOver } = await get<Matching>(asked);
    expect(proposals.map(({ coachId }) => coachId)).toEqual(['noor', 'eva']);
    expect(passedOver).toEqual([{ coachId: 'sam', because: 'NO_CAPACITY' }]);
    await tell(fourth, 'disclose-conflict-of-roles', { role: 'a friend', coachId: 'noor', on: '2026-09-01' });
    const again = await get<Matching>(asked);
    expect(again.passedOver).toContainEqual({ coachId: 'noor', because: 'CONFLICT_OF_ROLES' });
  });

  test('who is proposed hears of it and answers, and reads nothing before they are the coach', async () => {
    const fourth = people[3] ?? '';
    const EVA = { 'overstap-actor': 'COACH:eva' };
    const talk = { on: '2026-09-01', result: 'ACCEPTED' };
    const sent = async (path: string, body: object, actor = EVA) =>
      (await program.send(`/trajectories/${fourth}/${path}`, body, actor)).status;
    expect(await sent('hold-chemistry-meeting', talk)).toBe(404);
    await tell(fourth, 'propose-coach', { coachId: 'eva', criteria: { language: 'nl' }, score: 80 });
    expect(await sent('hold-chemistry-meeting', talk, SAM)).toBe(404);
    expect(await sent('hold-chemistry-meeting', talk)).toBe(200);
    expect(await sent('make-first-contact', { on: '2026-09-01', channel: 'PHONE' })).toBe(404);
    await expect(get(`/trajectories/${fourth}`, EVA)).rejects.toThrow('404');
    await program.post('/clock', { now: '2026-09-01T10:00:00+02:00' });
    const { items } = await get<{ items: readonly object[] }>('/inbox', EVA);
    expect(items).toContainEqual(expect.objectContaining({ message: 'COACH_PROPOSED', aggregateId: fourth }));
    await tell(fourth, 'disclose-conflict-of-roles', { role: 'a neighbour', on: '2026-09-01' }, EVA);
    expect(await sent('hold-chemistry-meeting', talk)).toBe(404);
  });

  test('a preview says what would move, and moves nothing', async () => {
    const preview = await get<{ moves: readonly { from: string }[] }>('/coaches-rebalancing');
    expect(preview.moves).toEqual([expect.objectContaining({ from: 'sam' })]);
    expect((await caseload('sam')).trajectories).toHaveLength(3);
  });

  test('a hand-over is prepared with a checklist, and one that nobody has needs none', async () => {
    const { items } = await get<{ items: readonly object[] }>(`/trajectories/${people[0]}/hand-over`);
    expect(items).toContainEqual(expect.objectContaining({ code: 'NOTES', state: 'TO_DO', about: ['2026-09-01'] }));
    await expect(get(`/trajectories/${people[3]}/hand-over`)).rejects.toThrow('coach-missing');
  });

  test('a participant sees how long the coach lets them wait, and staff the other clock too', async () => {
    const [first = ''] = people;
    await tell(first, 'add-task', { title: 'Reply', role: 'COACH' }, SAM);
    const { items } = await get<{ items: readonly { task: string; code: string }[] }>('/queues/coach?limit=500');
    const task = items.find(({ code }) => code === 'MANUAL');
    await tell(first, 'block-task', { taskId: task?.task, waitingOn: 'COACH' }, SAM);
    await program.post('/clock', { now: '2026-09-03T18:00:00+02:00' });
    const onCoach = expect.objectContaining({ workingDays: 2 });
    const { participant } = await get<{ participant: string }>(`/trajectories/${first}`);
    const themselves = { 'overstap-actor': `PARTICIPANT:${participant}` };
    expect(await get(`/trajectories/${first}/waiting`, themselves)).toEqual({ onCoach });
    expect(await get(`/trajectories/${first}/waiting`)).toEqual({ onCoach, onParticipant: null });
  });

  test('what is another participant’s, or another employer’s, answers them as what is not there', async () => {
    const [first = ''] = people;
    const asked = async (trajectory: string, actor: string, body: object) => {
      const headers = { 'overstap-actor': actor };
      const answer = await program.send(`/trajectories/${trajectory}/complete-task`, body, headers);
      return [answer.status, await answer.text()];
    };
    for (const actor of ['PARTICIPANT:p-1', 'EMPLOYER_HR:another-employer']) {
      const theirs = await asked(first, actor, { taskId: 'x' });
      expect(theirs).toEqual([404, expect.stringContaining('not-found')]);
      expect(await asked('nobody', actor, { taskId: 'x' })).toEqual(theirs);
      expect(await asked(first, actor, { nonsense: true })).toEqual(theirs);
    }
    await expect(get(`/trajectories/${first}/waiting`, { 'overstap-actor': 'PARTICIPANT:p-1' })).rejects.toThrow('404');
    const employer = (await get<{ items: readonly { employer: string }[] }>('/employers')).items[0]?.employer;
    expect(await asked(first, `EMPLOYER_HR:${employer}`, { nonsense: true })).toEqual([422, expect.any(String)]);
  });

  /** The trajectories that a coach finds, each of which answers by its address; to them the others are not there. */
  const reached = async (coach: string): Promise<readonly string[]> => {
    const as = { 'overstap-actor': `COACH:${coach}` };
    const { items } = await get<{ items: readonly { trajectory: string }[] }>('/trajectories', as);
    const found = items.map(({ trajectory }) => trajectory);
    for (const id of people)
      expect(
        (await program.get(`/trajectories/${id}`, as).then(
          () => 200,
          () => 404,
        )) === 200,
      ).toBe(found.includes(id));
    return found;
  };

  test('an announced absence gives the work to the substitute on its day, and back on the day after it', async () => {
    const absence = { from: '2026-09-07', until: '2026-09-11', substituteId: 'eva' };
    await post('/coaches/sam/start-coach-absence', absence);
    await program.post('/clock', { now: '2026-09-09T10:00:00+02:00' });
    expect(await caseload('sam')).toMatchObject({ load: 0, away: absence });
    const standingIn = (await caseload('eva')).trajectories;
    expect(standingIn.map(({ standsInFor }) => standsInFor)).toEqual(['sam', 'sam', 'sam']);
    expect(await reached('eva')).toEqual(await reached('sam'));
    await program.post('/clock', { now: '2026-09-14T10:00:00+02:00' });
    expect((await caseload('eva')).trajectories).toEqual([]);
    expect(await reached('eva')).toEqual([]);
    expect(await reached('sam')).toHaveLength(3);
    expect(await caseload('sam')).toMatchObject({ load: 4, away: null });
  });
});
