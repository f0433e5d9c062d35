import type pg from 'pg';
import { isPassing } from './failures.js';

/** Lends a client of the pool; one whose connection may be broken does not go back. */
export async function withClient<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  // The query rejects as well; without a listener the event would end the program.
  const onError = (): void => void (broken = true);
  client.on('error', onError);
  try {
    return await use(client);
  } catch (error) {
    broken ||= isPassing(error);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
