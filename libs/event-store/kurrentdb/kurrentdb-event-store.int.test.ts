import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EventPage } from '@overstap/kernel';
import { type GivenKurrentDb, givenKurrentDb } from '../../../test/kurrentdb-server/given.js';
import { eventsOf } from '../contract/events.js';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

/** On the test server; `npm run test:kurrentdb` runs it on a real one. */
describe('the event store on KurrentDB', () => {
  let server: GivenKurrentDb;
  let store: KurrentDbEventStore;
  beforeAll(async () => {
    server = await givenKurrentDb();
    store = await KurrentDbEventStore.open(server.url);
  });
  afterAll(async () => {
    await store?.close();
    await server.stop();
  });

  test('refuses a position beyond the end of the log, which the server takes as it is', async () => {
    const [event] = eventsOf(1);
    await store.append({ tenant: randomUUID(), stream: 'trajectory-1', expected: 'noStream', events: [event!] });
    const beyond = `k${10n ** 15n}`;
    await expect(store.readAll(beyond, 10)).rejects.toThrow(
      /beyond the end of the log.*Stop every process .* restore PostgreSQL from the same stop/,
    );
    await expect(store.subscribe(beyond, {}, async () => undefined).done).rejects.toThrow(/beyond the end of the log/);
  });

  eventStoreContract(() => store, { idsAreUniqueInTenant: false, many: process.env['KURRENTDB_URL'] ? 10_000 : 2_000 });

  // After the contract, which reads the log from its beginning again and again.
  test('looks at 4,000 records for a page: it may hold none of what is asked for, and who reads on misses nothing', async () => {
    const tenant = randomUUID();
    const append = (count: number, type: string) =>
      store.append({ tenant, stream: 'trajectory-1', expected: 'any', events: eventsOf(count, { type }) });
    const before = await store.head();
    for (let thousands = 0; thousands < 5; thousands++) await append(1_000, 'Common');
    await append(1, 'Rare');
    const pagesOf = async (type: string) => {
      const pages: EventPage[] = [];
      for (let after = before; pages.at(-1)?.atHead !== true; after = pages.at(-1)?.next ?? after)
        pages.push(await store.readAll(after, 10_000, { tenant, types: [type] }));
      return pages.map(({ events, atHead }) => ({ revisions: events.map(({ revision }) => revision), atHead }));
    };
    expect(await pagesOf('Rare')).toEqual([
      { revisions: [], atHead: false },
      { revisions: [5_000], atHead: true },
    ]);
    const common = await pagesOf('Common');
    expect(common.map(({ atHead }) => atHead)).toEqual([false, true]);
    expect(common.flatMap(({ revisions }) => revisions)).toEqual(Array.from({ length: 5_000 }, (_, nth) => nth));
  });
});
