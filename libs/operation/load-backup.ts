import { join } from 'node:path';
import { type JsonObject } from '@overstap/kernel';
import { OperatorError, ROLES } from '@overstap/platform';
import { Erasure, type ErasureEntry, type SubjectKeys } from '@overstap/privacy';
import pg from 'pg';
import { tablesToBackUp } from './backup-tables.js';
import { type Manifest, type ManifestTable, tableFile } from './manifest.js';
import { readTable } from './table-files.js';

export interface LoadOptions {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly erasures: readonly ErasureEntry[];
  readonly keys: SubjectKeys;
  /** Tables whose rows point to a person by `participant` and go with the person. */
  readonly personTables: readonly string[];
}

/**
 * Loads the tables into the migrated, empty database, opens the log's new epoch and erases again who was erased since, in one
 * transaction: nobody ever sees a part of it. Answers how many erasures were new to the backup.
 */
export async function loadBackup(client: pg.ClientBase, options: LoadOptions): Promise<{ readonly erased: number }> {
  const { directory, manifest } = options;
  await client.query('BEGIN');
  try {
    await client.query(
      `SET LOCAL statement_timeout = 0; SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = iso_8601`,
    );
    await refuseUnknownTables(client, manifest);
    const names = manifest.tables.map(({ name }) => pg.escapeIdentifier(name));
    const forced = await forcedTables(client);
    // COPY refuses a table whose policies bind the one who loads it.
    for (const name of forced) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
    // Steps may have put first rows of their own.
    await client.query(`TRUNCATE ${names.join(', ')}`);
    for (const table of manifest.tables) await loadTable(client, table, directory);
    for (const name of forced) await client.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
    await continueIdentities(client);
    await client.query('SELECT event_store_open_epoch()');
    await client.query(`SET LOCAL ROLE ${ROLES.worker}`);
    const erased = await eraseAgain(client, options);
    await client.query('COMMIT');
    return { erased };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function loadTable(client: pg.ClientBase, table: ManifestTable, directory: string): Promise<void> {
  const file = join(directory, tableFile(table.name));
  const damaged = (cause?: unknown): OperatorError =>
    new OperatorError(
      `${file} is not as the backup wrote it. Nothing was restored; take another copy of the backup, or an earlier one.`,
      { cause },
    );
  let read;
  try {
    read = await readTable(client, table, file);
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    // The file is missing or not gzip, or its rows do not fit the table.
    if (code === 'ENOENT' || code.startsWith('Z_') || /^22|^23/.test(code)) throw damaged(error);
    throw error;
  }
  if (read.sha256 !== table.sha256 || read.rows !== table.rows) throw damaged();
}

/** A manifest comes from outside: it may not name a table of PostgreSQL's own. */
async function refuseUnknownTables(client: pg.ClientBase, manifest: Manifest): Promise<void> {
  const known = new Set((await tablesToBackUp(client)).map(({ name }) => name));
  const unknown = manifest.tables.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length > 0)
    throw new OperatorError(`The backup holds tables that this program does not have: ${unknown.join(', ')}.`);
}

async function forcedTables(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relforcerowsecurity`,
  );
  return rows.map(({ name }) => name);
}

/** Numbers that PostgreSQL gives out go on after those that were loaded. */
async function continueIdentities(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `SELECT quote_ident(c.relname) AS "table", quote_ident(a.attname) AS "column",
       pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(`SELECT setval($1, COALESCE((SELECT max(${column}) FROM ${table}), 0) + 1, false)`, [sequence]);
}

async function eraseAgain(client: pg.ClientBase, { erasures, keys, personTables }: LoadOptions): Promise<number> {
  const erasure = new Erasure({ transact: (work) => work(client as pg.PoolClient) }, keys);
  const erased = await erasure.replay(erasures);
  const whole: readonly JsonObject[] = erasures
    .filter(({ categories }) => categories.includes('identity'))
    .map(({ tenant, subject }) => ({ tenant, subject }));
  for (const table of personTables)
    await client.query(
      `DELETE FROM ${pg.escapeIdentifier(table)} t USING json_to_recordset($1::json) AS e (tenant text, subject text)
       WHERE t.tenant = e.tenant AND t.participant::text = e.subject`,
      [JSON.stringify(whole)],
    );
  return erased;
}
