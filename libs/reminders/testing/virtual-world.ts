import { VirtualClock } from '@overstap/platform';
import { privacyMigrations } from '@overstap/privacy';
import { projectionMigrations, ProjectionRunner, readModels } from '@overstap/projections';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { Reminders, type RemindersOptions } from '../reminders.js';
import { remindersMigrations } from '../schema.js';
import { type QueueBench } from './queues.js';
import { manners, opener, ToyStreams } from './toy-streams.js';

export const projectedDatabase = (): Promise<TestDatabase> =>
  testDatabase([privacyMigrations, projectionMigrations, remindersMigrations]);

/** A program under a virtual clock: toy streams, a real queue, a real runner that carries the outbox's reactor. */
export interface VirtualWorld {
  readonly clock: VirtualClock;
  readonly streams: ToyStreams;
  readonly reminders: Reminders;
  readonly runner: ProjectionRunner;
  stop(): Promise<void>;
}

export async function startWorld(
  database: TestDatabase,
  bench: QueueBench,
  start: string,
  options: Partial<RemindersOptions> = {},
): Promise<VirtualWorld> {
  const clock = new VirtualClock(start);
  const streams = new ToyStreams(clock);
  const { store } = streams;
  const reminders = new Reminders({
    database,
    manners,
    store,
    clock,
    queue: bench.open((where, error) => process.stderr.write(`${where}: ${String(error)}\n`)),
    commands: streams,
    report: (where, error) => process.stderr.write(`${where}: ${String(error)}\n`),
    addressOf: () => Promise.resolve(undefined),
    linkOf: ({ aggregateId }) => `http://localhost:3000/trajectories/${aggregateId}`,
    ...options,
  });
  const report = (where: string, error: unknown): void => void process.stderr.write(`${where}: ${String(error)}\n`);
  const runner = await ProjectionRunner.open({
    store,
    opener,
    report,
    pool: database.worker,
    models: readModels.filter(({ name }) => name === 'reminder_due'),
    reactors: reminders.reactors,
  });
  await reminders.start(() => runner.drain());
  return {
    clock,
    streams,
    reminders,
    runner,
    stop: async () => {
      await reminders.stop();
      await runner.stop();
    },
  };
}
