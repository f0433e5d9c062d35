import pg from 'pg';
import { ROLES, type DatabaseRole } from './roles.js';

/** The database as the program uses it: one pool per role, so that no query runs with more rights than its purpose needs. */
export interface Database {
  /** One tenant per transaction; use `readAs`. A bare query sees no row. */
  readonly reader: pg.Pool;
  /** Inserts only. */
  readonly appender: pg.Pool;
  /** All tenants; never behind HTTP. */
  readonly worker: pg.Pool;
  /** The worker's, for leases alone: whoever works so hard that queries wait for a connection must not lose what it holds over that. */
  readonly leases: pg.Pool;
  /** For a connection of one's own that LISTENs. */
  readonly listen: pg.ClientConfig;
  /** Runs in a transaction that sees and may write rows of one tenant alone; again from the start where a read model was replaced meanwhile. */
  readAs<T>(tenant: string, fn: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /**
   * The same on connections of their own: for what is read while one of `readAs` is held, such as keys. Held ones that waited for another
   * of the same pool would wait for ever once there are as many as the pool has.
   */
  readBesideAs<T>(tenant: string, fn: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  /** Runs in one transaction over all tenants; rolled back when `fn` throws. */
  transact<T>(fn: (client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const POOL_SIZE: Record<DatabaseRole, number> = { reader: 10, appender: 4, worker: 10 };
/** Whoever reads beside others is quick and waits for nobody. */
const BESIDE_SIZE = 4;
const LEASES_SIZE = 2;

/**
 * A prepared query keeps the plan that was best while a table was nearly empty, and a first cohort grows tables a thousandfold before PostgreSQL
 * looks again: everything asked here has an index that serves it.
 */
const BY_INDEX = '-c enable_seqscan=off';

/**
 * A process that stands still, or whose machine is gone, within a transaction would hold up every reader of the log: they wait for the oldest one
 * that runs. A process that was killed needs none of this, as its connections end with it.
 */
const NOT_IDLE_IN_TRANSACTION = '-c idle_in_transaction_session_timeout=60s';

const asRole = (connection: pg.ClientConfig, role: DatabaseRole): pg.ClientConfig => ({
  ...connection,
  application_name: `overstap ${role}`,
  options: `${connection.options ?? ''} -c role=${ROLES[role]} ${BY_INDEX} ${NOT_IDLE_IN_TRANSACTION}`.trim(),
});

function openPool(connection: pg.ClientConfig, role: DatabaseRole, max = POOL_SIZE[role]): pg.Pool {
  const pool = new pg.Pool({ ...asRole(connection, role), max });
  // A connection that breaks while idle is replaced on next use; without a listener Node would end the program.
  pool.on('error', () => undefined);
  // The same for one that breaks while it changes hands, such as in the very moment in which it was opened; whoever uses it then fails and hears of it.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

async function inTransaction<T>(pool: pg.Pool, begin: string, fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A backend that dies between two queries says so here and nowhere else; without a listener that would end the program.
  const onError = (error: Error): void => void (broken = error);
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await fn(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    if (hasStalePlan(error)) broken = error;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** A read model was replaced by one with other columns, and a query that this connection had prepared fits it no more. */
const hasStalePlan = (error: unknown): error is Error =>
  error instanceof pg.DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery';

/** Opens the pools and checks that the database answers and that all three roles may be taken. Migrate first. */
export async function openDatabase(connection: pg.ClientConfig): Promise<Database> {
  const reader = openPool(connection, 'reader');
  const beside = openPool(connection, 'reader', BESIDE_SIZE);
  const appender = openPool(connection, 'appender');
  const worker = openPool(connection, 'worker');
  const leases = openPool(connection, 'worker', LEASES_SIZE);
  const close = async (): Promise<void> => {
    await Promise.all([reader, beside, appender, worker, leases].map((pool) => pool.end()));
  };
  try {
    await Promise.all([reader, appender, worker].map((pool) => pool.query('SELECT 1')));
  } catch (error) {
    await close();
    throw error;
  }
  const readingAs =
    (pool: pg.Pool): Database['readAs'] =>
    async (tenant, fn) => {
      // Each time one connection is dropped, and a new one has no plans: this ends.
      for (;;)
        try {
          return await inTransaction(pool, `BEGIN; SET LOCAL overstap.tenant = ${pg.escapeLiteral(tenant)}`, fn);
        } catch (error) {
          if (!hasStalePlan(error)) throw error;
        }
    };
  return {
    reader,
    appender,
    worker,
    leases,
    listen: asRole(connection, 'worker'),
    readAs: readingAs(reader),
    readBesideAs: readingAs(beside),
    transact: (fn) => inTransaction(worker, 'BEGIN', fn),
    close,
  };
}
