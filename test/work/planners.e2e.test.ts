import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Listener } from '../support/listener.js';
import { temporaryDirectory } from '../support/postgres.js';
import { RunningProgram } from '../support/running-program.js';

type Row = Readonly<Record<string, unknown>>;
interface Items {
  readonly items: readonly Row[];
}

const PIA = 'PLANNER:pia';
const PIM = 'PLANNER:pim';

/** Two programmes: OWN has a planner of its own, OPEN has nobody named. */
describe('the planners of a programme', () => {
  let program: RunningProgram;
  let position = '';
  let own: Row;
  let open: Row;
  const as = (actor: string) => ({ 'overstap-actor': actor, ...(position ? { 'overstap-position': position } : {}) });
  const tell = async (path: string, body: object, actor?: string) => {
    const answer = await program.send(path, body, actor === undefined ? {} : as(actor));
    position = answer.headers.get('overstap-position') ?? position;
    return { status: answer.status, body: (await answer.json()) as Row };
  };
  const status = async (path: string, actor: string) => (await program.fetch(path, { headers: as(actor) })).status;
  const list = async (path: string, field: string, actor: string): Promise<readonly unknown[]> => [
    ...new Set((await program.get<Items>(path, as(actor))).items.map((row) => row[field])),
  ];
  const plans = (type: 'assign-planner' | 'unassign-planner', plannerId: string, actor?: string) =>
    tell(`/programmes/OWN/${type}`, { plannerId }, actor);

  beforeAll(async () => {
    const directory = join(await temporaryDirectory('planners'), 'data');
    program = await RunningProgram.start(directory, { OVERSTAP_CLOCK: '2026-09-01T09:00:00+02:00' });
    for (const name of ['pia', 'pim'])
      await program.post('/accounts', { email: `${name}@zangvogel.example`, roles: [`PLANNER:${name}`] });
    await tell('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    for (const [nth, code] of ['OWN', 'OPEN'].entries()) {
      const terms = { code, employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
      await tell('/programmes/open-programme', terms);
      await program.upload(`/programmes/${code}/imports`, Buffer.from([rows[0], rows[nth + 1]].join('\n')));
      await program.post(`/programmes/${code}/waves/1/release`, {});
    }
    await program.post('/clock', { now: '2026-09-09T10:00:00+02:00' });
    const { items } = await program.get<Items>('/trajectories');
    own = items.find(({ programme }) => programme === 'OWN') ?? {};
    open = items.find(({ programme }) => programme === 'OPEN') ?? {};
  });
  afterAll(() => program?.stop());

  test('are all of the agency until somebody is named, and then whoever is', async () => {
    expect(await list('/trajectories', 'programme', PIM)).toEqual(expect.arrayContaining(['OWN', 'OPEN']));
    expect((await plans('assign-planner', 'pia', PIM)).status).toBe(403);
    expect((await plans('assign-planner', 'pia', 'PROGRAMME_MANAGER:m')).status).toBe(200);
    expect(await list('/programmes', 'code', PIA)).toEqual(['OPEN', 'OWN']);
    expect(await list('/programmes', 'code', PIM)).toEqual(['OPEN']);
    const { planners } = await program.get('/programmes/OWN', as(PIA));
    expect(planners).toEqual(['pia']);
  });

  test('are somebody who comes in or is invited: the programme of anybody else would be nobody’s to plan', async () => {
    const unknown = await plans('assign-planner', 'pietje');
    expect([unknown.status, unknown.body['code']]).toEqual([422, 'planner-unknown']);
    expect(unknown.body['detail']).toMatch(/account invite/);
    const manages = (userId: string) => tell('/programmes/OPEN/assign-programme-manager', { userId });
    expect((await manages('pietje')).body['code']).toBe('programme-manager-unknown');
    expect((await manages('local')).status).toBe(200);
    const { id } = await program.post<{ id: string }>('/accounts', {
      email: 'weg@zangvogel.example',
      roles: ['PLANNER:weg'],
    });
    await program.post(`/accounts/${id}/disable`, {});
    expect((await plans('assign-planner', 'weg')).body['code']).toBe('planner-unknown');
    const { id: key, prefix } = await program.post<{ id: string; prefix: string }>('/api-keys', {
      name: 'uren',
      role: 'PLANNER',
    });
    expect((await plans('assign-planner', `key-${prefix}`)).status).toBe(200);
    expect((await plans('unassign-planner', `key-${prefix}`)).status).toBe(200);
    await program.post(`/api-keys/${key}/revoke`, {});
    expect((await plans('assign-planner', `key-${prefix}`)).body['code']).toBe('planner-unknown');
    const { planners } = await program.get('/programmes/OWN', as(PIA));
    expect(planners).toEqual(['pia']);
  });

  test('who are nobody any more leave a programme that the doctor names', async () => {
    const unattended = async () => (await program.get<{ unattended: unknown }>('/operation/doctor')).unattended;
    const { items } = await program.get<{ items: { id: string; email: string }[] }>('/accounts?role=PLANNER');
    const { id } = items.find(({ email }) => email.startsWith('pia'))!;
    expect(await unattended()).toEqual([]);
    await program.post(`/accounts/${id}/roles`, { roles: ['QUALITY_OFFICER'] });
    expect(await unattended()).toEqual(['OWN']);
    await program.post(`/accounts/${id}/roles`, { roles: ['PLANNER:pia'] });
    expect(await unattended()).toEqual([]);
  });

  test('alone find its people, in lists and one by one; for others they are what was never there', async () => {
    expect(await list('/trajectories', 'programme', PIM)).toEqual(['OPEN']);
    expect(await list('/deadlines', 'programme', PIM)).toEqual(['OPEN']);
    expect(await list('/deadlines', 'programme', PIA)).toEqual(expect.arrayContaining(['OWN', 'OPEN']));
    const [theirs, ours] = [String(own['trajectory']), String(open['trajectory'])];
    for (const path of ['', '/process-timeline', '/coach-proposals', '/waiting'])
      expect([
        await status(`/trajectories/${theirs}${path}`, PIA),
        await status(`/trajectories/${theirs}${path}`, PIM),
        await status(`/trajectories/${ours}${path}`, PIM),
      ]).toEqual([200, 404, 200]);
    for (const path of ['', '/cohorts', '/report?asOf=2026-09-09', '/imports/progress', '/waves/1'])
      expect([await status(`/programmes/OWN${path}`, PIA), await status(`/programmes/OWN${path}`, PIM)]).toEqual([
        200, 404,
      ]);
    const said = async (path: string, actor: string) => {
      const answer = await program.fetch(path, { headers: as(actor) });
      return [answer.status, await answer.text()];
    };
    for (const path of ['', '/cohorts', '/funnel', '/report?asOf=2026-09-09', '/imports/progress', '/waves/1']) {
      const theirs = await said(`/programmes/OWN${path}`, PIM);
      for (const actor of [PIM, 'PROGRAMME_MANAGER:m'])
        expect([path, ...(await said(`/programmes/NERGENS${path}`, actor))]).toEqual([path, ...theirs]);
    }
    const change = `/participants/${String(own['participant'])}/change-participant-details`;
    expect((await tell(change, { phone: '06-1' }, PIM)).status).toBe(404);
    expect((await tell(change, { phone: '06-1' }, PIA)).status).toBe(200);
  });

  test('alone find its work: in the queue, in bulk, in their messages, and as it changes', async () => {
    expect(await list('/queues/planner', 'programme', PIM)).toEqual(['OPEN']);
    const { items } = await program.get<Items>('/queues/planner?programme=OWN&role=PLANNER', as(PIA));
    const ids = items.slice(0, 1).map(({ id }) => id);
    const body = { action: 'snooze', ids, until: '2026-09-14' };
    expect((await tell('/queues/planner/bulk', body, PIM)).body).toMatchObject({ items: [{ outcome: 'not-found' }] });
    expect((await tell('/queues/planner/bulk', body, PIA)).body).toMatchObject({ items: [{ outcome: 'done' }] });
    expect(await list('/inbox?limit=500', 'aggregateId', PIA)).toContain(own['trajectory']);
    expect(await list('/inbox?limit=500', 'aggregateId', PIM)).toContain(open['trajectory']);
    expect(await list('/inbox?limit=500', 'aggregateId', PIM)).not.toContain(own['trajectory']);
    const listener = await Listener.at(program, { ...program.signedIn, 'overstap-actor': PIM });
    for (const { trajectory } of [own, open])
      await program.post(`/trajectories/${String(trajectory)}/add-task`, { title: 'Bel', role: 'PLANNER' });
    expect(await listener.until(new RegExp(String(open['trajectory'])))).not.toContain(own['trajectory']);
    listener.leave();
  });

  test('alone bring people in', async () => {
    const { participant } = own;
    const referral = { trajectoryId: '01980000-0000-7000-8000-0000000000aa', participantId: participant };
    const terms = { programmeId: 'OWN', templateId: 'IND-6', templateVersion: 1, referredOn: '2026-09-09' };
    const told = { ...referral, ...terms, source: 'EMPLOYER', origin: 'IMPOSED' };
    const never = { ...told, programmeId: 'NERGENS' };
    const MANAGER = 'PROGRAMME_MANAGER:pm-1';
    const [refused, unknown, nowhere] = [
      await tell('/trajectories/refer-participant', told, PIM),
      await tell('/trajectories/refer-participant', never, PIM),
      await tell('/trajectories/refer-participant', never, MANAGER),
    ];
    expect([refused.status, refused.body['code']]).toEqual([422, 'programme-unknown']);
    expect(refused.body['errors']).toMatchObject([{ field: 'programmeId' }]);
    for (const other of [unknown, nowhere]) expect(other).toEqual(refused);
    const nobodys = { ...told, participantId: '01980000-0000-7000-8000-0000000000ab' };
    expect((await tell('/trajectories/refer-participant', nobodys, PIA)).body).toMatchObject({
      ...{ code: 'participant-unknown', errors: [{ field: 'participantId' }] },
    });
    const mine = { ...told, trajectoryId: 'loket:2026-7' };
    expect((await tell('/trajectories/refer-participant', mine, PIA)).body).toMatchObject({ id: 'loket:2026-7' });
    const invited = { channel: 'MAIL', language: 'nl' };
    for (const id of ['loket:2026-7', 'loket%3A2026-7']) {
      expect((await tell(`/trajectories/${id}/invite-participant`, invited, PIA)).status).toBe(200);
      expect([await status(`/trajectories/${id}`, PIA), await status(`/trajectories/${id}`, PIM)]).toEqual([200, 404]);
    }
    expect((await tell('/programmes/OWN/waves/1/release', {}, PIM)).status).toBe(404);
    const cohort = { cohortId: 'c', label: 'Eén', programmeId: 'OWN' };
    for (const [body, actor] of [
      [cohort, PIM],
      [{ ...cohort, programmeId: 'NERGENS' }, PIM],
      [{ ...cohort, programmeId: 'NERGENS' }, MANAGER],
    ] as const)
      expect(await tell('/cohorts/create-cohort', body, actor)).toEqual(refused);
  });

  test('hand it over: who planned it finds nothing but the tasks that are their own', async () => {
    const { items } = await program.get<Items>('/queues/planner?programme=OWN&role=PLANNER&tab=snoozed', as(PIA));
    const task = items[0];
    const taskId = String(task?.['task']);
    expect((await tell(`/trajectories/${String(own['trajectory'])}/claim-task`, { taskId }, PIA)).status).toBe(200);
    await plans('assign-planner', 'pim');
    expect((await plans('unassign-planner', 'pia')).status).toBe(200);
    expect(await list('/trajectories', 'programme', PIA)).toEqual(['OPEN']);
    expect(await status(`/trajectories/${String(own['trajectory'])}/process-timeline`, PIA)).toBe(404);
    const card = await program.get(`/trajectories/${String(own['trajectory'])}`, as(PIA));
    expect(card).toMatchObject({ tasks: [{ task: taskId }] });
    expect(Object.keys(card)).not.toContain('participant');
    expect(await list('/trajectories', 'programme', PIM)).toEqual(expect.arrayContaining(['OWN', 'OPEN']));
    expect(await list('/queues/planner?programme=OWN&tab=snoozed', 'id', PIA)).toEqual([task?.['id']]);
    const done = { taskId, on: '2026-09-09', evidenceRef: 'x', confirmed: true };
    expect((await tell(`/trajectories/${String(own['trajectory'])}/complete-task`, done, PIA)).status).toBe(200);
  });

  test('are all of the agency again where the last is no longer named', async () => {
    await plans('unassign-planner', 'pim');
    expect(await list('/trajectories', 'programme', PIA)).toEqual(expect.arrayContaining(['OWN', 'OPEN']));
  });
});
