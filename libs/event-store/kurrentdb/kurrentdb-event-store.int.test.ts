import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
    await expect(store.readAll(beyond, 10)).rejects.toThrow(/beyond the end of the log.*overstap rebuild/);
    await expect(store.subscribe(beyond, {}, async () => undefined).done).rejects.toThrow(/beyond the end of the log/);
  });

  eventStoreContract(() => store, { idsAreUniqueInTenant: false, many: process.env['KURRENTDB_URL'] ? 10_000 : 2_000 });
});
