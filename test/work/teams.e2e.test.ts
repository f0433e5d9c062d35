import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

interface Items {
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

/** Three people: one with a coach of the north, one with a coach of the south, one whose coach is in no team. */
describe('teams of coaches', () => {
  let program: RunningProgram;
  let position = '';
  let people: readonly string[] = [];
  const sent = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await program.send(path, body, headers);
    position = answer.headers.get('overstap-position') ?? position;
    return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
  };
  const get = (path: string, as?: string) =>
    program.get<Items>(path, { 'overstap-position': position, ...(as ? { 'overstap-actor': as } : {}) });
  const whose = async (path: string, as?: string) =>
    [...new Set((await get(path, as)).items.map(({ trajectory }) => people.indexOf(String(trajectory))))].sort();

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('teams'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await sent('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await sent('/programmes/open-programme', terms);
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 4).join('\n')));
    for (const [teamId, name] of [
      ['north', 'Noord'],
      ['south', 'Zuid'],
    ])
      await sent('/agencies/default/create-team', { teamId, name });
    for (const coachId of ['noor', 'zeno', 'alone'])
      await sent('/coaches/register-coach', {
        ...{
          coachId,
          name: coachId,
          specialisms: [],
          regions: [],
          languages: ['nl'],
          maxComplexity: 4,
          weightedMax: 9,
        },
      });
    await sent('/coaches/noor/put-coach-in-team', { teamId: 'north' });
    await sent('/coaches/zeno/put-coach-in-team', { teamId: 'south' });
    people = (await get('/trajectories?programme=P')).items.map(({ trajectory }) => String(trajectory));
    for (const [nth, coachId] of ['noor', 'zeno', 'alone'].entries()) {
      await sent(`/trajectories/${people[nth]}/match-coach`, { coachId, overrideReason: 'At once' });
      await sent(`/trajectories/${people[nth]}/hold-intake`, { on: '2026-09-01', minutes: 60, mode: 'ONSITE' });
    }
  });
  afterAll(() => program?.stop());

  test('a coach goes to a team that there is, and to one at a time', async () => {
    const refused = await sent('/coaches/noor/put-coach-in-team', { teamId: 'nowhere' });
    expect([refused.status, refused.body['errors']]).toEqual([
      422,
      [expect.objectContaining({ rule: 'team-unknown' })],
    ]);
    expect((await get('/teams')).items).toEqual([
      { team: 'north', name: 'Noord', coaches: ['noor'], leads: 0 },
      { team: 'south', name: 'Zuid', coaches: ['zeno'], leads: 0 },
    ]);
  });

  test('the lead of a team sees and does its work alone; the agency sees all of it, and can ask for one', async () => {
    expect(await whose('/queues/team')).toEqual([0, 1, 2]);
    // Whose coach is in no team is for every lead to see to.
    expect(await whose('/queues/team', 'TEAM_LEAD:north')).toEqual([0, 2]);
    expect(await whose('/queues/coach', 'TEAM_LEAD:south')).toEqual([1, 2]);
    expect(await whose('/queues/team?team=south')).toEqual([1]);
    expect(await whose('/queues/team', 'TEAM_LEAD:lead-1')).toEqual([2]);
    const { items } = await get('/queues/team?role=COACH');
    const ids = people.slice(0, 2).map((each) => items.find(({ trajectory }) => trajectory === each)?.['id']);
    const body = { action: 'snooze', ids, until: '2026-09-02' };
    const { body: done } = await sent('/queues/team/bulk', body, { 'overstap-actor': 'TEAM_LEAD:north' });
    expect(done['items']).toMatchObject([{ outcome: 'done' }, { outcome: 'not-found' }]);
  });

  test('a coaching task alone goes to no coach of another team, who would read nothing of the trajectory', async () => {
    const lead = { 'overstap-actor': 'TEAM_LEAD:north' };
    const { items } = await get('/queues/team?role=COACH', 'TEAM_LEAD:north');
    const task = items.find(({ trajectory, kind }) => trajectory === people[0] && kind === 'TASK');
    const give = (to: string) =>
      sent(`/trajectories/${people[0]}/assign-task`, { taskId: String(task?.['id']).split('/')[1], to }, lead);
    const refused = await give('zeno');
    expect([refused.status, refused.body['code']]).toEqual([409, 'coach-of-another-team']);
    expect(refused.body['detail']).toMatch(/reassign-coach.*name-stand-in/);
    const all = { action: 'reassign', ids: [task?.['id']], to: 'zeno' };
    const { body: bulk } = await sent('/queues/team/bulk', all, lead);
    expect(bulk['items']).toMatchObject([{ outcome: 'refused', code: 'coach-of-another-team' }]);
    expect((await give('alone')).status).toBe(200);
    expect((await give('noor')).status).toBe(200);
  });

  test('who has one task of another’s trajectory reads what it needs, until it is done or somebody else’s', async () => {
    const [noor, alone] = ['COACH:noor', 'COACH:alone'].map((as) => ({ 'overstap-actor': as }));
    const read = async (as = noor, of = '') => {
      const answer = await program.fetch(`/trajectories/${people[0]}${of}`, {
        headers: { ...as, 'overstap-position': position },
      });
      return { status: answer.status, body: (await answer.json()) as Readonly<Record<string, unknown>> };
    };
    const { items } = await get('/queues/team?role=COACH', 'TEAM_LEAD:north');
    const [first, second] = items
      .filter(({ trajectory, kind }) => trajectory === people[0] && kind === 'TASK')
      .map(({ id }) => String(id).split('/')[1]);
    const give = (taskId = '', to = 'alone') =>
      sent(`/trajectories/${people[0]}/assign-task`, { taskId, to }, { 'overstap-actor': 'TEAM_LEAD:north' });
    await give(first, 'noor');
    await give(second, 'noor');
    expect((await read(alone)).status).toBe(404);
    await give(first);
    const { status, body } = await read(alone);
    expect(status).toBe(200);
    expect(body).toMatchObject({ trajectory: people[0], programme: 'P', coach: 'noor', status: 'ACTIVE' });
    expect(body['tasks']).toMatchObject([{ task: first }]);
    expect(
      Object.keys(body).filter((name) => ['participant', 'openTasks', 'nextDueCode', 'cohort'].includes(name)),
    ).toEqual([]);
    for (const more of ['/timeline', '/health', '/hand-over']) expect((await read(alone, more)).status).toBe(404);
    expect((await read(noor)).body).toHaveProperty('participant');
    await give(first, 'noor');
    expect((await read(alone)).status).toBe(404);
    await give(second);
    expect((await read(alone)).status).toBe(200);
    const evidence = { taskId: second, evidenceRef: 'doc-2', confirmed: true };
    expect((await sent(`/trajectories/${people[0]}/complete-task`, evidence, alone)).status).toBe(200);
    expect((await read(alone)).status).toBe(404);
  });

  test('a wait for the coach stands in the queue and cannot be ticked off, and says so for itself', async () => {
    const help = { period: '2026-W36', goalsStatus: 'ON_TRACK', supportNeededRef: 'Please call' };
    await sent(`/trajectories/${people[0]}/submit-check-in`, help);
    const { items } = await get('/queues/coach', 'TEAM_LEAD:north');
    const wait = items.find(({ kind }) => kind === 'DEADLINE');
    const task = items.find(({ kind, role }) => kind === 'TASK' && role === 'COACH');
    const evidence = { evidenceRef: 'doc-1', confirmed: true };
    const body = { action: 'complete', ids: [wait?.['id'], task?.['id']], ...evidence };
    const { body: done } = await sent('/queues/coach/bulk', body, { 'overstap-actor': 'TEAM_LEAD:north' });
    expect(done).toMatchObject({ done: 1, failed: 1 });
    expect(done['items']).toMatchObject([{ outcome: 'refused', code: 'deadline-met-by-fact' }, { outcome: 'done' }]);
    const refusals = { snooze: { until: '2026-09-20' }, extend: { days: 7, because: 'busy' } };
    for (const [action, told] of Object.entries(refusals)) {
      const all = { action, ids: [wait?.['id']], ...told };
      const { body: answer } = await sent('/queues/coach/bulk', all, { 'overstap-actor': 'TEAM_LEAD:north' });
      const why = action === 'snooze' ? 'deadline-not-snoozed' : 'deadline-not-extended';
      expect(answer['items']).toMatchObject([{ outcome: 'refused', code: why }]);
    }
  });

  test('whoever is invited as a lead leads a team that there is, and whoever moves takes their people along', async () => {
    const invite = (role: string) =>
      sent('/accounts', { email: `${role.toLowerCase().replace(':', '-')}@agency.example`, roles: [role] });
    expect((await invite('TEAM_LEAD:nowhere')).body['errors']).toMatchObject([{ rule: 'team-unknown' }]);
    expect((await invite('TEAM_LEAD:north')).status).toBe(200);
    await sent('/coaches/noor/put-coach-in-team', { teamId: 'south' });
    expect(await whose('/queues/team', 'TEAM_LEAD:north')).toEqual([2]);
    expect(await whose('/queues/team', 'TEAM_LEAD:south')).toEqual([0, 1, 2]);
    await sent('/coaches/noor/take-coach-out-of-team', {});
    expect(await whose('/queues/team', 'TEAM_LEAD:north')).toEqual([0, 2]);
  });
});
