import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { postgresBench, reminderDatabase, until } from '../testing/queues.js';
import { type JobQueue } from './job-queue.js';
import { QUEUE_SCHEMA } from './postgres-queue.js';

const FAILS_FOR_MS = 2_000;
/**
 * A look for jobs every half second, another for those of the dead, what becomes of the job under way, and each connection that is cut: some 25. One that does
 * not rest fails thousands of times.
 */
const FAILURES_AT_MOST = 200;

const FAULTS = [
  {
    fault: 'its tables are away',
    begin: (owner: TestDatabase['owner']) => owner.query(`ALTER TABLE ${QUEUE_SCHEMA}.job RENAME TO job_away`),
    end: (owner: TestDatabase['owner']) => owner.query(`ALTER TABLE ${QUEUE_SCHEMA}.job_away RENAME TO job`),
  },
  {
    fault: 'it is thrown out and not let in again',
    begin: (owner: TestDatabase['owner']) =>
      owner.query(`DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database());
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user;
      END $$`),
    end: (owner: TestDatabase['owner']) =>
      owner.query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database()); END $$`),
  },
];

describe.each(FAULTS)('a worker of the queue whose every query fails at once since $fault', ({ begin, end }) => {
  let database: TestDatabase;
  let queue: JobQueue;
  beforeEach(async () => {
    database = await reminderDatabase();
  });
  afterEach(async () => {
    await queue.close();
    await database.drop();
  });

  it('looks a few times a second, and takes what is due when the errors are over', async () => {
    const failures: unknown[] = [];
    const ran: unknown[] = [];
    queue = (await postgresBench(database)).open((_where, error) => failures.push(error));
    await queue.work('reminders', {
      // Who waits for jobs waits for longer when it fails: it begins while all hands are full.
      concurrency: 1,
      attempts: 1,
      handle: async ([item]) => {
        if (item?.['n'] === 1) await begin(database.owner);
        ran.push(item?.['n']);
      },
    });
    // One after the other: the first begins the fault, which must not cut off the adding of the second.
    await queue.add('reminders', [{ id: 'second.r', payload: [{ n: 2 }], delayMs: FAILS_FOR_MS + 3_000 }]);
    await queue.add('reminders', [{ id: 'first.r', payload: [{ n: 1 }], delayMs: 0 }]);
    await until(() => ran.includes(1));
    await pause(FAILS_FOR_MS);
    expect(failures.length).toBeGreaterThan(1);
    expect(failures.length).toBeLessThan(FAILURES_AT_MOST);
    await end(database.owner);
    await until(() => ran.includes(2));
  });
});
