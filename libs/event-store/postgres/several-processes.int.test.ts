import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@overstap/platform';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { type AppendRequest } from '@overstap/kernel';
import { InvalidAppendError } from '../append-limits.js';
import { eventsOf } from '../contract/events.js';
import { eventStoreMigrations } from './migrations.js';
import { PostgresEventStore } from './postgres-event-store.js';

/** Two stores on connections of their own: what two processes do, without the boot. */
describe('several processes on one PostgreSQL', () => {
  let database: TestDatabase;
  let second: Database;
  let stores: readonly PostgresEventStore[];
  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations]);
    second = await openDatabase(database.appConnection);
    stores = await Promise.all([database, second].map((connections) => PostgresEventStore.open(connections)));
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await second.close();
    await database.drop();
  });

  const tenant = randomUUID();
  const either = (n: number): PostgresEventStore => stores[n % stores.length]!;
  const count = async (where: string): Promise<number> =>
    (await database.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM events WHERE ${where}`)).rows[0]!.n;

  test('of appends with several events that race for a revision one wins whole, the others store nothing', async () => {
    for (let round = 0; round < 30; round++) {
      const stream = `trajectory-${randomUUID()}`;
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          either(n).append({ tenant, stream, expected: 'noStream', events: eventsOf(1 + (n % 4)) }),
        ),
      );
      const won = results.findIndex((result) => result.outcome === 'appended');
      expect(results.filter((result) => result.outcome === 'appended')).toHaveLength(1);
      expect(await count(`stream = '${stream}'`)).toBe(1 + (won % 4));
      for (const result of results) if (result.outcome === 'conflict') expect(result.actual).toBe(won % 4);
    }
  });

  test('appends that expect any revision all succeed, without a gap', async () => {
    const stream = `trajectory-${randomUUID()}`;
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, n) => either(n).append({ tenant, stream, expected: 'any', events: eventsOf(2) })),
    );
    expect(results.every((result) => result.outcome === 'appended' && !result.duplicate)).toBe(true);
    const events = await either(0).readStream(tenant, stream);
    expect(events.map((event) => event.revision)).toEqual(Array.from({ length: 400 }, (_, n) => n));
  });

  test('the same command sent to both is stored once and answered alike', async () => {
    for (let round = 0; round < 30; round++) {
      const stream = `trajectory-${randomUUID()}`;
      const events = eventsOf(2);
      const results = await Promise.all(
        [0, 1, 2, 3].map((n) => either(n).append({ tenant, stream, expected: 'noStream', events })),
      );
      expect(results.filter((result) => result.outcome === 'appended' && result.duplicate)).toHaveLength(3);
      expect(new Set(results.map((result) => JSON.stringify({ ...result, duplicate: true }))).size).toBe(1);
    }
  });

  test('a value that PostgreSQL refuses fails its own append, not those stored with it', async () => {
    const at = (n: number) => `trajectory-${round}-${n}`;
    const round = randomUUID();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        either(0).append({
          tenant,
          stream: at(n),
          expected: 'noStream',
          events: eventsOf(1, n === 3 ? { id: 'no uuid' } : n === 7 ? { programme: 'a\u0000b' } : {}),
        }),
      ),
    );
    expect(results.map((result) => result.status === 'fulfilled')).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n !== 3 && n !== 7),
    );
  });

  test('an id that is known fails or repeats its own append, not those stored with it', async () => {
    const round = randomUUID();
    const append = (n: number, events: AppendRequest['events']) =>
      either(0).append({ tenant, stream: `trajectory-${round}-${n}`, expected: 'any', events });
    const [again, elsewhere, shared] = [eventsOf(2), eventsOf(1), eventsOf(1)];
    const first = await append(0, again);
    await append(1, elsewhere);
    const [repeated, foreign, ...rest] = await Promise.allSettled([
      append(0, again),
      append(2, elsewhere),
      append(3, shared),
      append(4, shared),
      ...[5, 6, 7, 8, 9].map((n) => append(n, eventsOf(1 + (n % 2)))),
    ]);
    expect(repeated).toEqual({ status: 'fulfilled', value: { ...first, duplicate: true } });
    expect(foreign).toMatchObject({ status: 'rejected', reason: expect.any(InvalidAppendError) as unknown });
    const [one, other, ...neighbours] = rest.map((result) =>
      result.status === 'fulfilled'
        ? 'duplicate' in result.value && !result.value.duplicate
        : (result.reason as unknown),
    );
    expect([one, other].filter((outcome) => outcome === true)).toHaveLength(1);
    expect([one, other]).toContainEqual(expect.any(InvalidAppendError));
    expect(neighbours).toEqual([true, true, true, true, true]);
    expect(await count(`stream LIKE 'trajectory-${round}-%'`)).toBe(2 + 1 + 1 + 5 + 3);
  });

  test('an event appended in one process wakes a subscription in the other at once', async () => {
    let arrived = (): void => undefined;
    const subscription = either(0).subscribe(await either(0).head(), { tenant }, async () => arrived());
    // Longer than the poll of a subscription that is not listening yet.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const took: number[] = [];
    // A poll finds it after a second; a busy machine may be as late as that once, and not each time.
    for (let tries = 0; tries < 5 && Math.min(...took) >= 500; tries++) {
      const seen = new Promise<void>((resolve) => (arrived = resolve));
      const start = performance.now();
      await either(1).append({ tenant, stream: `trajectory-${randomUUID()}`, expected: 'any', events: eventsOf(1) });
      await seen;
      took.push(performance.now() - start);
    }
    await subscription.stop();
    expect(Math.min(...took)).toBeLessThan(500);
  });

  test('nobody may change or remove an event, and the appender cannot read a payload', async () => {
    for (const pool of [database.reader, database.appender, database.worker])
      for (const sql of [`UPDATE events SET type = ''`, 'DELETE FROM events', 'TRUNCATE events'])
        await expect(pool.query(sql)).rejects.toThrow(/permission denied/);
    await expect(database.appender.query('SELECT data FROM events')).rejects.toThrow(/permission denied/);
    await expect(database.worker.query(`INSERT INTO events (tenant) VALUES ('a')`)).rejects.toThrow(
      /permission denied/,
    );
  });

  test('a tenant reads only its own events, even without a WHERE', async () => {
    const other = randomUUID();
    await either(0).append({ tenant: other, stream: 'trajectory-1', expected: 'any', events: eventsOf(1) });
    const tenants = await database.readAs(other, (client) => client.query('SELECT DISTINCT tenant FROM events'));
    expect(tenants.rows).toEqual([{ tenant: other }]);
  });

  test('close finishes what was accepted and refuses what comes after', async () => {
    const store = await PostgresEventStore.open(database);
    const stream = `trajectory-${randomUUID()}`;
    const accepted = Array.from({ length: 50 }, () =>
      store.append({ tenant, stream, expected: 'any', events: eventsOf(1) }),
    );
    await store.close();
    expect(await Promise.all(accepted)).toHaveLength(50);
    await expect(store.append({ tenant, stream, expected: 'any', events: eventsOf(1) })).rejects.toThrow(/closed/);
  });
});
