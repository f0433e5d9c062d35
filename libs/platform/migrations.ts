import { Kysely, Migrator, PostgresDialect, sql, type Migration } from 'kysely';
import pg from 'pg';
import { clockMigrations } from './clock-state.js';
import { ensureRoles } from './roles.js';

/** One library's tables. A step that was released is never edited: what changes is a new step at the end. */
export interface MigrationSet {
  readonly name: string;
  /** SQL text per step, run in the order of the keys: `'001-events': 'CREATE TABLE …'`. */
  readonly steps: Readonly<Record<string, string>>;
}

const BASE: MigrationSet = clockMigrations;

/**
 * Brings the database to the newest step of every set, in one transaction under a lock, so that several programs may start at
 * once. Needs a user that may create tables and roles; throws a DatabasePrivilegeError with the SQL to run when it may not.
 */
export async function migrate(
  connection: pg.ClientConfig,
  sets: readonly MigrationSet[],
): Promise<{ applied: readonly string[] }> {
  const pool = new pg.Pool({ ...connection, max: 2 });
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const client = await pool.connect();
    try {
      await ensureRoles(client);
    } finally {
      client.release();
    }
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => migrationsOf([BASE, ...sets]) },
      migrationTableName: 'overstap_migration',
      migrationLockTableName: 'overstap_migration_lock',
      // Sets grow independently: a new step of one may sort before the last step of another.
      allowUnorderedMigrations: true,
    });
    const { error, results = [] } = await migrator.migrateToLatest();
    const failed = results.find((result) => result.status === 'Error')?.migrationName;
    if (error)
      throw new Error(
        `The database could not be brought up to date${failed ? ` (step ${failed})` : ''}: ${messageOf(error)}. Nothing was changed.`,
        { cause: error },
      );
    return { applied: results.map((result) => result.migrationName) };
  } finally {
    await db.destroy();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function migrationsOf(sets: readonly MigrationSet[]): Record<string, Migration> {
  const all: Record<string, Migration> = {};
  for (const { name, steps } of sets)
    for (const [step, text] of Object.entries(steps)) {
      const full = `${name}/${step}`;
      if (all[full]) throw new Error(`Two migration steps are called ${full}`);
      all[full] = {
        up: (db) =>
          sql
            .raw(text)
            .execute(db)
            .then(() => undefined),
      };
    }
  return all;
}
