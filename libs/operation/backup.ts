import { copyFile, chmod, mkdir, mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Position } from '@overstap/kernel';
import { type Database, OperatorError, type Settings, SystemClock } from '@overstap/platform';
import { type ErasureEntry } from '@overstap/privacy';
import type pg from 'pg';
import { tablesToBackUp, type BackupTable } from './backup-tables.js';
import { recordErasure } from './erasure-file.js';
import {
  MANIFEST_FILE,
  MASTER_KEY_FILE,
  newManifest,
  tableFile,
  type Manifest,
  type ManifestTable,
} from './manifest.js';
import { programVersion } from './program-version.js';
import { writeTable } from './table-files.js';

export interface BackupSource {
  readonly database: Pick<Database, 'worker'>;
  readonly settings: Pick<Settings, 'dataDir' | 'masterKey' | 'masterKeyFile' | 'production'>;
}

export interface BackupOptions {
  /** False: the key file of the data directory is not copied; whoever restores must bring it. Default true. */
  readonly includeMasterKey?: boolean;
}

export interface BackupReport {
  /** Absolute. */
  readonly directory: string;
  readonly events: number;
  readonly manifest: Manifest;
  /** What the operator should know, a sentence each. */
  readonly notes: readonly string[];
}

const OLD_BACKUPS =
  'Who is erased later can still be read from this backup by whoever has the master key: keep backups no longer than your retention allows. A restore erases again whom erasures.jsonl names.';

/**
 * Copies everything that cannot be rebuilt, as of one moment, while the program runs. The directory must not exist or be empty; it
 * appears under its name when it is whole. Throws an OperatorError where the reader can help it.
 *
 * The master key: a key in the environment is never written. The data directory's own key file is copied beside the
 * tables, because without it the backup could not be read when the disk is lost; whoever holds such a backup can read it.
 */
export async function backup(
  source: BackupSource,
  directory: string,
  options: BackupOptions = {},
): Promise<BackupReport> {
  const target = resolve(directory);
  await refuseNonEmpty(target);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  // mkdtemp makes it 0700.
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    const manifest = await inSnapshot(source.database.worker, (client) => write(client, source, options, partial));
    await writeFile(join(partial, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
    await syncDirectory(partial);
    await refuseNonEmpty(target);
    await rename(partial, target);
    await syncDirectory(dirname(target));
    const events = manifest.tables.find(({ name }) => name === 'events')?.rows ?? 0;
    return { directory: target, events, manifest, notes: [manifest.masterKey.note, OLD_BACKUPS] };
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw new OperatorError(`The disk that holds ${target} is full. Make room, then back up again.`, {
        cause: error,
      });
    throw error;
  }
}

async function write(
  client: pg.ClientBase,
  { settings }: BackupSource,
  options: BackupOptions,
  directory: string,
): Promise<Manifest> {
  const tables: ManifestTable[] = [];
  for (const table of await tablesToBackUp(client)) tables.push(await copyOut(client, table, directory));
  await recordErasure(directory, ...(await erasures(client)));
  const { postgresql, migrations, head, clock, ids } = await stateOf(client);
  const masterKey = { ids, ...(await copyMasterKey(settings, options, directory)) };
  return newManifest({
    takenAt: new SystemClock().now(),
    program: programVersion(),
    ...{ postgresql, migrations, head, clock, masterKey, tables },
  });
}

/** The count is asked for apart: a copy that was cut short does not pass for the table. */
async function copyOut(
  client: pg.ClientBase,
  { name, columns, select }: BackupTable,
  directory: string,
): Promise<ManifestTable> {
  const written = await writeTable(client, select, join(directory, tableFile(name)));
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM (${select}) kept`);
  if (Number(rows[0]?.count) !== written.rows)
    throw new Error(`The copy of ${name} has ${written.rows} rows and the table ${rows[0]?.count}; nothing was kept.`);
  return { name, columns, ...written };
}

async function copyMasterKey(
  { dataDir, masterKey, masterKeyFile, production }: BackupSource['settings'],
  { includeMasterKey = true }: BackupOptions,
  directory: string,
): Promise<{ included: boolean; note: string }> {
  const file = join(dataDir, MASTER_KEY_FILE);
  if (masterKey || masterKeyFile || production || !existsSync(file))
    return {
      included: false,
      note: 'The master key is not in this backup. Keep what OVERSTAP_MASTER_KEY or OVERSTAP_MASTER_KEY_FILE says elsewhere: without it no personal data can be read after a restore.',
    };
  if (!includeMasterKey)
    return {
      included: false,
      note: `The master key is not in this backup. Keep a copy of ${file} elsewhere: without it no personal data can be read after a restore.`,
    };
  await copyFile(file, join(directory, MASTER_KEY_FILE));
  await chmod(join(directory, MASTER_KEY_FILE), 0o600);
  return {
    included: true,
    note: `The master key is in this backup (${MASTER_KEY_FILE}): whoever has this directory can read the personal data in it. Keep it as safe as the program itself, or move that file to another place.`,
  };
}

async function stateOf(
  client: pg.ClientBase,
): Promise<Pick<Manifest, 'postgresql' | 'migrations' | 'head' | 'clock'> & { readonly ids: readonly string[] }> {
  const one = async <Row extends object>(sql: string): Promise<Row | undefined> =>
    (await client.query<Row>(sql)).rows[0];
  const { postgresql = '' } =
    (await one<{ postgresql: string }>(`SELECT current_setting('server_version') AS postgresql`)) ?? {};
  const steps = await one<{ names: string[] }>(
    'SELECT array_agg(name::text ORDER BY name) AS names FROM overstap_migration',
  );
  const last = await one<{ head: Position }>(
    `SELECT concat_ws('.', epoch, xid, position) AS head FROM events ORDER BY epoch DESC, xid DESC, position DESC LIMIT 1`,
  );
  const clock = await one<{ started_at: Date | null; lived_until: Date }>(
    'SELECT started_at, lived_until FROM clock_state',
  );
  const keys = await one<{ ids: string[] | null }>(
    `SELECT array_agg(DISTINCT master_key) AS ids FROM subject_keys WHERE state = 'active'`,
  );
  return {
    postgresql,
    migrations: steps?.names ?? [],
    head: last?.head ?? '',
    clock: clock
      ? { startedAt: clock.started_at?.toISOString() ?? null, livedUntil: clock.lived_until.toISOString() }
      : null,
    ids: keys?.ids ?? [],
  };
}

const erasures = async (client: pg.ClientBase): Promise<readonly ErasureEntry[]> =>
  (await client.query<ErasureEntry>('SELECT tenant, subject, categories FROM erasure_ledger ORDER BY id')).rows;

/** One moment for all tables; values are written in one way, whatever the server's settings. */
async function inSnapshot<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(
      `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = iso_8601; SET LOCAL extra_float_digits = 3;
       SET LOCAL bytea_output = hex; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`,
    );
    return await work(client);
  } finally {
    // Nothing was written. A connection that a broken copy left in its middle cannot be used again.
    client.release(
      await client.query('COMMIT').then(
        () => false,
        () => true,
      ),
    );
  }
}

async function refuseNonEmpty(target: string): Promise<void> {
  const found = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') return [basename(target)];
    throw error;
  });
  if (found.length > 0)
    throw new OperatorError(
      `${target} is not empty. Name a directory that does not exist yet; backups are never written over.`,
    );
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle.sync().finally(() => handle.close());
}
