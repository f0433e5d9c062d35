import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

type Row = Readonly<Record<string, unknown>>;
interface Items {
  readonly items: readonly Row[];
}

const TOM = 'TRAINER:tom';
const TESS = 'TRAINER:tess';
const SAM = 'COACH:sam';

/** Two people who are coached by Sam; one of them comes to Tom's workshop. */
describe('whoever has work with a person whom others coach', () => {
  let program: RunningProgram;
  let position = '';
  let guest = '';
  let other = '';
  const as = (actor: string) => ({ 'overstap-actor': actor, ...(position ? { 'overstap-position': position } : {}) });
  const tell = async (path: string, body: object, actor = SAM) => {
    const answer = await program.send(path, body, as(actor));
    position = answer.headers.get('overstap-position') ?? position;
    return answer.status;
  };
  const list = async (path: string, actor: string) => (await program.get<Items>(path, as(actor))).items;
  const enrol = (trainerId: string) =>
    tell(`/trajectories/${guest}/enrol-in-workshop`, { workshopId: 'cv', on: '2026-09-01', trainerId });
  const attend = (trajectory: string, workshopId: string, actor: string) =>
    tell(`/trajectories/${trajectory}/attend-workshop`, { workshopId, on: '2026-09-01' }, actor);

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('trainers'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 3).join('\n')));
    await program.registerCoach('sam');
    await program.post('/programmes/P/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-01T10:00:00+02:00' });
    [guest, other] = (await program.get<Items>('/trajectories')).items.map(({ trajectory }) => String(trajectory)) as [
      string,
      string,
    ];
    for (const id of [guest, other]) {
      await program.post(`/trajectories/${id}/match-coach`, { coachId: 'sam', overrideReason: 'Nu' });
      expect(await tell(`/trajectories/${id}/hold-intake`, { on: '2026-09-01', minutes: 60, mode: 'ONSITE' })).toBe(
        200,
      );
    }
    expect(await enrol('tom')).toBe(200);
  });
  afterAll(() => program?.stop());

  test('a trainer sees who comes to their workshop, by name, and records that they came', async () => {
    const [row, ...more] = await list('/my/workshops', TOM);
    expect(more).toEqual([]);
    expect(row).toEqual({
      ...{ workshop: 'cv', trajectory: guest, enrolledOn: '2026-09-01', attendedOn: null },
      name: { firstName: expect.any(String), lastName: expect.any(String) },
    });
    expect(await attend(guest, 'cv', TOM)).toBe(200);
    expect(await list('/my/workshops', TOM)).toMatchObject([{ attendedOn: '2026-09-01' }]);
  });

  test('a trainer reaches nothing else: no other workshop, no other person, no page of the person', async () => {
    expect(await list('/my/workshops', TESS)).toEqual([]);
    for (const [trajectory, workshop, actor] of [
      [guest, 'cv', TESS],
      [guest, 'network', TOM],
      [other, 'cv', TOM],
    ] as const)
      expect(await attend(trajectory, workshop, actor)).toBe(404);
    for (const path of ['', '/timeline', '/process-timeline'])
      expect((await program.fetch(`/trajectories/${guest}${path}`, { headers: as(TOM) })).status).toBe(403);
    expect((await program.fetch('/my/workshops', { headers: as(SAM) })).status).toBe(403);
  });

  test('a workshop that another trainer takes over goes with who comes to it', async () => {
    expect(await enrol('tess')).toBe(200);
    expect([await list('/my/workshops', TOM), await list('/my/workshops', TESS)]).toMatchObject([
      [],
      [{ trajectory: guest, attendedOn: '2026-09-01' }],
    ]);
    expect(await attend(guest, 'cv', TOM)).toBe(404);
  });

  test('whoever has a task finds it among their own, in whatever role, with what it is called', async () => {
    const task = { title: 'Bereid de groep voor', dueOn: '2026-09-10' };
    expect(await tell(`/trajectories/${guest}/add-task`, { ...task, role: 'TRAINER' })).toBe(200);
    const [queued] = (await list(`/queues/coach?trajectory=${guest}&role=TRAINER`, SAM)) as [Row];
    expect(await list('/my/tasks', TOM)).toEqual([]);
    const to = (actor: string) => ({ taskId: queued['task'], to: actor });
    expect(await tell(`/trajectories/${guest}/assign-task`, to('tom'))).toBe(200);
    expect(await list('/my/tasks', TOM)).toMatchObject([{ ...task, task: queued['task'], trajectory: guest }]);
    expect([await list('/my/tasks', TESS), await list('/my/tasks', 'TRAINER:sam')]).toEqual([[], []]);
    const done = { taskId: queued['task'], on: '2026-09-01', confirmed: true };
    expect(await tell(`/trajectories/${guest}/complete-task`, done, TOM)).toBe(200);
    // What they have done is the coach's to know from then on.
    expect(await list('/my/tasks', TOM)).toEqual([]);
    const coachs = await list('/my/tasks', SAM);
    expect(coachs.length).toBeGreaterThan(0);
    expect(new Set(coachs.map(({ role }) => role))).toEqual(new Set(['COACH']));
  });

  test('an employer finds its own tasks, of its own people, without what somebody called them', async () => {
    const employer = String((await program.get<Items>('/employers')).items[0]?.['employer']);
    const title = 'Vertel dat zij ziek is';
    expect(await tell(`/trajectories/${guest}/add-task`, { title, role: 'EMPLOYER_HR' })).toBe(200);
    const theirs = await list('/my/tasks', `EMPLOYER_HR:${employer}`);
    expect(theirs).toMatchObject([{ trajectory: guest, role: 'EMPLOYER_HR', title: null }]);
    expect(await list('/my/tasks', 'EMPLOYER_HR:other')).toEqual([]);
    expect((await program.fetch('/my/tasks', { headers: as('ADMIN:a') })).status).toBe(403);
  });
});
