import { MemoryEventStore } from '@overstap/event-store';
import { type EventToAppend } from '@overstap/kernel';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { ProjectionRunner, projectionMigrations } from '../../runner/index.js';
import { readModels } from '../index.js';
import { TENANT } from './fold.js';

export type ToProject = EventToAppend & { readonly stream: string };

/** A database with every read model of these events, which nothing follows any more; throws when one of them failed. */
export async function projected(events: readonly ToProject[]): Promise<TestDatabase> {
  const database = await testDatabase([projectionMigrations]);
  const store = new MemoryEventStore();
  for (const { stream, ...event } of events)
    await store.append({ tenant: TENANT, stream, expected: 'any', events: [event] });
  const failures: unknown[] = [];
  const runner = await ProjectionRunner.open({
    store,
    opener: { clear: (event) => event, decode: (page) => Promise.resolve([...page]) },
    pool: database.worker,
    models: readModels,
    report: (_where, error) => failures.push(error),
  });
  await runner.drain();
  await runner.stop();
  if (failures.length > 0) throw new AggregateError(failures, 'A read model failed');
  return database;
}
