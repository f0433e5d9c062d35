import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser, PASSWORD } from '../support/browser.js';
import { Description } from '../support/description.js';
import { Ground, SEEDS } from './ground.js';
import { Matrix } from './matrix.js';
import { Naming } from './naming.js';
import { Oracle } from './oracle.js';
import { Referring } from './referring.js';
import { inSession, withKey } from './over-http.js';
import { type Answer, type Asking } from './running.js';
import { askersIn } from './asking.js';
import { type Triple } from './triples.js';
import { type Life, TENANTS } from './world.js';

/** So many in `npm test`; `npm run test:authz` asks many more. */
const TRIPLES = Number(process.env['AUTHZ_TRIPLES'] ?? 3000);
const WORD = /kn[0-9a-z]{3}z[0-9a-z]{5}q/g;

describe.each(SEEDS)('who may ask what, and what they read, in the world of seed %i', (seed) => {
  let ground: Ground;
  let matrix: Matrix;
  let oracle: Oracle;
  const ask = async (asking: Asking): Promise<Answer> => {
    const [answer] = await ground.program.ask([asking]);
    if (!answer) throw new Error('No answer');
    return answer;
  };
  const as = (role: string, ref: string) => ({ 'overstap-actor': `${role}:${ref}` });
  const json = async (url: string, role: string, ref: string) =>
    JSON.parse((await ask({ method: 'GET', url, headers: as(role, ref) })).text) as {
      items: Record<string, unknown>[];
    };

  beforeAll(async () => {
    ground = await Ground.make(14, seed);
    const { text } = await ask({ method: 'GET', url: '/openapi.json', headers: as('ADMIN', 'noor') });
    matrix = new Matrix(ground.program, ground.world, Description.of(text));
    oracle = new Oracle(ground.world);
  }, 600_000);
  afterAll(() => ground?.close());

  test('is said of every route that the program has: where this fails, say it in opinions.ts', () => {
    expect(ground.triples.unknown()).toEqual([]);
  });

  test('and is said of no other, and for the same roles as in the registries', () => {
    expect(ground.triples.differences()).toEqual([]);
  });

  test('the world has everybody in it of whom something is to be said, and a word in every class', () => {
    const { people, canaries, lives } = ground.world;
    const situations = new Set(people.filter(({ tenant }) => tenant === 'default').map(({ situation }) => situation));
    expect(situations.size).toBe(11);
    for (const tenant of TENANTS)
      for (const privacy of ['P2', 'P3', 'P4', 'P5'])
        expect(
          [...canaries.values()].filter((each) => each.tenant === tenant && each.privacy === privacy).length,
        ).toBeGreaterThan(10);
    expect(new Set(lives.map(({ programme }) => programme.profile)).size).toBe(3);
    expect([...canaries.values()].some(({ shared }) => shared === true)).toBe(true);
    expect(
      lives.some(({ standIn }) => standIn !== undefined) &&
        lives.some(({ formerStandIn }) => formerStandIn !== undefined),
    ).toBe(true);
    const former = ground.triples.messages.filter((each) => ground.triples.isOfAFormerCase(each));
    expect(new Set(former.map(({ role }) => role))).toEqual(new Set(['COACH', 'EMPLOYER_CASE_MANAGER']));
  });

  test(`is as the oracle says, ${TRIPLES} times, each answer as the program describes it, and asking changes nothing`, async () => {
    const before = await ground.eventCount();
    const asked = ground.triples.sample(TRIPLES, seed);
    expect(asked.length).toBe(TRIPLES);
    for (const expected of ['role', 'gone', 'there', 'as-never', 'open'])
      expect(asked.filter((each) => each.expected === expected).length).toBeGreaterThan(20);
    expect(await matrix.differences(asked)).toEqual([]);
    expect(matrix.found).toBeGreaterThan(500);
    expect(await ground.eventCount()).toBe(before);
  }, 3_600_000);

  test('of whom one reaches nobody is missing, and nobody is there twice', async () => {
    for (const { role, ref } of askersIn(ground.world)) {
      const reached = ground.world.lives.filter((life) => oracle.reaches({ role, ref }, life));
      const idsOf = (lives: readonly Life[]) => lives.map(({ id }) => id).toSorted();
      const path = {
        COACH: '/trajectories?limit=500',
        TEAM_LEAD: '/trajectories?limit=500',
        PLANNER: '/trajectories?limit=500',
        PARTICIPANT: '/my/trajectories',
      }[role];
      if (path === undefined) continue;
      const { items } = await json(path, role, ref);
      expect([role, ref, items.map(({ trajectory }) => String(trajectory)).toSorted()]).toEqual([
        role,
        ref,
        idsOf(reached),
      ]);
    }
    const erased = new Set(ground.world.people.filter((each) => each.erased).map(({ id }) => id));
    for (const programme of ground.world.programmes.filter(
      ({ tenant, profile }) => tenant === 'default' && profile !== 'AGGREGATE_ONLY',
    )) {
      const { items } = await json(
        `/employer/programmes/${programme.id}/people?limit=500`,
        'EMPLOYER_HR',
        programme.employer,
      );
      const missing = ground.world.lives
        .filter(
          (life) =>
            life.programme === programme &&
            !erased.has(life.participant) &&
            !items.some(({ trajectory }) => trajectory === life.id),
        )
        .map(({ participant }) => ground.world.people.find(({ id }) => id === participant)?.situation);
      expect([programme.id, missing]).toEqual([programme.id, []]);
    }
  });

  test('of whom one reaches one is told who it is and how to reach them, as far as one’s role may read that', async () => {
    const naming = new Naming(ground.program, ground.world);
    expect(await naming.differences()).toEqual([]);
    const roles = ['COACH', 'TEAM_LEAD', 'PROGRAMME_MANAGER', 'PLANNER', 'BACK_OFFICE', 'QUALITY_OFFICER', 'TRAINER'];
    expect([...naming.named.keys()].toSorted()).toEqual([...roles, 'EMPLOYER_HR', 'EMPLOYER_CASE_MANAGER'].toSorted());
  });

  test('of whom a referral names, and is not theirs, is told what is told of who was never there', async () => {
    const before = await ground.eventCount();
    const referring = new Referring(ground.program, ground.world);
    expect(await referring.differences()).toEqual([]);
    for (const told of ['programme-unknown', 'participant-unknown', 'participant-of-another-employer'])
      expect([told, referring.told.get(told)]).toEqual([told, expect.any(Number)]);
    expect(referring.told.get('template-unknown')).toBeGreaterThan(20);
    expect(await ground.eventCount()).toBe(before);
  });

  test('is the same with a session of one’s own and with an API key', async () => {
    const url = await ground.program.does<string>('url');
    // Whoever was erased has no account any more.
    const erased = new Set(ground.world.people.filter((each) => each.erased).map(({ id }) => id));
    const life = ground.world.lives.find(
      ({ coach, tenant, participant }) => coach === 'c1' && tenant === 'default' && !erased.has(participant),
    );
    expect(life).toBeDefined();
    const people = [
      ['COACH', 'c1'],
      ['TEAM_LEAD', 'north'],
      ['PARTICIPANT', life?.participant ?? ''],
      ['EMPLOYER_HR', 'acme'],
    ] as const;
    const all = ground.triples.sample(20_000, seed + 1);
    const chosen = (role: string, ref: string): readonly Triple[] =>
      all
        .filter(({ asker, expected }) => asker.role === role && asker.ref === ref && expected !== 'open')
        // The operator broke those glasses in their name: they are not this account's.
        .map((each) =>
          /-file$/.test(each.route) && each.expected === 'there' ? { ...each, expected: 'gone' as const } : each,
        )
        .slice(0, 60);
    for (const [role, ref] of people) {
      const body = { email: `${role.toLowerCase()}@sessie.example`, roles: [`${role}:${ref}`] };
      const made = await ask({ method: 'POST', url: '/accounts', headers: as('ADMIN', 'noor'), body });
      const link = /\/welcome\/[\w-]{43}/.exec(made.text)?.[0] ?? '';
      const browser = new Browser({ url });
      await browser.submit(link, { name: 'Iemand', password: PASSWORD, language: 'nl' });
      const differences = await new Matrix(inSession(browser), ground.world).differences(chosen(role, ref));
      expect([role, differences]).toEqual([role, []]);
    }
    for (const role of ['PLANNER', 'BACK_OFFICE', 'PROGRAMME_MANAGER']) {
      const made = await ask({
        method: 'POST',
        url: '/api-keys',
        headers: as('ADMIN', 'noor'),
        body: { name: role, role },
      });
      const { key } = JSON.parse(made.text) as { key: string };
      const differences = await new Matrix(withKey(url, key), ground.world).differences(
        // A key is named nowhere: of a planner it plans what nobody is named for.
        chosen(role, role === 'PLANNER' ? 'planner-3' : `${role.toLowerCase()}-1`),
      );
      expect([role, differences]).toEqual([role, []]);
    }
  });

  test('is what goes into calendars, mails and calls of other programs, and nothing more', async () => {
    for (const { role, ref } of askersIn(ground.world)) {
      const made = await ask({ method: 'POST', url: '/calendar-feeds', headers: as(role, ref), body: {} });
      const { url } = JSON.parse(made.text) as { url: string };
      const { status, text } = await ask({ method: 'GET', url: new URL(url).pathname });
      expect([role, ref, status, matrix.leaksIn({ role, ref }, 'GET /feeds', text)]).toEqual([role, ref, 200, []]);
    }
    const report = await ask({
      method: 'GET',
      url: '/programmes/STAT/report?asOf=2026-09-08&format=csv',
      headers: as('PLANNER', 'p'),
    });
    expect([report.status, report.text.match(WORD)]).toEqual([200, null]);
    for (
      let tries = 0;
      tries < 1200 && (ground.mail.received.length === 0 || ground.hooks.received.length === 0);
      tries++
    )
      await sleep(100);
    expect(ground.mail.received.length).toBeGreaterThan(0);
    // A mail names nobody but whom it is to.
    for (const { to, source } of ground.mail.received) {
      const words = (text: string) => [...(text.match(WORD) ?? [])].map((word) => ground.world.canaries.get(word));
      const [whose] = words(to.join());
      for (const canary of words(source))
        expect([canary?.privacy, canary?.person, canary?.field]).toEqual([
          'P5',
          whose?.person,
          expect.stringMatching(/^(firstName|lastName|email)$/),
        ]);
    }
    expect(ground.hooks.received.length).toBeGreaterThan(50);
    expect(
      ground.hooks.received
        .map(({ body, headers }) => JSON.stringify([body, headers]))
        .join()
        .match(WORD),
    ).toBeNull();
  });

  test('nothing of a person lies in clear in any table, the jobs of the queue among them, nor in what is logged', async () => {
    const { rows: tables } = await ground.database.owner.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(40);
    for (const { name } of tables) {
      const { rows } = await ground.database.owner.query<{ text: string }>(
        `SELECT t::text AS text FROM ${name} t WHERE t::text ~ 'kn[0-9a-z]{3}z[0-9a-z]{5}q'`,
      );
      expect([name, rows.slice(0, 2)]).toEqual([name, []]);
    }
    expect(ground.program.logged.length).toBeGreaterThan(1000);
    expect(ground.program.logged.match(WORD)).toBeNull();
  });

  test('nobody is in the employer’s table of whom the profile tells nothing', async () => {
    expect(await ground.heldAgainstTheProfile()).toEqual([]);
  });

  test('without the application’s own conditions the database shows nobody another agency’s row', async () => {
    const { owner, readAs, reader } = ground.database;
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.columns
       WHERE column_name = 'tenant' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    let others = 0;
    for (const { name } of tables)
      for (const tenant of TENANTS) {
        const { rows: columns } = await readAs(tenant, (client) =>
          client.query<{ name: string }>(
            `SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
             AND has_column_privilege(attrelid, attnum, 'SELECT')`,
            [name],
          ),
        );
        if (columns.length === 0) continue;
        const select = `SELECT ${columns.map((each) => each.name).join(', ')}, tenant FROM ${name}`;
        const { rows } = await readAs(tenant, (client) => client.query<{ tenant: string }>(select));
        expect([name, new Set(rows.map((row) => row.tenant))]).toEqual([
          name,
          new Set(rows.length > 0 ? [tenant] : []),
        ]);
        expect([name, (await reader.query(select)).rowCount]).toEqual([name, 0]);
        const { rows: whole } = await owner.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM ${name} WHERE tenant <> $1`,
          [tenant],
        );
        if ((whole[0]?.count ?? 0) > 0) others += 1;
      }
    expect(others).toBeGreaterThan(60);
  });
});
