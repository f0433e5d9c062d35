import { join } from 'node:path';
import { PostgresEventStore } from '@overstap/event-store';
import { migrate, type MigrationSet, openDatabase, OperatorError } from '@overstap/platform';
import { Erasure, type ErasureEntry, type KeyWrapper, SubjectKeys } from '@overstap/privacy';
import pg from 'pg';
import { tablesToBackUp } from './backup-tables.js';
import { alignErasures, ERASURE_FILE, readErasures } from './erasure-file.js';
import { loadBackup } from './load-backup.js';
import { type Manifest, readManifest } from './manifest.js';
import { type LogReport, verifyLog } from './verify-log.js';

export interface RestoreTarget {
  /** The user that may create tables and roles. */
  readonly owner: pg.ClientConfig;
  /** How the program connects. */
  readonly app: pg.ClientConfig;
  /** All of the program's, in its order. */
  readonly sets: readonly MigrationSet[];
  /** The master key that the restored program will have. */
  readonly wrapper: KeyWrapper;
  /** Where `erasures.jsonl` lies, and will lie. */
  readonly dataDir: string;
  readonly personTables?: readonly string[];
}

export interface RestoreReport {
  readonly manifest: Manifest;
  /** Rows per table, as loaded. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Entries of the erasure ledger that the backup did not have. */
  readonly erased: number;
  /** The restored log, checked. A log that was broken when it was backed up is restored as it was, and says so here. */
  readonly log: LogReport;
}

/**
 * Restores a backup into an empty database: the tables as they were, people erased since forgotten again, the log verified. Read
 * models are built at the program's next start. Throws an OperatorError, and leaves the database empty, when it cannot.
 */
export async function restoreInto(target: RestoreTarget, directory: string): Promise<RestoreReport> {
  const manifest = await readManifest(directory);
  const sets = stepsOf(target.sets, manifest);
  refuseOtherKey(target.wrapper, manifest);
  const erasures: readonly ErasureEntry[] = [
    ...(await readErasures(join(directory, ERASURE_FILE))),
    ...(await readErasures(join(target.dataDir, ERASURE_FILE))),
  ];
  const { erased } = await withOwner(target.owner, async (client) => {
    await refuseFilled(client, manifest);
    // The tables as they were when the rows were written; the newest steps then change both.
    await migrate(target.owner, sets);
    const keys = new SubjectKeys(
      { readAs: () => Promise.reject(new Error('No key is read while a backup is loaded.')) },
      target.wrapper,
    );
    return loadBackup(client, { directory, manifest, erasures, keys, personTables: target.personTables ?? [] });
  });
  await migrate(target.owner, target.sets);
  const database = await openDatabase(target.app);
  try {
    const store = await PostgresEventStore.open(database);
    try {
      await alignErasures(target.dataDir, new Erasure(database, new SubjectKeys(database, target.wrapper)));
      const log = await verifyLog({ database, store });
      const tables = manifest.tables.map(({ name, rows }) => ({ name, rows }));
      return { manifest, tables, erased, log };
    } finally {
      await store.close();
    }
  } finally {
    await database.close();
  }
}

/** The sets as they were: without the steps that came after the backup. */
function stepsOf(sets: readonly MigrationSet[], { migrations, program }: Manifest): readonly MigrationSet[] {
  const done = new Set(migrations);
  const known = new Set(sets.flatMap(({ name, steps }) => Object.keys(steps).map((step) => `${name}/${step}`)));
  // The platform's own steps are in every program and not in its sets.
  const unknown = migrations.filter((name) => !known.has(name) && !name.startsWith('platform/'));
  if (unknown.length > 0)
    throw new OperatorError(
      `The backup was taken by Overstap ${program}, whose database has steps that this version does not know (${unknown.join(', ')}). Restore it with that version or a newer one.`,
    );
  return sets.map(({ name, steps }) => ({
    name,
    steps: Object.fromEntries(Object.entries(steps).filter(([step]) => done.has(`${name}/${step}`))),
  }));
}

function refuseOtherKey({ currentId }: KeyWrapper, { masterKey: { ids } }: Manifest): void {
  if (ids.length > 0 && !ids.includes(currentId))
    throw new OperatorError(
      `The personal data in this backup is under master key ${ids.join(' and ')}, and the key at hand is ${currentId}. Set OVERSTAP_MASTER_KEY to the key of the program that was backed up, or put its master.key into the data directory.`,
    );
}

/** An earlier attempt may have left the same empty tables. */
async function refuseFilled(client: pg.ClientBase, { migrations }: Manifest): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('overstap_migration') IS NOT NULL AS there`,
  );
  if (!rows[0]?.there) return;
  const steps = await client.query<{ name: string }>('SELECT name FROM overstap_migration');
  let filled = steps.rows.some(({ name }) => !migrations.includes(name));
  for (const { name, select } of await tablesToBackUp(client))
    if (name !== 'clock_state') filled ||= ((await client.query(`${select} LIMIT 1`)).rowCount ?? 0) > 0;
  if (filled)
    throw new OperatorError(
      'The database is not empty. A backup is restored into an empty one: create it, and name it in DATABASE_URL.',
    );
}

async function withOwner<T>(owner: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
