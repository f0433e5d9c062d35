import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import {
  DataDirectoryError,
  explainFileError,
  lockDataDirectory,
  prepareDataDirectory,
  secretFile,
  type DataDirectoryLock,
} from './data-directory.js';
import { type OperatorError } from './operator-error.js';
import { postgresAccount, type PostgresAccount } from './postgres-account.js';
import { installedBinaries } from './postgres-binaries.js';
import { keepRunning, type Keeping } from './kept-server.js';
import { DISK_FULL, PostgresStartError, startServer, stopLeftOver } from './postgres-server.js';
import { ensureAppLogin } from './roles.js';

const run = promisify(execFile);

export interface EmbeddedPostgresOptions {
  /** Made when missing. PostgreSQL's own files go into `postgres` below it, its log into `postgres.log`. */
  readonly dataDir: string;
  /** One line for the operator: a left-over was stopped, the first start takes longer. */
  readonly log?: (message: string) => void;
  /** One line that somebody should see: it ended by itself and is started again. Default: `log`. */
  readonly warn?: (message: string) => void;
  /** The directory's lock, when the caller holds it already and releases it. */
  readonly lock?: DataDirectoryLock;
  /** False gives up safety against power loss for speed; for tests alone. */
  readonly durable?: boolean;
  readonly maxConnections?: number;
  /** How a server that ends by itself is started again; the defaults are for running, others for tests. */
  readonly keeping?: Keeping;
}

export interface EmbeddedPostgres {
  /** The owner of the database: for migrations, not for serving. */
  readonly connection: pg.ClientConfig;
  /** The login that owns nothing and may become reader, appender or worker: for `openDatabase`. */
  readonly appConnection: pg.ClientConfig;
  /** The server's process, as it is now. */
  readonly pid: number;
  /** Resolves when the server ended again and again and is not started any more: nothing works without it. */
  readonly lost: Promise<OperatorError>;
  /** Ends the server within 5 s, or at once, after which it recovers when it is started again; open connections are cut. */
  stop(atOnce?: boolean): Promise<void>;
}

const OWNER = 'overstap';
const DATABASE = 'overstap';
const PORT = 5432;
/** The kernel's limit on a socket's path, without the closing zero. */
const SOCKET_PATH_BYTES = 107;

/**
 * Starts the PostgreSQL that comes with the program, making its cluster the first time. Holds the directory's lock until
 * `stop`, which the caller calls on SIGTERM and SIGINT. Throws errors that say what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  // A second program must be stopped here: it would take the first one's server for a left-over.
  const lock = options.lock ?? (await lockDataDirectory(options.dataDir));
  const release = (): void => (options.lock ? undefined : lock.release());
  try {
    const started = await startLocked(options);
    const stop = async (atOnce?: boolean): Promise<void> => {
      await started.stop(atOnce);
      release();
    };
    return {
      connection: started.connection,
      appConnection: started.appConnection,
      lost: started.lost,
      get pid() {
        return started.pid;
      },
      stop,
    };
  } catch (error) {
    release();
    throw error;
  }
}

async function startLocked(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = await prepareDataDirectory(options.dataDir);
  const cluster = join(dataDir, 'postgres');
  const log = options.log ?? (() => undefined);
  const durable = options.durable ?? true;

  const existing = await stat(cluster).catch(() => undefined);
  const account = await postgresAccount(await installedBinaries(), dataDir, existing);
  const passwordFile = join(dataDir, 'postgres-password');
  if (existing) {
    await checkVersion(cluster, account.major);
    const stopped = await stopLeftOver(cluster);
    if (stopped !== undefined)
      log(`Stopped a PostgreSQL (process ${stopped}) that an earlier run had left behind on ${cluster}.`);
    if (!existsSync(passwordFile)) throw wrongPassword();
  } else {
    log(`Making a new database in ${cluster}; later starts are faster.`);
    await initialise(account, dataDir, cluster, await secretFile(passwordFile), durable);
  }
  const password = await secretFile(passwordFile);

  const endpoint = await chooseEndpoint(cluster);
  const start = (over?: AbortSignal) =>
    startServer({
      over,
      account,
      cluster,
      logFile: join(dataDir, 'postgres.log'),
      settings: [...endpoint.settings, ...serverSettings(durable, options.maxConnections ?? 60)],
    });
  const server = keepRunning(await start(), {
    log: options.warn ?? log,
    ...options.keeping,
    startAgain: async (over) => {
      await stopLeftOver(cluster);
      return start(over);
    },
  });
  try {
    const connection = { ...endpoint.client, user: OWNER, password, database: DATABASE };
    await ensureDatabase(connection);
    // Known to this process alone and new at every start: nothing to keep, nothing to leak.
    const login = await ensureAppLogin(connection, randomBytes(32).toString('base64url'));
    return {
      connection,
      appConnection: { ...connection, ...login },
      lost: server.lost,
      get pid() {
        return server.pid;
      },
      stop: (atOnce) => server.stop(atOnce),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const serverSettings = (durable: boolean, maxConnections: number): readonly string[] => [
  'shared_buffers=128MB',
  `max_connections=${maxConnections}`,
  'password_encryption=scram-sha-256',
  'timezone=UTC',
  'log_timezone=UTC',
  // Statements, and errors that quote what was typed, may be personal: they go to the client, not into the log.
  'log_destination=stderr',
  'logging_collector=off',
  'log_min_messages=log',
  'log_min_error_statement=panic',
  'log_error_verbosity=terse',
  'log_parameter_max_length_on_error=0',
  'log_checkpoints=off',
  ...(durable ? ['fsync=on'] : ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off']),
];

interface Endpoint {
  readonly settings: readonly string[];
  readonly client: Pick<pg.ClientConfig, 'host' | 'port'>;
}

/** A socket in the cluster, which only its owner can enter; a loopback port where the path is too long or sockets are missing. */
async function chooseEndpoint(cluster: string): Promise<Endpoint> {
  const path = join(cluster, `.s.PGSQL.${PORT}`);
  if (process.platform !== 'win32' && Buffer.byteLength(path) <= SOCKET_PATH_BYTES)
    return {
      settings: ['listen_addresses=', `port=${PORT}`, `unix_socket_directories=${quoteListItem(cluster)}`],
      client: { host: cluster, port: PORT },
    };
  const port = await freePort();
  return {
    settings: ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='],
    client: { host: '127.0.0.1', port },
  };
}

/** The setting is a list: commas and spaces in a path need quotes. */
const quoteListItem = (path: string): string => `"${path.replaceAll('"', '""')}"`;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function checkVersion(cluster: string, major: string): Promise<void> {
  let found: string;
  try {
    found = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  } catch (cause) {
    throw new DataDirectoryError(
      `${cluster} is not a PostgreSQL cluster. Move it away, or set OVERSTAP_DATA_DIR to another directory.`,
      { cause },
    );
  }
  if (found !== major)
    throw new DataDirectoryError(
      `${cluster} was made by PostgreSQL ${found}; this program brings PostgreSQL ${major}. Start the version that made it, ` +
        'run `overstap backup`, and restore the backup with this one into an empty directory.',
    );
}

/** Made beside its final place and moved there when whole, so that a start that was cut short leaves nothing half-made. */
async function initialise(
  account: PostgresAccount,
  dataDir: string,
  cluster: string,
  password: string,
  durable: boolean,
): Promise<void> {
  const unfinished = `${cluster}.new`;
  const passwordFile = join(dataDir, `.initdb-${randomBytes(6).toString('hex')}`);
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account.owner)
      for (const path of [unfinished, passwordFile]) await chown(path, account.owner.uid, account.owner.gid);
    const { file, args, options } = account.command('initdb', [
      ...['-D', unfinished, '-U', OWNER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ]);
    await run(file, [...args], options);
    await rename(unfinished, cluster);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    const said = (error as { stderr?: string }).stderr?.trim();
    if (said === undefined) throw explainFileError(error, dataDir);
    if (DISK_FULL.test(said))
      throw new DataDirectoryError(`The disk that holds ${dataDir} is full. Make room, then start again.`, {
        cause: error,
      });
    throw new PostgresStartError(`PostgreSQL could not make its files in ${cluster}. It said:\n  ${said}`, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function ensureDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  try {
    await client.connect();
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw wrongPassword(error);
    throw error;
  } finally {
    await client.end();
  }
}

const wrongPassword = (cause?: unknown): DataDirectoryError =>
  new DataDirectoryError(
    'The file postgres-password is missing or does not fit the database beside it. Restore both from the same backup.',
    { cause },
  );
