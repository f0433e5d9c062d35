import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type EventStore } from '@overstap/kernel';
import { testDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { type AnyReadModel } from '../read-model.js';
import { ProjectionRunner, type ProjectionOptions } from '../runner.js';
import { projectionMigrations } from '../schema.js';
import { forgetBuilds } from './rows.js';
import { opener } from './visits.js';

/** Runners on a database of the suite's own; after each test they are stopped and their tables are gone. Call it where the suite begins. */
export function suiteOfRunners(models: readonly AnyReadModel[]): {
  readonly database: () => TestDatabase;
  readonly open: (store: EventStore, part?: Partial<ProjectionOptions>) => Promise<ProjectionRunner>;
} {
  let database: TestDatabase;
  const opened: ProjectionRunner[] = [];
  beforeAll(async () => {
    database = await testDatabase([projectionMigrations]);
  });
  afterAll(() => database.drop());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((runner) => runner.stop()));
    await forgetBuilds(database);
  });
  return {
    database: () => database,
    async open(store, part = {}) {
      const options = { store, opener, pool: database.worker, models, report: () => undefined, ...part };
      const runner = await ProjectionRunner.open(options);
      opened.push(runner);
      return runner;
    },
  };
}
