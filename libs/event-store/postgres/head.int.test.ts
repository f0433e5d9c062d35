import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { eventsOf } from '../contract/events.js';
import { eventStoreMigrations } from './migrations.js';
import { PostgresEventStore } from './postgres-event-store.js';

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

test('the head is the newest transaction by number, not by its digits', async () => {
  await store.append({ tenant: 'a', stream: 'thing-1', expected: 'noStream', events: eventsOf(1) });
  await database.owner.query(`UPDATE events SET xid = '9'`);
  const second = await store.append({ tenant: 'a', stream: 'thing-2', expected: 'noStream', events: eventsOf(1) });
  expect(second).toMatchObject({ outcome: 'appended', position: await store.head() });
});
