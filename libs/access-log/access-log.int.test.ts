import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Role } from '@overstap/kernel';
import { projectionMigrations } from '@overstap/projections';
import { testDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { accessEntries, AccessLog, accessLogMigrations, looksAt, verifyAccessLog } from './index.js';

const ZONE = 'Europe/Amsterdam';
const read = (
  role: Role,
  ref: string,
  route: string,
  trajectories: readonly string[],
  account: string | null = null,
) => ({
  ...{ role, ref, account, route, trajectories, participants: [] },
  ...({ via: 'account', shown: ['P1', 'P3'] } as const),
});

describe('the access log', () => {
  let database: TestDatabase;
  let log: AccessLog;
  let now = '2026-09-01T08:00:00.000Z';
  const newLog = () => new AccessLog({ appender: database.appender, clock: { now: () => now } });
  const entriesOf = (filter = {}, tenant = 'a') =>
    database.readAs(tenant, (client) => accessEntries(client, filter)).then(({ rows }) => rows);
  const verified = async () => (await verifyAccessLog(database)).tenants;

  beforeEach(async () => {
    now = '2026-09-01T08:00:00.000Z';
    database = await testDatabase([projectionMigrations, accessLogMigrations]);
    log = newLog();
  });
  afterEach(() => database.drop());

  test('has an entry once recording it is over, and one seal for what came together', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, nth) => log.record('a', read('COACH', `eva-${nth}`, 'timeline', ['t-1']))),
    );
    expect(await entriesOf()).toHaveLength(20);
    expect(await verified()).toEqual([{ tenant: 'a', entries: 20, seals: 1 }]);
    expect((await entriesOf({ ref: 'eva-3' }))[0]).toEqual({ ...read('COACH', 'eva-3', 'timeline', ['t-1']), at: now });
  });

  test('tells accounts with one role and ref apart', async () => {
    for (const account of ['account-1', 'account-2', null])
      await log.record('a', read('TEAM_LEAD', 'north', 'coaching_file', ['t-1'], account));
    expect((await entriesOf({ ref: 'north' })).map(({ account }) => account)).toEqual([null, 'account-2', 'account-1']);
    expect(await verified()).toEqual([{ tenant: 'a', entries: 3, seals: 3 }]);
  });

  test('goes on after what was sealed before accounts were kept, whose hashes stay what they were', async () => {
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    const { rows } = await database.owner.query<{ hash: string }>('SELECT hash FROM access_seal');
    expect(rows).toEqual([{ hash: 'b8ec10fc00f5b2286e210c7ccdabc634e932533582498e784d11a810c658b62d' }]);
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-1'], 'account-1'));
    expect(await verified()).toEqual([{ tenant: 'a', entries: 2, seals: 2 }]);
  });

  test('is one chain per agency, whichever process writes', async () => {
    const other = newLog();
    for (let round = 0; round < 5; round++)
      await Promise.all([
        log.record('a', read('COACH', 'eva', 'timeline', ['t-1'])),
        other.record('a', read('COACH', 'noor', 'timeline', ['t-1'])),
        other.record('b', read('COACH', 'joep', 'timeline', ['t-9'])),
      ]);
    expect(await verified()).toMatchObject([
      { tenant: 'a', entries: 10, seals: 10 },
      { tenant: 'b', entries: 5, seals: 5 },
    ]);
    expect(await entriesOf({}, 'b')).toHaveLength(5);
  });

  test('goes on from what is stored where the last seals were lost', async () => {
    for (let nth = 0; nth < 3; nth++) await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    await database.owner.query('DELETE FROM access_entry WHERE seal = 3; DELETE FROM access_seal WHERE number = 3');
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-2']));
    expect(await verified()).toEqual([{ tenant: 'a', entries: 3, seals: 3 }]);
  });

  test('fails whoever reads while it cannot be written', async () => {
    await database.owner.query('REVOKE INSERT ON access_entry FROM overstap_appender');
    await expect(log.record('a', read('COACH', 'eva', 'timeline', ['t-1']))).rejects.toThrow(/permission denied/);
    await database.owner.query('GRANT INSERT ON access_entry TO overstap_appender');
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    expect(await verified()).toEqual([{ tenant: 'a', entries: 1, seals: 1 }]);
  });

  test('shows what was changed, left out or put in', async () => {
    for (let nth = 0; nth < 3; nth++)
      await Promise.all(['t-1', 't-2'].map((id) => log.record('a', read('COACH', 'eva', 'timeline', [id]))));
    for (const [change, fault] of [
      [`UPDATE access_entry SET ref = 'noor' WHERE seal = 2 AND line = 0`, 'hash-differs'],
      [`UPDATE access_entry SET account = 'account-2' WHERE seal = 2 AND line = 0`, 'hash-differs'],
      [`DELETE FROM access_entry WHERE seal = 2 AND line = 0`, 'events-differ'],
      [`DELETE FROM access_seal WHERE number = 2`, 'seal-missing'],
      [`DELETE FROM access_entry WHERE seal = 2; DELETE FROM access_seal WHERE number = 2`, 'chain-broken'],
    ]) {
      await database.owner.query(
        `CREATE TABLE seals AS TABLE access_seal; CREATE TABLE entries AS TABLE access_entry; ${change}`,
      );
      const seal = fault === 'chain-broken' ? 3 : 2;
      expect(await verified()).toMatchObject([{ tenant: 'a', seals: 1, broken: { fault, seal } }]);
      await database.owner.query(
        `TRUNCATE access_seal, access_entry; INSERT INTO access_seal TABLE seals; INSERT INTO access_entry TABLE entries;
         DROP TABLE seals, entries`,
      );
    }
    expect(await verified()).toMatchObject([{ seals: 3, entries: 6 }]);
  });

  test('shows a chain that was made anew from its first entry on, where something was kept of it elsewhere', async () => {
    for (let nth = 0; nth < 3; nth++) await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    const { rows: kept } = await database.owner.query<{ tenant: string; number: number; hash: string }>(
      'SELECT tenant, number, hash FROM access_seal WHERE number = 2',
    );
    expect((await verifyAccessLog(database, kept)).ok).toBe(true);
    await database.owner.query('TRUNCATE access_entry, access_seal');
    // Whoever can write to the database has the program's own code too: the new chain holds in itself.
    const forger = newLog();
    for (let nth = 0; nth < 3; nth++) await forger.record('a', read('COACH', 'noor', 'timeline', ['t-1']));
    expect((await verifyAccessLog(database)).ok).toBe(true);
    expect((await verifyAccessLog(database, kept)).tenants).toMatchObject([
      { tenant: 'a', seals: 1, broken: { fault: 'root-differs', seal: 2 } },
    ]);
    await database.owner.query('TRUNCATE access_entry, access_seal');
    expect((await verifyAccessLog(database, kept)).tenants).toMatchObject([
      { tenant: 'a', seals: 0, broken: { fault: 'seal-missing', seal: 2 } },
    ]);
  });

  test('can be changed by none of the program’s roles', async () => {
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    for (const pool of [database.appender, database.worker, database.reader])
      for (const table of ['access_entry', 'access_seal'])
        for (const change of [`UPDATE ${table} SET tenant = 'b'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
          await expect(pool.query(change)).rejects.toThrow(/permission denied/);
    await expect(database.appender.query('SELECT ref FROM access_entry')).rejects.toThrow(/permission denied/);
  });

  test('tells a person who saw what of them, by day, whoever else was in the answer', async () => {
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-1']));
    await log.record('a', read('COACH', 'eva', 'coach_queue', ['t-2', 't-1']));
    await log.record('a', read('COACH', 'eva', 'timeline', ['t-2']));
    // Past midnight where the person lives.
    now = '2026-09-01T22:30:00.000Z';
    await log.record('a', { ...read('EMPLOYER_HR', 'acme', 'people', []), participants: ['p-1'] });
    const mine = { participant: 'p-1', trajectories: ['t-1'] };
    const page = await database.readAs('a', (client) => looksAt(client, mine, { zone: ZONE, days: 1 }));
    expect(page.rows).toMatchObject([{ day: '2026-09-02', role: 'EMPLOYER_HR', ref: 'acme', times: 1 }]);
    const { next: after = '' } = page;
    const rest = await database.readAs('a', (client) => looksAt(client, mine, { zone: ZONE, days: 1, after }));
    expect(rest).toMatchObject({
      rows: [
        { day: '2026-09-01', route: 'coach_queue', times: 1 },
        { day: '2026-09-01', route: 'timeline', times: 2 },
      ],
      next: undefined,
    });
    expect(await database.readAs('b', (client) => looksAt(client, mine, { zone: ZONE }))).toMatchObject({ rows: [] });
  });
});
