import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const SILENT_AFTER_MS = 2_000;
const ASKS_EVERY_MS = 250;

/** Resolves when a question is left unanswered, as by a server that hangs or is cut off, or when it is over. A refusal is an answer. */
export async function silence(ask: () => Promise<unknown>, over: AbortSignal): Promise<void> {
  const answers = async (): Promise<boolean> => {
    const isAnswered = ask().then(
      () => true,
      () => true,
    );
    return Promise.race([isAnswered, sleep(SILENT_AFTER_MS, false, { ref: false })]);
  };
  while (!over.aborted && (await answers()))
    await sleep(ASKS_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
}

/** Asks a database on a connection of its own: those of the pools may all be at work. */
export async function askAnew(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2 * SILENT_AFTER_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    client.end().catch(() => undefined);
  }
}
