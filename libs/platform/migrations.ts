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

/** Which steps were done, by full name. */
export const MIGRATION_TABLE = 'overstap_migration';

/** `<set>/<step>` */
export const fullName = ({ name }: MigrationSet, step: string): string => `${name}/${step}`;

/**
 * Brings the database to the newest step of every set, one set after the other in the order given (one may build on the tables
 * of another), each in one transaction under a lock, so that several programs may start at once. Needs a user that may
 * create tables and roles; throws a DatabasePrivilegeError with the SQL to run when it may not.
 */
export async function migrate(
  connection: pg.ClientConfig,
  sets: readonly MigrationSet[],
): Promise<{ applied: readonly string[] }> {
  const all = [BASE, ...sets];
  if (new Set(all.map(({ name }) => name)).size < all.length) throw new Error('Two migration sets have the same name');
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    await ensureRoles(client);
    if (await areDone(client, all)) return { applied: [] };
  } finally {
    await client.end();
  }
  // Nearly every start finds nothing to do, and does without the library.
  const { migrateInTurn } = await import('./migrator.js');
  return { applied: await migrateInTurn(connection, all) };
}

async function areDone(client: pg.ClientBase, sets: readonly MigrationSet[]): Promise<boolean> {
  const { rows: tables } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    MIGRATION_TABLE,
  ]);
  if (!tables[0]?.there) return false;
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${MIGRATION_TABLE}`);
  const done = new Set(rows.map(({ name }) => name));
  return sets.every((set) => Object.keys(set.steps).every((step) => done.has(fullName(set, step))));
}
