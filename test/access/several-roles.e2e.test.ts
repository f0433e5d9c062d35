import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { type Browser, problemOf } from '../support/browser.js';
import { Listener } from '../support/listener.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

const EMAIL = 'sam@zangvogel.example';
const LEADING = { 'overstap-actor': 'TEAM_LEAD:north' };
const COACHING = { 'overstap-actor': 'COACH:sam' };

/** Sam coaches the first person and leads the team of the north; Eva, of that team, coaches the second. */
describe('an account with several roles', () => {
  let organisation: Organisation;
  let program: RunningProgram;
  let sam: Browser;
  let first = '';
  let second = '';
  let position = '';
  const tell = async (path: string, body: object): Promise<void> => {
    const answer = await program.send(path, body);
    expect([path, answer.status]).toEqual([path, 200]);
    position = answer.headers.get('overstap-position') ?? position;
  };
  const status = async (path: string, headers: Record<string, string> = {}): Promise<number> =>
    (await sam.ask(path, { headers: { 'overstap-position': position, ...headers } })).status;
  const choose = (role?: string) => sam.send('/session/acting-as', role === undefined ? {} : { role });
  const session = async () => (await (await sam.ask('/session')).json()) as Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    organisation = await Organisation.start('several-roles');
    ({ program } = organisation);
    await tell('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await tell('/programmes/open-programme', terms);
    for (const teamId of ['north', 'south']) await tell('/agencies/default/create-team', { teamId, name: teamId });
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 3).join('\n')));
    for (const coach of ['sam', 'eva']) {
      await program.registerCoach(coach);
      await tell(`/coaches/${coach}/put-coach-in-team`, { teamId: 'north' });
    }
    const headers = { 'overstap-position': position };
    const { items } = await program.get<{ items: { trajectory: string }[] }>('/trajectories?programme=P', headers);
    [first, second] = items.map(({ trajectory }) => trajectory) as [string, string];
    await tell(`/trajectories/${first}/match-coach`, { coachId: 'sam', overrideReason: 'At once' });
    await tell(`/trajectories/${second}/match-coach`, { coachId: 'eva', overrideReason: 'At once' });
    sam = await organisation.somebody(EMAIL, 'COACH:sam', 'TEAM_LEAD:north');
  });
  afterAll(() => organisation?.stop());

  test('acts in the one that a request names, and reaches what that one reaches', async () => {
    const path = `/trajectories/${second}`;
    expect([await status(path, LEADING), await status(path, COACHING), await status(path)]).toEqual([200, 404, 404]);
    expect(await status(path, { 'overstap-actor': 'TEAM_LEAD' })).toBe(200);
    expect(await status(`/trajectories/${first}/timeline`, COACHING)).toBe(200);
    expect(await status(`/trajectories/${first}/timeline`)).toBe(200);
    const answer = await sam.ask(`/trajectories/${first}/timeline`, { headers: LEADING });
    expect([answer.status, await problemOf(answer)]).toEqual([403, 'role-not-allowed']);
  });

  test('is refused one that it does not have, in the same words whether or not somebody else has it', async () => {
    await organisation.somebody('eva@zangvogel.example', 'COACH:eva');
    const refusal = async (actor: string, path = `/trajectories/${second}`) => {
      const answer = await sam.ask(path, { headers: { 'overstap-actor': actor } });
      return [answer.status, await answer.text()];
    };
    const [code, body] = await refusal('COACH:eva');
    expect([code, JSON.parse(String(body))]).toMatchObject([403, { code: 'role-not-held' }]);
    for (const actor of ['COACH:never', 'TEAM_LEAD:south', 'PLANNER', 'ADMIN:local', 'PROGRAMME_MANAGER:local'])
      expect(await refusal(actor)).toEqual([code, body]);
    for (const path of ['/session', '/nowhere', '/accounts', '/live'])
      expect(await refusal('ADMIN', path)).toEqual([code, body]);
    for (const malformed of ['', 'BOSS', 'coach:sam', 'COACH:', 'COACH:sam, TEAM_LEAD:north', 'SYSTEM:overstap']) {
      const [status, text] = await refusal(malformed);
      expect([status, JSON.parse(String(text))]).toMatchObject([422, { errors: [{ rule: 'actor' }] }]);
    }
  });

  test('chooses one for its session, which then acts in no other, until it takes all of them again', async () => {
    expect(await session()).toMatchObject({ actor: { type: 'COACH' }, actingAs: null });
    const chosen = await choose('TEAM_LEAD');
    expect(await chosen.json()).toEqual({ actingAs: { type: 'TEAM_LEAD', id: 'north' } });
    expect(await session()).toMatchObject({
      actor: { type: 'TEAM_LEAD', id: 'north' },
      actingAs: { type: 'TEAM_LEAD', id: 'north' },
      roles: [{ type: 'COACH' }, { type: 'TEAM_LEAD' }],
    });
    expect([await status(`/trajectories/${second}`), await status(`/trajectories/${first}/timeline`)]).toEqual([
      200, 403,
    ]);
    // What a request names goes before it.
    expect([await status(`/trajectories/${second}`, COACHING), await status('/queues/coach', COACHING)]).toEqual([
      404, 200,
    ]);
    const { items } = (await (await sam.ask('/may')).json()) as { items: { path: string }[] };
    expect(items.map(({ path }) => path)).toContain('/trajectories/{id}/team-timeline');
    expect(items.map(({ path }) => path)).not.toContain('/trajectories/{id}/timeline');
    for (const path of ['/', '/session', '/may', '/second-factor', '/my/role-changes', '/message-preference'])
      expect([path, await status(path)]).toEqual([path, 200]);
    // Another session of the same account has not chosen.
    const elsewhere = await organisation.signedIn(EMAIL);
    expect(await (await elsewhere.ask('/session')).json()).toMatchObject({ actingAs: null });
    expect(await (await choose()).json()).toEqual({ actingAs: null });
    expect([await status(`/trajectories/${second}`), await status(`/trajectories/${first}/timeline`)]).toEqual([
      404, 200,
    ]);
  });

  test('chooses among its own alone, and from a page of this address', async () => {
    for (const [role, ...refused] of [
      ['PLANNER', 403, 'role-not-held'],
      ['COACH:eva', 403, 'role-not-held'],
      ['boss', 422, 'invalid-request'],
      ['', 422, 'invalid-request'],
    ] as const) {
      const answer = await choose(role);
      expect([answer.status, await problemOf(answer)]).toEqual(refused);
    }
    const outside = await sam.send('/session/acting-as', { role: 'COACH' }, { origin: 'https://elders.example' });
    expect([outside.status, await problemOf(outside)]).toEqual([403, 'another-origin']);
    const byKey = await program.send('/session/acting-as', { role: 'PROGRAMME_MANAGER:local' });
    expect([byKey.status, await problemOf(byKey)]).toEqual([409, 'not-an-account']);
    expect(await session()).toMatchObject({ actingAs: null });
  });

  test('chooses on the start page, without a script, in Dutch and in English', async () => {
    const page = async (lang: string) => (await sam.ask(`/?lang=${lang}`)).text();
    expect(await page('nl')).toMatch(/<label for="role">In welke rol werk je\?<\/label>/);
    expect(await page('en')).toMatch(/<option value="TEAM_LEAD:north"\s*>Team lead<\/option>/);
    const sent = await sam.submit('/session/acting-as?lang=en', { role: 'TEAM_LEAD:north' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/?lang=en']);
    expect(await page('en')).toMatch(/<option value="TEAM_LEAD:north" selected\s*>Team lead<\/option>/);
    await sam.submit('/session/acting-as', { role: '' });
    expect(await session()).toMatchObject({ actingAs: null });
    const alone = await organisation.somebody('een@zangvogel.example', 'QUALITY_OFFICER');
    expect(await (await alone.ask('/?lang=nl')).text()).not.toContain('<select');
  });

  test('sends each request once per role, under the same key', async () => {
    const send = async (headers: Record<string, string>) => {
      const body = { title: 'Bel', role: 'COACH' };
      const answer = await sam.send(`/trajectories/${first}/add-task`, body, { 'idempotency-key': 'k', ...headers });
      return (await answer.json()) as { duplicate: boolean; events: { id: string }[] };
    };
    const [coaching, leading, again] = [await send(COACHING), await send(LEADING), await send(LEADING)];
    expect([coaching.duplicate, leading.duplicate, again.duplicate]).toEqual([false, false, true]);
    expect(leading.events[0]?.id).not.toBe(coaching.events[0]?.id);
  });

  test('hears in each role what that one reaches, until the session chooses another', async () => {
    const listener = (headers: Record<string, string> = {}) => Listener.at(program, { cookie: sam.cookie, ...headers });
    await choose('TEAM_LEAD');
    const [chosen, coaching] = [await listener(), await listener(COACHING)];
    const note = (trajectory: string) => tell(`/trajectories/${trajectory}/add-task`, { title: 'Bel', role: 'COACH' });
    await note(second);
    await note(first);
    expect(await coaching.until(new RegExp(first))).not.toContain(second);
    await chosen.until(new RegExp(second));
    await choose('COACH');
    await note(second);
    const heard = await chosen.until('the end');
    expect(heard.match(/event: changed/g)?.length).toBeLessThanOrEqual(2);
    // Named by its own request, the other goes on.
    expect(coaching.ended).toBe(false);
    await note(first);
    coaching.leave();
    await choose();
  });

  test('loses a role that is taken from it, chosen or named, at once', async () => {
    await choose('TEAM_LEAD:north');
    const listener = await Listener.at(program, { cookie: sam.cookie, ...LEADING });
    const id = organisation.idOf(EMAIL);
    await tell(`/accounts/${id}/roles`, { roles: ['COACH:sam'] });
    expect(await session()).toMatchObject({ actor: { type: 'COACH', id: 'sam' }, actingAs: null });
    expect([await status(`/trajectories/${second}`), await status(`/trajectories/${second}`, LEADING)]).toEqual([
      404, 403,
    ]);
    await tell(`/trajectories/${second}/add-task`, { title: 'Bel', role: 'COACH' });
    expect(await listener.until('the end')).not.toContain(second);
  });

  test('says which one, where it has a role more than once', async () => {
    const lead = await organisation.somebody('lead@zangvogel.example', 'TEAM_LEAD:south', 'TEAM_LEAD:north');
    const ask = (actor?: string) =>
      lead.ask(`/trajectories/${second}`, { headers: actor === undefined ? {} : { 'overstap-actor': actor } });
    const unclear = await ask('TEAM_LEAD');
    expect([unclear.status, await unclear.json()]).toMatchObject([
      422,
      {
        code: 'invalid-request',
        errors: [{ rule: 'role-several', message: expect.stringContaining('TEAM_LEAD:south, TEAM_LEAD:north') }],
      },
    ]);
    const statuses = [await ask(), await ask('TEAM_LEAD:south'), await ask('TEAM_LEAD:north')].map(
      (each) => each.status,
    );
    expect(statuses).toEqual([404, 404, 200]);
    expect(await (await lead.ask('/?lang=nl')).text()).toContain('Teamleider (south)');
    for (const roles of [
      ['TEAM_LEAD:south', 'TEAM_LEAD:south'],
      ['TEAM_LEAD:north', 'TEAM_LEAD:nowhere'],
    ]) {
      const answer = await program.send(`/accounts/${organisation.idOf(EMAIL)}/roles`, { roles });
      expect([roles, answer.status]).toEqual([roles, 422]);
    }
  });
});
