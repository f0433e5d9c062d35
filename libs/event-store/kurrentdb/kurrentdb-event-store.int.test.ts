import { afterAll, beforeAll, describe } from '@jest/globals';
import { KurrentDbTestServer } from '../../../test/kurrentdb-server/server.js';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

describe('the event store on the test server for KurrentDB', () => {
  let server: KurrentDbTestServer;
  let store: KurrentDbEventStore;
  beforeAll(async () => {
    server = await KurrentDbTestServer.start();
    store = await KurrentDbEventStore.open(server.url);
  });
  afterAll(async () => {
    await store?.close();
    await server.stop();
  });

  eventStoreContract(() => store, { idsAreUniqueInTenant: false });
});
