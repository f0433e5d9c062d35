import { afterAll, beforeAll, describe } from '@jest/globals';
import { type GivenKurrentDb, givenKurrentDb } from '../../../test/kurrentdb-server/given.js';
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

  eventStoreContract(() => store, { idsAreUniqueInTenant: false });
});
