import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import {
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type EmbeddedPostgres,
  type MigrationSet,
} from '@overstap/platform';

export interface TestDatabase extends Database {
  /** The owner, for whom row-level security does not hold: to look at what is really stored. */
  readonly owner: pg.Pool;
  /** How the owner connects: for `migrate`, or for a server started in the test. */
  readonly connection: pg.ClientConfig;
  /** How the program connects: for a second `openDatabase`. */
  readonly appConnection: pg.ClientConfig;
  /** Closes every pool and removes the database. */
  drop(): Promise<void>;
}

type Connections = Pick<EmbeddedPostgres, 'connection' | 'appConnection'>;

function runDirectory(): string {
  const directory = process.env['JEST_RUN_DIRECTORY'];
  if (!directory) throw new Error('Run the tests through `npm run jest`: its global set-up makes the run directory.');
  return directory;
}

/** A directory that goes away with the run; servers left in it are stopped, even by the next run after kill -9. */
export const temporaryDirectory = (name = 'directory'): string => mkdtempSync(join(runDirectory(), `${name}-`));

/** What the first test file that asks makes in a directory of the run, for all of them; the others wait. */
export async function oncePerRun<Made>(name: string, make: (directory: string) => Promise<Made>): Promise<Made> {
  const mine = join(runDirectory(), name);
  const answer = `${mine}.json`;
  let maker = false;
  try {
    mkdirSync(mine, { mode: 0o700 });
    maker = true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (maker) {
    try {
      writeFileSync(`${answer}.new`, JSON.stringify(await make(mine)), { mode: 0o600 });
      renameSync(`${answer}.new`, answer);
    } catch (error) {
      rmSync(mine, { recursive: true, force: true });
      throw error;
    }
  }
  for (const until = performance.now() + 180_000; performance.now() < until;) {
    try {
      return JSON.parse(readFileSync(answer, 'utf8')) as Made;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`${name} was not there within 3 min; the test file that began to make it says why.`);
}

/** The run's one server. It is ended with the run, by another process than this one. */
const testServer = (): Promise<Connections> =>
  oncePerRun('server', async (dataDir) => {
    const keeping = { most: 0 };
    const server = await startEmbeddedPostgres({ dataDir, durable: false, maxConnections: 300, keeping });
    const { connection, appConnection } = server;
    return { connection, appConnection };
  });

/**
 * Waits until everything stored so far can be read: an older transaction of anybody on the server holds readers back, and other test files use
 * the same server.
 */
export async function othersAreOver({ owner }: Pick<TestDatabase, 'owner'>): Promise<void> {
  const { rows } = await owner.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
  for (const until = performance.now() + 60_000; performance.now() < until;) {
    const over = await owner.query('SELECT WHERE pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8', [
      rows[0]?.xid,
    ]);
    if (over.rowCount === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('Another transaction on the test server is open for more than 60 s.');
}

/** A fresh, migrated database on a real PostgreSQL. Call `drop` when done. */
export async function testDatabase(sets: readonly MigrationSet[] = []): Promise<TestDatabase> {
  const server = await testServer();
  const template = await templateOf(server, sets);
  const database = `test_${randomBytes(8).toString('hex')}`;
  const remove = () => onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`));
  await onServer(server, (client) => client.query(`CREATE DATABASE ${database} TEMPLATE ${template}`));
  const connection = { ...server.connection, database };
  const appConnection = { ...server.appConnection, database };
  try {
    const opened = await openDatabase(appConnection);
    const owner = new pg.Pool({ ...connection, max: 4 });
    owner.on('error', () => undefined);
    const drop = async (): Promise<void> => {
      await Promise.all([opened.close(), owner.end()]);
      await remove();
    };
    return { ...opened, owner, connection, appConnection, drop };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Migrations run once per run and set of steps; every database of them is a copy. */
async function templateOf(server: Connections, sets: readonly MigrationSet[]): Promise<string> {
  const name = `template_${createHash('sha256').update(JSON.stringify(sets)).digest('hex').slice(0, 32)}`;
  await onServer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    if ((await client.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount) return;
    const unfinished = `unfinished_${randomBytes(8).toString('hex')}`;
    await client.query(`CREATE DATABASE ${unfinished}`);
    await migrate({ ...server.connection, database: unfinished }, sets);
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`);
  });
  return name;
}

/** The connection's end releases what it had locked. */
async function onServer({ connection }: Connections, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
