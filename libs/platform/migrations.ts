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
 * Brings the database to the newest step of every set, one set after the other in the order given (one may build on the tables
 * of another), each in one transaction under a lock, so that several programs may start at once. Needs a user that may
 * create tables and roles; throws a DatabasePrivilegeError with the SQL to run when it may not.
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
    const applied: string[] = [];
    const all = [BASE, ...sets];
    if (new Set(all.map(({ name }) => name)).size < all.length)
      throw new Error('Two migration sets have the same name');
    for (const index of all.keys()) applied.push(...(await migrateSet(db, all, index)));
    return { applied };
  } finally {
    await db.destroy();
  }
}

const TABLE = 'overstap_migration';
/** Done by a newer program during an upgrade; steps only add, so an older one that starts once more beside it goes on. */
const OF_NEWER_VERSION: Migration = { up: () => Promise.resolve() };

/**
 * The migrator runs steps in the order of their names, which must not decide which library comes first: so it is shown one set
 * more at a time. Steps that were done already it must see always, or it takes the list for corrupted.
 */
async function migrateSet(
  db: Kysely<unknown>,
  sets: readonly MigrationSet[],
  index: number,
): Promise<readonly string[]> {
  const set = sets[index]?.name ?? '';
  const own = migrationsOf(sets.slice(0, index + 1));
  const later = migrationsOf(sets.slice(index + 1));
  const migrator = new Migrator({
    db,
    // Asked under the migrator's lock, so no other program adds steps in between.
    provider: {
      getMigrations: async () => {
        const { rows } = await sql<{ name: string }>`SELECT name FROM ${sql.table(TABLE)}`.execute(db);
        const done = rows.flatMap(({ name }) => (own[name] ? [] : [[name, later[name] ?? OF_NEWER_VERSION] as const]));
        return { ...own, ...Object.fromEntries(done) };
      },
    },
    migrationTableName: TABLE,
    migrationLockTableName: `${TABLE}_lock`,
    // Sets grow independently: a new step of one may sort before the last step of another.
    allowUnorderedMigrations: true,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    const failed = results.find((result) => result.status === 'Error')?.migrationName ?? set;
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The database could not be brought up to date: ${failed}: ${said}. Nothing of ${set} was changed.`,
      {
        cause: error,
      },
    );
  }
  return results.map((result) => result.migrationName);
}

/** Steps by full name: `<set>/<step>`. */
const migrationsOf = (sets: readonly MigrationSet[]): Record<string, Migration> =>
  Object.fromEntries(
    sets.flatMap(({ name, steps }) =>
      Object.entries(steps).map(([step, text]): [string, Migration] => [
        `${name}/${step}`,
        {
          up: async (transaction) => {
            await sql.raw(text).execute(transaction);
          },
        },
      ]),
    ),
  );
