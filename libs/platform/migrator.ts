import { Kysely, Migrator, PostgresDialect, sql, type Migration } from 'kysely';
import pg from 'pg';
import { fullName, MIGRATION_TABLE, type MigrationSet } from './migrations.js';

/** The steps that are missing, set by set; answers their full names. */
export async function migrateInTurn(
  connection: pg.ClientConfig,
  sets: readonly MigrationSet[],
): Promise<readonly string[]> {
  const pool = new pg.Pool({ ...connection, max: 2 });
  pool.on('error', () => undefined);
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const applied: string[] = [];
    for (const index of sets.keys()) applied.push(...(await migrateSet(db, sets, index)));
    return applied;
  } finally {
    await db.destroy();
  }
}

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
        const { rows } = await sql<{ name: string }>`SELECT name FROM ${sql.table(MIGRATION_TABLE)}`.execute(db);
        const done = rows.flatMap(({ name }) => (own[name] ? [] : [[name, later[name] ?? OF_NEWER_VERSION] as const]));
        return { ...own, ...Object.fromEntries(done) };
      },
    },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
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
    sets.flatMap((set) =>
      Object.entries(set.steps).map(([step, text]): [string, Migration] => [
        fullName(set, step),
        {
          up: async (transaction) => {
            await sql.raw(text).execute(transaction);
          },
        },
      ]),
    ),
  );
