import { afterAll, beforeAll, describe } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { eventStoreMigrations } from './migrations.js';
import { PostgresEventStore } from './postgres-event-store.js';

describe('the event store on PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations]);
    store = await PostgresEventStore.open(database);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  eventStoreContract(() => store);
});
