import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { standAlone } from '@overstap/mobility';
import { templateParts, templateText } from '../../libs/mobility/testing/template-files.js';
import { Browser, PASSWORD } from '../support/browser.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

const SAMPLES = new URL('../../samples/', import.meta.url);
const PLANNER = { 'overstap-actor': 'PLANNER:planner-1' };
const COACH = { 'overstap-actor': 'COACH:coach-7' };

interface Task {
  readonly id: string;
  readonly code: string;
  readonly names: { readonly en: string } | null;
  readonly status: string;
  readonly assignee: string | null;
  readonly trajectory: string;
  readonly dueOn: string | null;
}
interface Page {
  readonly items: readonly Task[];
}
interface Bulk {
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly items: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly code?: string;
    readonly duplicate?: true;
  }[];
}

interface Extension {
  readonly id: string;
  readonly type: string;
  readonly struck?: { readonly how: string };
}

/** Five people were invited and nobody called them: the planners have work. */
describe('a queue of work', () => {
  let program: RunningProgram;

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('queues'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const opening = { code: 'WORK', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', opening);
    const [header = '', ...people] = (await readFile(new URL('cohort-tidy.csv', SAMPLES), 'utf8')).split(/\r?\n/);
    const rows = people.slice(0, 5).map((row) => row.replace(/\d+$/, '1'));
    await program.upload('/programmes/WORK/imports', Buffer.from([header, ...rows].join('\n')));
    await program.post('/programmes/WORK/waves/1/release', {});
    await sent('/clock', { now: '2026-09-04T10:00:00+02:00' });
  });
  afterAll(() => program?.stop());

  /** Up to where the queues must have seen what was done. */
  let position = '';
  const sent = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await program.send(path, body, headers);
    position = answer.headers.get('overstap-position') ?? position;
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const queue = async (of: string): Promise<readonly Task[]> =>
    (await program.get<Page>(`/queues/${of}`, { 'overstap-position': position })).items;
  const calls = (tab = 'assigned') => queue(`planner?code=S2_FIRST_CONTACT&tab=${tab}`);
  const bulk = async (body: object, headers: object = {}, of = 'planner') =>
    (await sent(`/queues/${of}/bulk`, body, { ...PLANNER, ...headers })).body as Bulk;

  test('is found by what its tasks are called, in both languages, and counted by tab', async () => {
    const tasks = await calls();
    expect(tasks).toHaveLength(5);
    const word = encodeURIComponent(tasks[0]?.names?.en.split(' ')[0] ?? '');
    expect((await queue(`planner?search=${word}`)).map(({ code }) => code)).toContain('S2_FIRST_CONTACT');
    expect(await queue('planner?search=Voorbeeld%20BV')).toEqual([]);
    const counts = await program.get<Record<string, number>>('/queues/planner/counts?code=S2_FIRST_CONTACT');
    expect(counts).toMatchObject({ assigned: 5, overdue: 3, today: 0, completed: 0 });
    expect(await queue('planner?language=nl&code=S2_FIRST_CONTACT')).toHaveLength(3);
    expect(await queue('planner?language=en&code=S2_FIRST_CONTACT')).toHaveLength(2);
  });

  test('is called by the version of the template that somebody is under, and found by that', async () => {
    const [{ trajectory = '', names } = {}] = await calls();
    const text = standAlone(templateText('IND-6'), 'IND-6.yaml', templateParts)
      .replace(/^version: 1$/m, 'version: 2')
      .replaceAll(names?.en ?? '', 'Ring them up');
    const published = await sent('/templates/IND-6/publish-template', { templateId: 'IND-6', text });
    expect(published).toMatchObject({ status: 200 });
    const ends = { fromTemplate: 'IND-6', fromVersion: 1, toTemplate: 'IND-6', toVersion: 2, reason: 'another name' };
    const leading = { 'overstap-actor': 'PROGRAMME_MANAGER:manager-1' };
    expect(await sent(`/trajectories/${trajectory}/migrate-trajectory`, ends, leading)).toMatchObject({ status: 200 });
    const called = new Map((await calls()).map((task) => [task.trajectory, task.names?.en]));
    expect(called.get(trajectory)).toBe('Ring them up');
    expect([...called.values()].filter((name) => name === names?.en)).toHaveLength(4);
    const found = await queue('planner?search=Ring%20them');
    expect(found.map(({ trajectory: id }) => id)).toContain(trajectory);
  });

  test('is worked on many at a time, with an outcome for each; the same key again changes nothing twice', async () => {
    const ids = (await calls()).map(({ id }) => id);
    const claimed = await bulk({ action: 'claim', ids });
    expect(claimed).toMatchObject({ done: 5, unchanged: 0, failed: 0 });
    expect(await queue('planner?assignee=planner-1&code=S2_FIRST_CONTACT')).toHaveLength(5);
    expect(await bulk({ action: 'claim', ids: [...ids, ids[0]] })).toMatchObject({ done: 0, unchanged: 5 });
    const colleague = { 'overstap-actor': 'PLANNER:planner-2' };
    const taken = await bulk({ action: 'claim', ids: ids.slice(0, 1) }, colleague);
    expect(taken.items).toMatchObject([{ outcome: 'refused', code: 'task-taken' }]);

    const key = { 'idempotency-key': 'done-1' };
    const bare = { action: 'complete', ids: [...ids.slice(0, 2), 'trajectory-nobody/S2_FIRST_CONTACT'] };
    const without = await bulk(bare);
    expect(without).toMatchObject({ done: 0, failed: 3 });
    expect(without.items.map(({ code }) => code)).toEqual(['evidence-missing', 'evidence-missing', 'not-found']);
    const body = { ...bare, evidenceRef: 'call-list-1' };
    const first = await bulk(body, key);
    expect(first.items.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'not-found']);
    const again = await bulk(body, key);
    expect(again).toMatchObject({ done: 2, failed: 1 });
    expect(again.items.slice(0, 2).map(({ duplicate }) => duplicate)).toEqual([true, true]);
    expect(await calls('completed')).toHaveLength(2);
    expect(await calls()).toHaveLength(3);
  });

  test('puts off without moving a date, waits for others, gives back, and takes it all back with a reason', async () => {
    const [first, second, third] = await calls();
    expect(await bulk({ action: 'snooze', ids: [first?.id], until: '2026-09-20' })).toMatchObject({ done: 1 });
    expect(await calls('snoozed')).toMatchObject([{ id: first?.id, dueOn: first?.dueOn }]);
    const waits = { action: 'block', ids: [second?.id], waitingOn: 'EMPLOYER' };
    expect(await bulk(waits)).toMatchObject({ done: 1 });
    expect((await calls('waiting')).map(({ id }) => id)).toEqual([second?.id]);
    expect(await bulk({ action: 'reassign', ids: [third?.id], to: 'planner-2' })).toMatchObject({ done: 1 });
    expect(await queue('planner?assignee=planner-2')).toMatchObject([{ id: third?.id }]);

    const undo = (undoes: string, ids: readonly (string | undefined)[]) =>
      bulk({ action: 'undo', ids, undoes, reason: 'MISTAKE' });
    expect(await undo('SNOOZE', [first?.id, third?.id])).toMatchObject({
      done: 1,
      items: [{ outcome: 'done' }, { outcome: 'refused', code: 'nothing-to-undo' }],
    });
    expect(await undo('ASSIGNMENT', [third?.id])).toMatchObject({ done: 1 });
    const completed = await calls('completed');
    expect(
      await undo(
        'COMPLETION',
        completed.map(({ id }) => id),
      ),
    ).toMatchObject({ done: 2 });
    expect((await calls()).map(({ assignee }) => assignee)).toEqual(Array(4).fill('planner-1'));
    expect(await calls('completed')).toEqual([]);
    const opened = (await calls()).find(({ id }) => id === completed[0]?.id);
    expect(opened).toMatchObject({ status: 'OPEN', dueOn: completed[0]?.dueOn });
  });

  test('takes only its own tasks, and says which field an action needs or has no use for', async () => {
    const [task] = await calls();
    expect(await bulk({ action: 'complete', ids: [task?.id] }, COACH, 'coach')).toMatchObject({ done: 0, failed: 1 });
    const refused = async (body: object) => {
      const { status, body: answer } = await sent('/queues/planner/bulk', body, PLANNER);
      return [status, (answer as { errors?: { field: string }[] }).errors?.map(({ field }) => field)];
    };
    expect(await refused({ action: 'snooze', ids: [task?.id] })).toEqual([422, ['until']]);
    expect(await refused({ action: 'claim', ids: [task?.id], to: 'planner-2' })).toEqual([422, ['to']]);
    expect(await refused({ action: 'claim', ids: Array(201).fill('x') })).toEqual([422, ['ids']]);
  });

  test('is looked at through views that their owner alone has saved', async () => {
    const of = (id: string) => ({ 'overstap-actor': `PLANNER:${id}` });
    const save = async (name: string, filter: object, who = 'planner-1') =>
      (await sent('/queues/planner/views', { name, filter }, of(who))) as { status: number; body: { id: string } };
    const views = async (who: string) =>
      (await program.get<{ items: { id: string; name: string }[] }>('/queues/planner/views', of(who))).items;
    const through = (id: string, who: string, more = '') =>
      program.fetch(`/queues/planner?view=${id}${more}`, { headers: of(who) });

    const { body: first } = await save('mine', { mine: true, code: 'S2_FIRST_CONTACT', tab: 'assigned' });
    const items = async (answer: Response) => ((await answer.json()) as Page).items;
    expect(await items(await through(first.id, 'planner-1'))).toHaveLength(4);
    expect(await items(await through(first.id, 'planner-1', '&tab=overdue'))).toHaveLength(3);
    expect((await through(first.id, 'planner-2')).status).toBe(404);
    expect(await views('planner-2')).toEqual([]);
    expect((await program.fetch('/queues/team/views', { headers: of('planner-1') })).status).toBe(403);

    const { body: again } = await save('mine', { tab: 'overdue' });
    expect(again.id).toBe(first.id);
    expect(await views('planner-1')).toEqual([{ id: first.id, name: 'mine', filter: { tab: 'overdue' } }]);
    expect((await save('searched', { search: 'Jansen' })).status).toBe(422);
    const remove = async (who: string) => (await sent(`/queues/planner/views/${first.id}/remove`, {}, of(who))).status;
    expect([await remove('planner-2'), await remove('planner-1'), await remove('planner-1')]).toEqual([404, 200, 404]);
  });

  test('has its escalations answered many at a time, and says what came of each', async () => {
    await sent('/clock', { now: '2026-09-18T10:00:00+02:00' });
    const escalated = async () => (await queue('planner?escalated=true&code=S2_FIRST_CONTACT')).map(({ id }) => id);
    const all = await calls();
    const ids = await escalated();
    expect(ids.length).toBeGreaterThan(1);
    const calm = all.map(({ id }) => id).filter((id) => !ids.includes(id));
    expect(await bulk({ action: 'acknowledge', ids })).toMatchObject({ done: ids.length, failed: 0 });
    const { status, body } = await sent('/queues/planner/bulk', { action: 'resolve', ids }, PLANNER);
    expect([status, (body as { errors: { field: string }[] }).errors.map(({ field }) => field)]).toEqual([
      422,
      ['outcome'],
    ]);
    const resolved = await bulk({ action: 'resolve', ids: [...ids.slice(1), ...calm], outcome: 'HELPED' });
    expect(resolved).toMatchObject({ done: ids.length - 1, failed: calm.length });
    expect(await escalated()).toEqual(ids.slice(0, 1));
    const again = await bulk({ action: 'resolve', ids: ids.slice(1), outcome: 'HELPED' });
    expect(again.items[0]).toMatchObject({ outcome: 'refused', code: 'task-not-escalated' });
    expect(await bulk({ action: 'complete', ids: ids.slice(0, 1), evidenceRef: 'call-list-2' })).toMatchObject({
      done: 1,
    });
    expect(await escalated()).toEqual([]);
  });

  test('has longer trajectories asked for many at a time, and decided by another; each has an outcome of its own', async () => {
    const manager = { 'overstap-actor': 'PROGRAMME_MANAGER:manager-1' };
    const people = [...new Set((await calls()).map(({ trajectory }) => trajectory))];
    const [first = '', second = ''] = people;
    for (const person of [first, second]) {
      await sent(`/trajectories/${person}/make-first-contact`, { on: '2026-09-18', channel: 'PHONE' });
      await sent(`/trajectories/${person}/hold-intake`, { on: '2026-09-18', minutes: 60, mode: 'ONSITE' });
    }
    const rows = (await queue('planner?tab=assigned')).filter(({ trajectory }) => people.includes(trajectory));
    const ids = [...new Map(rows.map(({ trajectory, id }) => [trajectory, id])).values()];
    const body = { action: 'extend', ids, days: 28, because: 'nearly there' };
    const asked = await bulk(body);
    expect(asked.done).toBe(2);
    const notStarted = asked.items.filter(({ outcome }) => outcome === 'refused').map(({ code }) => code);
    expect(new Set(notStarted)).toEqual(new Set(['trajectory-invited']));
    expect(await bulk(body)).toMatchObject({ done: 0, unchanged: 2 });
    expect((await bulk({ ...body, days: 60 })).items.map(({ code }) => code)).toContain('extension-requested');

    const requests = (await queue('programme-manager')).filter(({ code }) => code === 'EXTENSION_REQUEST');
    expect(requests.map(({ trajectory }) => trajectory).toSorted()).toEqual([first, second].toSorted());
    const requested = requests.map(({ id }) => id);
    const decide = { action: 'decide', ids: requested, granted: true };
    const ticked = await bulk({ action: 'complete', ids: requested }, manager, 'programme-manager');
    expect(ticked.items.map(({ code }) => code)).toEqual(['request-not-decided', 'request-not-decided']);
    const self = { 'overstap-actor': 'PROGRAMME_MANAGER:planner-1' };
    const alone = await bulk(decide, self, 'programme-manager');
    expect(alone.items.map(({ code }) => code)).toEqual(['extension-by-another', 'extension-by-another']);
    const other = (await queue('planner?tab=assigned')).map(({ id }) => id).slice(0, 1);
    expect((await bulk({ ...decide, ids: other })).items).toMatchObject([{ code: 'nothing-to-decide' }]);
    expect(await bulk(decide, manager, 'programme-manager')).toMatchObject({ done: 2, failed: 0 });
    expect((await queue('programme-manager')).filter(({ code }) => code === 'EXTENSION_REQUEST')).toEqual([]);
  });

  test('has extensions taken back many at a time, but none by the account that asked for it, whatever its role', async () => {
    const roles = ['PLANNER:plans-9', 'PROGRAMME_MANAGER:leads-9'];
    const invited = await program.post<{ link: string }>('/accounts', { email: 'twee@zangvogel.example', roles });
    const account = new Browser(program);
    await account.submit(new URL(invited.link).pathname, { name: 'Iemand', password: PASSWORD });

    const extensions = async (trajectory: string) => {
      const path = `/trajectories/${trajectory}/process-timeline?limit=500`;
      const { items } = await program.get<{ items: Extension[] }>(path, { 'overstap-position': position });
      return items.filter(({ type }) => type === 'TrajectoryExtended');
    };
    const trajectories = [...new Set((await queue('planner?tab=assigned')).map(({ trajectory }) => trajectory))];
    const extended = (
      await Promise.all(trajectories.map(async (id) => (await extensions(id)).map((event) => ({ id, event }))))
    ).flat();
    const [own, another] = extended;
    expect(extended).toHaveLength(2);
    const asked = (eventId = '') => ({ eventId, reason: 'another person was meant' });
    const byAccount = await account.send(`/trajectories/${own?.id}/void-fact`, asked(own?.event.id));
    expect(byAccount.status).toBe(200);
    await sent(`/trajectories/${another?.id}/void-fact`, asked(another?.event.id), PLANNER);

    const requests = async () => (await queue('programme-manager')).filter(({ code }) => code === 'VOID_REQUEST');
    const ids = (await requests()).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    const answer = await account.send('/queues/programme-manager/bulk', { action: 'decide', ids, granted: true });
    position = answer.headers.get('overstap-position') ?? position;
    const { items } = (await answer.json()) as Bulk;
    expect(new Map(items.map(({ id, outcome, code }) => [id, code ?? outcome]))).toEqual(
      new Map([
        [`trajectory-${own?.id}/VOID_REQUEST.${own?.event.id}`, 'void-by-another'],
        [`trajectory-${another?.id}/VOID_REQUEST.${another?.event.id}`, 'done'],
      ]),
    );
    expect((await requests()).map(({ trajectory }) => trajectory)).toEqual([own?.id]);
    expect((await extensions(own?.id ?? ''))[0]?.struck).toBeUndefined();
    expect((await extensions(another?.id ?? ''))[0]?.struck).toMatchObject({ how: 'VOIDED' });
  });
});
