import { type AnyReadModel } from '../read-model.js';
import { type TestDatabase } from '../../../../test/support/postgres.js';

/** The rows that queries see, as text, ordered. */
export async function rowsOf(database: TestDatabase, models: readonly AnyReadModel[]): Promise<readonly string[]> {
  const all: string[] = [];
  for (const { name, key } of models) {
    const { rows } = await database.worker.query<{ row: string }>(
      `SELECT '${name} ' || r::text AS row FROM read_model.${name} r ORDER BY tenant COLLATE "C", ${key} COLLATE "C"`,
    );
    all.push(...rows.map(({ row }) => row));
  }
  return all;
}

/** As after migration: no table, no checkpoint. */
export async function forgetBuilds(database: TestDatabase): Promise<void> {
  const { rows } = await database.owner.query<{ drop: string }>(
    `SELECT 'DROP ' || CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END || ' read_model.' || relname AS drop
     FROM pg_class WHERE relnamespace = 'read_model'::regnamespace AND relkind IN ('r', 'v') ORDER BY relkind DESC`,
  );
  for (const { drop } of rows) await database.worker.query(drop);
  await database.worker.query('DELETE FROM projection_checkpoint');
}
