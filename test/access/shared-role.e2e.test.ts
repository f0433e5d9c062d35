import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { type Browser, problemOf } from '../support/browser.js';
import { Organisation } from '../support/organisation.js';
import { type RunningProgram } from '../support/running-program.js';

const [ANN, BEA, VERA] = ['ann@zangvogel.example', 'bea@zangvogel.example', 'vera@zangvogel.example'];
const LEADING = { 'overstap-actor': 'TEAM_LEAD:north' };
type Items = { readonly items: readonly Readonly<Record<string, unknown>>[] };

/** Ann and Bea both lead the team of the north: one role and one ref, and two people. */
describe('two accounts with one role and ref', () => {
  let organisation: Organisation;
  let program: RunningProgram;
  let [ann, bea, vera]: Browser[] = [];
  let trajectory = '';
  let position = '';
  const at = (path: string): string => `/trajectories/${trajectory}/${path}`;
  const seen = (headers: Record<string, string> = {}) => ({ headers: { 'overstap-position': position, ...headers } });
  const statusOf = async (browser: Browser | undefined, path: string): Promise<number | undefined> =>
    (await browser?.ask(path, seen()))?.status;
  const send = async (browser: Browser | undefined, path: string, body: object, headers = {}) => {
    const answer = await browser!.send(path, body, headers);
    position = answer.headers.get('overstap-position') ?? position;
    return answer;
  };

  beforeAll(async () => {
    organisation = await Organisation.start('shared-role');
    ({ program } = organisation);
    await program.post('/agencies/default/register-employer', { name: 'Voorbeeld BV' });
    const terms = { code: 'P', employer: 'Voorbeeld BV', template: 'IND-6', startsOn: '2026-09-01' };
    await program.post('/programmes/open-programme', terms);
    await program.post('/agencies/default/create-team', { teamId: 'north', name: 'north' });
    const rows = (await readFile(new URL('../../samples/cohort-tidy.csv', import.meta.url), 'utf8')).split(/\r?\n/);
    await program.upload('/programmes/P/imports', Buffer.from(rows.slice(0, 2).join('\n')));
    await program.registerCoach('eva');
    const tell = async (path: string, body: object) => ({ position } = await program.post(path, body));
    await tell('/coaches/eva/put-coach-in-team', { teamId: 'north' });
    const { items } = await program.get<Items>('/trajectories?programme=P', seen().headers);
    trajectory = String(items[0]?.['trajectory']);
    await tell(at('match-coach'), { coachId: 'eva', overrideReason: 'At once' });
    ann = await organisation.somebody(ANN, 'TEAM_LEAD:north');
    bea = await organisation.somebody(BEA, 'TEAM_LEAD:north');
    vera = await organisation.somebody(VERA, 'QUALITY_OFFICER');
  });
  afterAll(() => organisation?.stop());

  test('break a glass each for themselves, and the quality officer reads which of them looked', async () => {
    const file = at('coaching-file');
    const opening = { reason: 'De coach is onbereikbaar', minutes: 30 };
    expect((await send(ann, at('open-break-glass'), opening)).status).toBe(200);
    expect([await statusOf(ann, file), await statusOf(bea, file)]).toEqual([200, 404]);
    expect((await program.fetch(file, seen(LEADING))).status).toBe(404);
    expect((await send(bea, at('open-break-glass'), opening)).status).toBe(200);
    expect(await statusOf(bea, file)).toBe(200);
    const again = await send(ann, at('open-break-glass'), opening);
    expect([again.status, await problemOf(again)]).toEqual([409, 'glass-open']);
    const both = [BEA, ANN].map(organisation.idOf);
    const itemsOf = async (path: string) => ((await (await vera!.ask(path, seen())).json()) as Items).items;
    expect((await itemsOf('/broken-glasses')).map(({ byAccount }) => byAccount)).toEqual(both);
    const looks = await itemsOf('/access-log?route=coaching_file');
    expect(looks.map(({ role, ref, account }) => [role, ref, account])).toEqual(
      both.map((account) => ['TEAM_LEAD', 'north', account]),
    );
  });

  test('send two requests under one Idempotency-Key, and each of them its own again', async () => {
    const adding = async (browser: Browser | undefined) => {
      const answer = await send(
        browser,
        at('add-task'),
        { title: 'Bel', role: 'COACH' },
        { 'idempotency-key': 'one-key' },
      );
      const { duplicate, revision } = (await answer.json()) as { duplicate: boolean; revision: number };
      return { status: answer.status, duplicate, revision };
    };
    const [first, second] = [await adding(ann), await adding(bea)];
    expect(first).toMatchObject({ status: 200, duplicate: false });
    expect(second).toMatchObject({ status: 200, duplicate: false });
    expect(second.revision).toBeGreaterThan(first.revision);
    expect([await adding(ann), await adding(bea)]).toMatchObject([{ duplicate: true }, { duplicate: true }]);
  });

  describe('have a calendar feed each, which', () => {
    interface Feed {
      readonly id: string;
      readonly url: string;
    }
    const made = async (browser: Browser | undefined) =>
      (await (await send(browser, '/calendar-feeds', {})).json()) as Feed;
    const feedsOf = async (browser: Browser | undefined) =>
      ((await (await browser!.ask('/calendar-feeds')).json()) as Items).items.map(({ id }) => id);
    const read = ({ url }: Feed) => program.fetch(new URL(url).pathname);
    const statuses = (...feeds: readonly Feed[]) => Promise.all(feeds.map(async (feed) => (await read(feed)).status));
    const change = async (email: string, what: string, body: object = {}) =>
      program.post(`/accounts/${organisation.idOf(email)}/${what}`, body);

    test('its maker alone lists and revokes', async () => {
      const [first, second] = [await made(ann), await made(bea)];
      const operators = await program.post<Feed>('/calendar-feeds', {}, LEADING);
      expect([await feedsOf(ann), await feedsOf(bea)]).toEqual([[first.id], [second.id]]);
      expect((await send(bea, `/calendar-feeds/${first.id}/revoke`, {})).status).toBe(404);
      expect((await send(ann, `/calendar-feeds/${operators.id}/revoke`, {})).status).toBe(404);
      expect((await send(ann, `/calendar-feeds/${first.id}/revoke`, {})).status).toBe(200);
      expect(await statuses(first, second, operators)).toEqual([404, 200, 200]);
    });

    test('ends with the role, as an address that never was, and the other’s goes on', async () => {
      const [first, second] = [await made(ann), await made(bea)];
      await change(ANN, 'roles', { roles: ['PLANNER'] });
      expect(await statuses(first, second)).toEqual([404, 200]);
      const never = await program.fetch(`/feeds/${'x'.repeat(43)}.ics`);
      expect(await (await read(first)).text()).toBe(await never.text());
      await change(ANN, 'roles', { roles: ['TEAM_LEAD:north'] });
      expect(await statuses(first, second)).toEqual([200, 200]);
    });

    test('ends when the account is disabled; the operator’s goes on', async () => {
      const [first, second] = [await made(ann), await made(bea)];
      const operators = await program.post<Feed>('/calendar-feeds', {}, LEADING);
      await change(BEA, 'disable');
      expect(await statuses(first, second, operators)).toEqual([200, 404, 200]);
    });

    test('of an API key ends with the key', async () => {
      const terms = { name: 'uren', role: 'PLANNER', days: 1 };
      const { id, key } = await program.post<{ id: string; key: string }>('/api-keys', terms);
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const answer = await fetch(`${program.url}/calendar-feeds`, { method: 'POST', body: '{}', headers });
      const feed = (await answer.json()) as Feed;
      expect(await statuses(feed)).toEqual([200]);
      await program.post(`/api-keys/${id}/revoke`, {});
      expect(await statuses(feed)).toEqual([404]);
    });
  });
});
