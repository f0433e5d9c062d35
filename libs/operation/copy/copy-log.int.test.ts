import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  eventStoreMigrations,
  kurrentDbCopyWriter,
  openKurrentDb,
  postgresCopyWriter,
  PostgresEventStore,
  type CopyWriter,
} from '@overstap/event-store';
import { type EventStore, START, type StoredEvent } from '@overstap/kernel';
import { eventsOf } from '../../event-store/contract/events.js';
import { KurrentDbTestServer } from '../../../test/kurrentdb-server/server.js';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { copyLog } from './copy-log.js';

interface Log {
  readonly store: EventStore;
  readonly into: CopyWriter;
}

const opened: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of opened.toReversed()) await close();
});

async function inPostgres(): Promise<Log & { readonly database: TestDatabase }> {
  const database = await testDatabase([eventStoreMigrations]);
  opened.push(() => database.drop());
  const store = await PostgresEventStore.open(database);
  opened.push(() => store.close());
  return { store, into: postgresCopyWriter(database.appender), database };
}

async function inKurrentDb(version?: string): Promise<Log & { readonly server: KurrentDbTestServer }> {
  const server = await KurrentDbTestServer.start({ ...(version && { version }) });
  opened.push(() => server.stop());
  const store = await openKurrentDb(server.url);
  opened.push(() => store.close());
  const into = await kurrentDbCopyWriter(server.url);
  opened.push(() => into.close());
  return { store, into, server };
}

/** All that is stored, once it can be read: an older transaction of anybody on the server holds readers back. */
async function everything(store: EventStore): Promise<readonly StoredEvent[]> {
  for (;;) {
    const { events, atHead } = await store.readAll(START, 10_000);
    if (atHead) return events;
    await pause(20);
  }
}
/** What a copy must keep: everything but where the log has it. */
const kept = (events: readonly StoredEvent[]) =>
  events.map(({ position, origin, ...rest }) => ({ ...rest, first: origin ?? position }));

const STREAMS = 25;

/** Streams that take turns, appends of several events, sealed payloads, two tenants. */
async function fill(store: EventStore, appends = 200): Promise<void> {
  for (let nth = 0; nth < appends; nth++) {
    const events = eventsOf(1 + (nth % 3), { sealed: { identity: randomUUID() }, subject: `person-${nth % 7}` });
    const at = { tenant: nth % 5 === 0 ? 'other' : 'default', stream: `trajectory-${nth % STREAMS}` };
    await store.append({ ...at, expected: 'any', events });
  }
}

/** Stops in the middle, as a process that is killed: what it has written stays. */
const stoppingAfter = (into: CopyWriter, pages: number): Pick<CopyWriter, 'write'> => {
  let written = 0;
  return {
    async write(events) {
      if (written++ === pages) {
        await into.write(events.slice(0, Math.ceil(events.length / 2)));
        throw new Error('killed');
      }
      await into.write(events);
    },
  };
};

describe.each(['24.6.0', '26.1.0'])('a log is copied between PostgreSQL and KurrentDB %s', (version) => {
  let first: Awaited<ReturnType<typeof inPostgres>>;
  let second: Awaited<ReturnType<typeof inKurrentDb>>;
  let third: Awaited<ReturnType<typeof inPostgres>>;
  beforeAll(async () => {
    first = await inPostgres();
    second = await inKurrentDb(version);
    third = await inPostgres();
    await fill(first.store);
  });

  test('as it is: ids, revisions, order, sealed payloads, and where each event was first', async () => {
    const log = await everything(first.store);
    const report = await copyLog({ from: first.store, to: second.store, into: second.into, pageSize: 50 });
    expect(report).toMatchObject({ events: log.length, copied: log.length });
    expect(kept(await everything(second.store))).toEqual(kept(log));
    expect(second.server.faults.callsTogether > 0).toBe(version !== '24.6.0');
  });

  test('and again: nothing is copied, and the digest is the same', async () => {
    const copy = () => copyLog({ from: first.store, to: second.store, into: second.into });
    const [one, two] = [await copy(), await copy()];
    expect([one.copied, two.copied]).toEqual([0, 0]);
    expect(one.digest).toBe(two.digest);
  });

  test('and what came since, and back into a log that holds the first part', async () => {
    await fill(first.store, 10);
    expect((await copyLog({ from: first.store, to: second.store, into: second.into })).copied).toBeGreaterThan(0);
    await fill(second.store, 30);
    const back = await copyLog({ from: second.store, to: first.store, into: first.into });
    expect(back.copied).toBeGreaterThanOrEqual(30);
    expect(kept(await everything(first.store))).toEqual(kept(await everything(second.store)));
    expect((await first.store.append(nextOf('trajectory-1', await everything(first.store)))).outcome).toBe('appended');
  });

  test('into an empty PostgreSQL, killed on the way, and carried on', async () => {
    for (const pages of [0, 2, 5])
      await expect(
        copyLog({ from: second.store, to: third.store, into: stoppingAfter(third.into, pages), pageSize: 20 }),
      ).rejects.toThrow('killed');
    const there = (await everything(third.store)).length;
    expect(there).toBeGreaterThan(0);
    const report = await copyLog({ from: second.store, to: third.store, into: third.into });
    expect(report.copied).toBe(report.events - there);
    expect(kept(await everything(third.store))).toEqual(kept(await everything(second.store)));
  });

  test('into KurrentDB, killed on the way and with answers that are lost, and carried on', async () => {
    const target = await inKurrentDb(version);
    const impatient = await kurrentDbCopyWriter(target.server.url, { timeoutMs: 200 });
    opened.push(() => impatient.close());
    for (const pages of [0, 3]) {
      target.server.faults.loseAnswers(2);
      const into = stoppingAfter(impatient, pages);
      await expect(copyLog({ from: third.store, to: target.store, into, pageSize: 30 })).rejects.toThrow('killed');
    }
    await copyLog({ from: third.store, to: target.store, into: impatient });
    expect(kept(await everything(target.store))).toEqual(kept(await everything(third.store)));
  });

  test('and says where the positions of whatever follows it are in the copy', async () => {
    const log = await everything(first.store);
    const copy = await inKurrentDb(version);
    const asked = [START, ...[0, 17, log.length - 1].map((nth) => log[nth]!.position)];
    const { marks } = await copyLog({ from: first.store, to: copy.store, into: copy.into, marks: asked });
    const there = await everything(copy.store);
    expect(asked.map((mark) => marks.get(mark))).toEqual([
      START,
      ...[0, 17, log.length - 1].map((nth) => there[nth]!.position),
    ]);
  });
});

const nextOf = (stream: string, events: readonly StoredEvent[]) => {
  const history = events.filter((event) => event.stream === stream && event.tenant === 'default');
  return { tenant: 'default', stream, expected: history.length - 1, events: eventsOf(1) };
};

describe('a copy is refused', () => {
  let source: Awaited<ReturnType<typeof inPostgres>>;
  beforeAll(async () => {
    source = await inPostgres();
    await fill(source.store, 60);
  });

  test('into a log that holds something else, before anything is written', async () => {
    const target = await inKurrentDb();
    await target.store.append({
      tenant: 'default',
      stream: 'trajectory-99',
      expected: 'noStream',
      events: eventsOf(1),
    });
    await expect(copyLog({ from: source.store, to: target.store, into: target.into })).rejects.toThrow(
      /something else than the first 1 events of the other: default\/trajectory-99 differs\. Nothing was copied/,
    );
    expect(await everything(target.store)).toHaveLength(1);
  });

  test('into a log that goes further, and from an empty one', async () => {
    const target = await inKurrentDb();
    const empty = await inPostgres();
    await copyLog({ from: source.store, to: target.store, into: target.into });
    await expect(copyLog({ from: empty.store, to: target.store, into: target.into })).rejects.toThrow(
      /right way round/,
    );
    await fill(target.store, 3);
    await expect(copyLog({ from: source.store, to: target.store, into: target.into })).rejects.toThrow(
      /Nothing was copied/,
    );
  });

  test('of events that KurrentDB is not set to take, by name and before anything is written; set to, it takes them', async () => {
    const older = await inPostgres();
    await copyLog({ from: source.store, to: older.store, into: older.into });
    // As they were taken when only payloads were counted.
    const [small] = await everything(older.store);
    const sizes = [1_048_500, 1_048_576, 1_000];
    const large = sizes.map((size, revision) => ({
      ...small!,
      ...{ id: randomUUID(), stream: 'trajectory-large', revision, data: { text: 'x'.repeat(size) } },
    }));
    await older.into.write(large);
    const target = await inKurrentDb();
    // Each time as another run of the program.
    const copy = async () => {
      const into = await kurrentDbCopyWriter(target.server.url);
      opened.push(() => into.close());
      return copyLog({ from: older.store, to: target.store, into, pageSize: 20 });
    };
    const refusal = await copy().catch((error: Error) => error.message);
    expect(refusal).toContain(`Event ${large[0]!.id}, revision 0 of ${small!.tenant}/trajectory-large, is 10`);
    expect(refusal).toMatch(/, and 1 more are too large\. Nothing was copied\. .* MaxAppendSize at \d+ or more/);
    expect(await everything(target.store)).toEqual([]);

    target.server.log.maxAppendBytes = Number(/MaxAppendSize at (\d+)/.exec(String(refusal))?.[1]);
    expect((await copy()).copied).toBe((await everything(older.store)).length);
    expect(kept(await everything(target.store))).toEqual(kept(await everything(older.store)));
  });

  test('into PostgreSQL, of an id that KurrentDB took on two streams, by name', async () => {
    const twice = await inKurrentDb();
    const target = await inPostgres();
    const [event] = eventsOf(1);
    for (const stream of ['trajectory-1', 'trajectory-2'])
      await twice.store.append({ tenant: 'default', stream, expected: 'noStream', events: [event!] });
    const refusal = `An event of default/trajectory-1 and one of default/trajectory-2 have the id ${event!.id}: `;
    const refused = expect(copyLog({ from: twice.store, to: target.store, into: target.into, pageSize: 1 })).rejects;
    await refused.toThrow(refusal);
    await expect(copyLog({ from: twice.store, to: target.store, into: target.into })).rejects.toThrow(refusal);
  });

  test('when a stream of what was copied before was tampered with', async () => {
    const target = await inPostgres();
    const middle = await inKurrentDb();
    await copyLog({ from: source.store, to: middle.store, into: middle.into });
    await copyLog({ from: middle.store, to: target.store, into: target.into });
    await target.database.owner.query(
      `UPDATE events SET sealed = '{"identity":"other"}' WHERE tenant = 'default' AND stream = 'trajectory-3' AND revision = 0`,
    );
    await expect(copyLog({ from: middle.store, to: target.store, into: target.into })).rejects.toThrow(
      /: default\/trajectory-3 differs\. Nothing was copied/,
    );
  });

  test.each([
    [
      'an event was changed on the way',
      (events: readonly StoredEvent[]) => events.map((event, nth) => (nth === 7 ? { ...event, data: {} } : event)),
      /trajectory-\d+ differs/,
    ],
    [
      'two streams changed places',
      (events: readonly StoredEvent[]) =>
        [...events].sort(
          (a, b) => a.stream.localeCompare(b.stream) || a.tenant.localeCompare(b.tenant) || a.revision - b.revision,
        ),
      /another order/,
    ],
    ['the last ones are missing', (events: readonly StoredEvent[]) => events.slice(0, -2), /differ/],
  ])('when %s', async (_, change, message) => {
    const target = await inPostgres();
    const into = { write: (events: readonly StoredEvent[]) => target.into.write(change(events)) };
    await expect(copyLog({ from: source.store, to: target.store, into })).rejects.toThrow(message);
    await expect(copyLog({ from: source.store, to: target.store, into })).rejects.toThrow(
      /The copy is not the log|something else/,
    );
  });
});
