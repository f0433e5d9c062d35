import type pg from 'pg';

/** A worker that stands still within a transaction keeps whoever takes over from its rows so long. */
const STANDS_STILL = '5s';

/**
 * Runs in one transaction of the worker. The commit does not wait for the disk: after a crash rows and checkpoint are both as they were
 * at one earlier moment, and the events, which are on disk, lead on from there.
 */
export async function inTransaction<T>(pool: pg.Pool, fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks tells its query, and also this event, which Node takes for a crash when nobody listens.
  const onBroken = (error: Error): void => void (broken = error);
  client.on('error', onBroken);
  try {
    await client.query(
      `BEGIN; SET LOCAL synchronous_commit TO off; SET LOCAL idle_in_transaction_session_timeout TO '${STANDS_STILL}'`,
    );
    const result = await fn(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(onBroken);
    throw error;
  } finally {
    client.off('error', onBroken);
    client.release(broken);
  }
}
