import { ROLES } from '@overstap/platform';
import { createPostgresBackend, runMigrations } from 'bullmq';
import pg from 'pg';
import { BullMqQueue, type BullMqQueueOptions } from './bullmq-queue.js';
import { type JobQueue } from './job-queue.js';

/** The schema of BullMQ's own tables. */
export const QUEUE_SCHEMA = 'bullmq';

/** Brings BullMQ's tables up to date and opens them to the worker alone. Needs the user that migrates; run it after `migrate`. */
export async function migrateQueue(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await runMigrations(client as never, QUEUE_SCHEMA);
    await client.query(`
      -- CREATE: BullMQ makes and drops a sequence per queue as it runs.
      GRANT USAGE, CREATE ON SCHEMA ${QUEUE_SCHEMA} TO ${ROLES.worker};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${ROLES.worker};
      GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${ROLES.worker};`);
  } finally {
    await client.end();
  }
}

/** The queue on PostgreSQL; `connection` is the worker's, as `Database.listen` gives it. Run `migrateQueue` first. */
export function openPostgresQueue(connection: pg.ClientConfig, report: BullMqQueueOptions['report']): JobQueue {
  const pool = new pg.Pool({
    ...connection,
    application_name: 'overstap queue',
    options: `${connection.options ?? ''} -c search_path=${QUEUE_SCHEMA}`.trim(),
    // Notices a listener's connection that died silently; without it BullMQ asks anew every 10 s.
    keepAlive: true,
    // Two listeners, and what both workers do at the same time.
    max: 12,
  });
  pool.on('error', (error) => report('queue connection', error));
  // One that breaks while it changes hands: whoever uses it then fails and hears of it.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return new BullMqQueue({
    report,
    engine: {
      connection: pool,
      backend: createPostgresBackend as never,
      ping: async () => {
        await pool.query('SELECT 1');
      },
      close: () => pool.end(),
    },
  });
}
