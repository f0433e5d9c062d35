import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StoredEvent } from '@overstap/kernel';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { eventsOf } from '../contract/events.js';
import { readEverything } from '../contract/read.contract.js';
import { eventually } from '../contract/subscribe.contract.js';
import { eventStoreMigrations } from './migrations.js';
import { PostgresEventStore } from './postgres-event-store.js';

describe('the order of events on PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  const troubles: unknown[] = [];
  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations]);
    store = await PostgresEventStore.open(database, { onTrouble: (trouble) => troubles.push(trouble) });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const append = (tenant: string, stream = `trajectory-${randomUUID()}`) =>
    store.append({ tenant, stream, expected: 'any', events: eventsOf(1, { data: { stream } }) });

  /** Takes a transaction id and a position, and commits when told. */
  const slowAppend = async (tenant: string, stream: string) => {
    const client = await database.owner.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO events (tenant, stream, revision, id, epoch, type, schema_version, occurred_at, recorded_at, actor_type,
         actor_id, command, correlation, data)
       VALUES ($1, $2, 0, gen_random_uuid(), (SELECT max(epoch) FROM event_store_epoch), 'Slow', 1, '', '', 'SYSTEM', '', '', '', $3)`,
      [tenant, stream, JSON.stringify({ stream })],
    );
    return async (end: 'COMMIT' | 'ROLLBACK') => {
      await client.query(end);
      client.release();
    };
  };

  test('a transaction that commits late with an earlier position is not skipped, by pages nor by subscriptions', async () => {
    const tenant = randomUUID();
    const seen: StoredEvent[] = [];
    const after = await store.head();
    const subscription = store.subscribe(after, { tenant }, async (page) => void seen.push(...page.events));
    const commit = await slowAppend(tenant, 'trajectory-slow');
    await append(tenant, 'trajectory-quick');

    // Committed, but not yet in the order: it must come after the slow one.
    const early = await store.readAll(after, 10, { tenant });
    expect(early).toMatchObject({ events: [], atHead: false });
    expect(await store.readStream(tenant, 'trajectory-quick')).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(seen).toEqual([]);

    await commit('COMMIT');
    const { events } = await readEverything(store, { tenant }, 10, early.next);
    expect(events.map((event) => event.stream)).toEqual(['trajectory-slow', 'trajectory-quick']);
    await eventually(() => seen.length === 2);
    await subscription.stop();
    expect(seen).toEqual(events);
  });

  test('what is rolled back leaves a gap that nobody waits for', async () => {
    const tenant = randomUUID();
    const after = await store.head();
    const rollBack = await slowAppend(tenant, 'trajectory-slow');
    await append(tenant);
    await rollBack('ROLLBACK');
    expect((await readEverything(store, { tenant }, 10, after)).events).toHaveLength(1);
  });

  test('nothing is lost or repeated when transactions end in random order', async () => {
    const tenant = randomUUID();
    const seen: string[] = [];
    const subscription = store.subscribe(
      await store.head(),
      { tenant },
      async (page) => void seen.push(...page.events.map((event) => event.stream)),
    );
    const slow = Array.from({ length: 40 }, async (_, n) => {
      const end = await slowAppend(tenant, `trajectory-slow-${n}`);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
      await end(n % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
    });
    const quick = Array.from({ length: 200 }, (_, n) => append(tenant, `trajectory-quick-${n}`));
    await Promise.all([...slow, ...quick]);
    await eventually(() => seen.length >= 232);
    await subscription.stop();
    expect(seen).toHaveLength(232);
    expect(new Set(seen).size).toBe(232);
  });

  test('a rare type is found far into the log, and each page looks at a bounded number of rows', async () => {
    const tenant = randomUUID();
    const after = await store.head();
    await database.owner.query(
      `INSERT INTO events (tenant, stream, revision, id, epoch, type, schema_version, occurred_at, recorded_at, actor_type,
         actor_id, command, correlation, data)
       SELECT $1, 'programme-' || n, 0, gen_random_uuid(), 1, CASE WHEN n % 15000 = 0 THEN 'Rare' ELSE 'Common' END, 1, '', '',
         'SYSTEM', '', '', '', '{}' FROM generate_series(1, 45000) n`,
      [tenant],
    );
    const first = await store.readAll(after, 100, { tenant, types: ['Rare'] });
    expect([first.events.length, first.atHead]).toEqual([1, false]);
    const { events } = await readEverything(store, { tenant, types: ['Rare'] }, 100, after);
    expect(events.map((event) => event.stream)).toEqual(['programme-15000', 'programme-30000', 'programme-45000']);
  });

  test('a log restored into another cluster begins a new epoch, whose events come after all old ones', async () => {
    const tenant = randomUUID();
    await append(tenant);
    // As after a restore: another cluster wrote the log so far, and its transaction ids were far ahead of this one's.
    await database.owner.query(`UPDATE event_store_epoch SET system_identifier = 1`);
    await database.owner.query(`UPDATE events SET xid = '9000000000000'::xid8 WHERE tenant = $1`, [tenant]);
    const reopened = await PostgresEventStore.open(database);
    const again = await PostgresEventStore.open(database);
    const { rows } = await database.owner.query('SELECT epoch FROM event_store_epoch ORDER BY epoch');
    expect(rows).toEqual([{ epoch: 1 }, { epoch: 2 }]);
    await append(tenant, 'trajectory-after');
    const { events } = await readEverything(reopened, { tenant });
    expect(events.map((event) => event.stream === 'trajectory-after')).toEqual([false, true]);
    expect(store.compare(events[0]!.position, events[1]!.position)).toBe(-1);
    await reopened.close();
    await again.close();
  });

  test('a position of another store is refused with what to do', async () => {
    for (const position of ['12', 'x.y.z', '1.2.3; DROP TABLE events'])
      await expect(store.readAll(position, 1)).rejects.toThrow(/not issued by this event store/);
    const subscription = store.subscribe('12', {}, async () => undefined);
    await expect(subscription.done).rejects.toThrow(/not issued by this event store/);
  });

  test('subscriptions and appends live on when every connection is cut', async () => {
    const tenant = randomUUID();
    const seen: string[] = [];
    const subscription = store.subscribe(
      await store.head(),
      { tenant },
      async (page) => void seen.push(...page.events.map((event) => event.stream)),
    );
    await append(tenant, 'trajectory-0');
    await eventually(() => seen.length === 1);
    for (let n = 1; n <= 5; n++) {
      const cut = await database.owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
         AND application_name LIKE 'overstap%'`,
      );
      expect(cut.rowCount).toBeGreaterThan(0);
      await append(tenant, `trajectory-${n}`);
    }
    await eventually(() => seen.length >= 6);
    await subscription.stop();
    expect(seen.toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((n) => `trajectory-${n}`));
    expect(troubles).not.toHaveLength(0);
  });
});
