import { Redis } from 'ioredis';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres.js';
import { remindersMigrations } from '../schema.js';
import { type JobQueue } from '../queue/job-queue.js';
import { migrateQueue, openPostgresQueue, QUEUE_SCHEMA } from '../queue/postgres-queue.js';
import { openRedisQueue } from '../queue/redis-queue.js';
import { hasRedis, startRedis } from './redis-server.js';

/** A queue to test on, and how an accident empties it. */
export interface QueueBench {
  open(report?: (where: string, error: unknown) => void): JobQueue;
  wipe(): Promise<void>;
  /** Where it runs, for a process of its own; undefined in the database itself. */
  readonly redisUrl?: string;
  stop(): Promise<void>;
}

export const postgresBench = async (database: TestDatabase): Promise<QueueBench> => {
  await migrateQueue(database.connection);
  return {
    open: (report = () => undefined) => openPostgresQueue(database.listen, report),
    wipe: async () => {
      await database.owner.query(`TRUNCATE ${QUEUE_SCHEMA}.job CASCADE`);
    },
    stop: () => Promise.resolve(),
  };
};

export const redisBench = async (): Promise<QueueBench> => {
  const server = await startRedis();
  return {
    redisUrl: server.url,
    open: (report = () => undefined) => openRedisQueue(server.url, report),
    wipe: async () => {
      const redis = new Redis(server.url);
      await redis.flushall();
      await redis.quit();
    },
    stop: () => server.stop(),
  };
};

/** The engines that can run here: each test of queues runs on every one of them. */
export const ENGINES: readonly { readonly engine: string; bench(database: TestDatabase): Promise<QueueBench> }[] = [
  { engine: 'PostgreSQL', bench: postgresBench },
  ...(hasRedis() ? [{ engine: 'Redis', bench: redisBench }] : []),
];

export const reminderDatabase = (): Promise<TestDatabase> => testDatabase([remindersMigrations]);

export const until = async (condition: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Not so after ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
