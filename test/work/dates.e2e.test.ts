import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const SAMPLES = new URL('../../samples/', import.meta.url);
const MANAGER = { 'overstap-actor': 'PROGRAMME_MANAGER:manager-1' };
const PLANNER = { 'overstap-actor': 'PLANNER:planner-1' };
const COACH = { 'overstap-actor': 'COACH:coach-7' };
const CALL = 'S2_FIRST_CONTACT';

interface Item {
  readonly id: string;
  readonly task: string;
  readonly code: string;
  readonly trajectory: string;
  readonly dueOn: string | null;
}
interface Message {
  readonly message: string;
  readonly about: { readonly code: string } | null;
  readonly aggregateId: string;
  readonly dueOn: string | null;
}
interface Bulk {
  readonly done: number;
  readonly failed: number;
  readonly items: readonly { readonly code?: string }[];
}

/** Three people were invited on Tuesday the first; whoever plans is to call them by Thursday the third. */
describe('a date that is moved', () => {
  let program: RunningProgram;
  let position = '';
  let people: readonly Item[] = [];

  const send = async <Answer = object>(path: string, body: object, headers: Record<string, string> = MANAGER) => {
    const answer = await program.send(path, body, headers);
    position = answer.headers.get('overstap-position') ?? position;
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const read = async <Row>(path: string, headers: Record<string, string>): Promise<readonly Row[]> =>
    (await program.get<{ items: readonly Row[] }>(path, { ...headers, 'overstap-position': position })).items;
  const calls = () => read<Item>(`/queues/planner?code=${CALL}&tab=assigned`, MANAGER);
  const dueOf = async (id = '') => (await calls()).find((item) => item.id === id)?.dueOn;
  const bulk = async (body: object) => (await send<Bulk>('/queues/planner/bulk', body)).body;
  /** Of whom planners were told that their call is due, and for which day. */
  const told = async () =>
    (await read<Message>('/inbox?limit=500', PLANNER))
      .filter(({ about }) => about?.code === CALL)
      .map(({ aggregateId, dueOn }) => `${aggregateId} ${dueOn}`)
      .toSorted();

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('dates'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const opening = { code: 'DATES', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', opening);
    const [header = '', ...rows] = (await readFile(new URL('cohort-tidy.csv', SAMPLES), 'utf8')).split(/\r?\n/);
    const wave = rows.slice(0, 5).map((row) => row.replace(/\d+$/, '1'));
    await program.upload('/programmes/DATES/imports', Buffer.from([header, ...wave].join('\n')));
    await program.post('/programmes/DATES/waves/1/release', {});
    await program.post('/clock', { now: '2026-09-01T10:00:00+02:00' });
    people = (await calls()).filter(({ dueOn }) => dueOn === '2026-09-03');
  });
  afterAll(() => program?.stop());

  test('is so for many at once, each with an answer of its own, and may be taken back', async () => {
    expect(people).toHaveLength(3);
    const ids = people.map(({ id }) => id);
    const wrong = await bulk({ action: 'move', ids, date: '2026-08-31', why: 'NO_CAPACITY' });
    expect(wrong.items.map(({ code }) => code)).toEqual(Array(3).fill('date-in-the-past'));
    expect(await bulk({ action: 'move', ids, date: '2026-09-10', why: 'NO_CAPACITY' })).toMatchObject({ done: 3 });
    for (const id of ids) expect(await dueOf(id)).toBe('2026-09-10');
    const [first = ''] = ids;
    expect(await bulk({ action: 'undo', undoes: 'MOVE', reason: 'WRONG_TASK', ids: [first] })).toMatchObject({
      done: 1,
    });
    expect(await dueOf(first)).toBe('2026-09-03');
  });

  test('is reminded of around the new day, and not around the old one', async () => {
    const [first, ...others] = people.map(({ trajectory }) => trajectory);
    await program.post('/clock', { now: '2026-09-04T10:00:00+02:00' });
    expect(await told()).toEqual([`${first} 2026-09-03`]);
    await program.post('/clock', { now: '2026-09-10T10:00:00+02:00' });
    const later = await told();
    for (const trajectory of others) expect(later).toContain(`${trajectory} 2026-09-10`);
    expect(later.filter((line) => line.endsWith('2026-09-03')).every((line) => line.startsWith(first ?? '-'))).toBe(
      true,
    );
  });

  test('stays on record, with the reason, for whoever follows the trajectory', async () => {
    const { trajectory = '' } = people[1] ?? {};
    const timeline = await read<{ type: string; data: object }>(
      `/trajectories/${trajectory}/process-timeline?limit=500`,
      MANAGER,
    );
    expect(timeline.find(({ type }) => type === 'ClockMoved')?.data).toMatchObject({
      ...{ clockId: `task.${CALL}`, dueOn: '2026-09-03', to: '2026-09-10', reason: 'NO_CAPACITY' },
    });
  });

  test('of the programme is not moved by who plans, nor one that was missed by anybody', async () => {
    const { trajectory = '' } = people[1] ?? {};
    const { trajectory: missed = '' } = people[0] ?? {};
    const body = { clockId: `task.${CALL}`, to: '2026-09-15', reason: 'AGREED' };
    const answered = async (id: string, headers = MANAGER) =>
      (await send<{ code: string }>(`/trajectories/${id}/move-clock`, body, headers)).body.code;
    expect(await answered(trajectory, PLANNER)).toBe('clock-of-programme');
    expect(await answered(missed)).toBe('deadline-missed');
  });

  test('of a task of one’s own is moved by oneself, and by nobody else', async () => {
    await program.registerCoach('coach-7');
    const { trajectory = '' } = people[1] ?? {};
    await send(`/trajectories/${trajectory}/match-coach`, { coachId: 'coach-7' }, PLANNER);
    const task = { title: 'Call the municipality', role: 'COACH', dueOn: '2026-09-17' };
    await send(`/trajectories/${trajectory}/add-task`, task, COACH);
    const own = async () => (await read<Item>('/queues/coach?code=MANUAL&tab=assigned', COACH))[0];
    const moved = {
      clockId: `task.${(await own())?.task}`,
      to: '2026-09-21',
      reason: 'AGREED',
      note: 'they are closed',
    };
    const byManager = await send<{ code: string }>(`/trajectories/${trajectory}/move-clock`, moved);
    expect(byManager.body.code).toBe('clock-of-another');
    expect((await send(`/trajectories/${trajectory}/move-clock`, moved, COACH)).status).toBe(200);
    expect((await own())?.dueOn).toBe('2026-09-21');
    expect((await own())?.task).toBe(moved.clockId.slice('task.'.length));
  });

  test('is counted anew once what it is counted from is put right, and whoever moved it hears of it', async () => {
    const { trajectory = '' } = people[2] ?? {};
    const to = `/trajectories/${trajectory}`;
    await send(`${to}/match-coach`, { coachId: 'coach-7' }, PLANNER);
    await send(`${to}/make-first-contact`, { on: '2026-09-10', channel: 'PHONE' });
    const intake = { on: '2026-09-10', minutes: 60, mode: 'ONSITE' };
    const { body } = await send<{ events: { id: string; type: string }[] }>(`${to}/hold-intake`, intake, COACH);
    const moved = { clockId: 'task.S6_ASSIGNMENT', to: '2026-09-30', reason: 'AGREED' };
    expect((await send(`${to}/move-clock`, moved)).status).toBe(200);
    const eventId = body.events.find(({ type }) => type === 'IntakeHeld')?.id;
    const right = { eventId, changes: { on: '2026-09-09' }, reason: 'a day earlier' };
    expect((await send(`${to}/correct-fact`, right, COACH)).status).toBe(200);
    await program.post('/clock', { now: '2026-09-10T11:00:00+02:00' });
    const lapsed = { dueOn: '2026-09-30', to: '2026-09-16', cause: 'ANCHOR_MOVED' };
    const timeline = await read<{ type: string; data: object }>(`${to}/process-timeline?limit=500`, MANAGER);
    expect(timeline.find(({ type }) => type === 'ClockMoveLapsed')?.data).toMatchObject(lapsed);
    const heard = async (who: Record<string, string>) =>
      (await read<Message>('/inbox?limit=500', who)).filter(({ message }) => message === 'MOVE_LAPSED');
    expect(await heard(MANAGER)).toMatchObject([
      { about: { code: 'S6_ASSIGNMENT' }, aggregateId: trajectory, dueOn: lapsed.to },
    ]);
    expect(await heard(COACH)).toEqual([]);
  });
});
