import { ROLES } from '@overstap/platform';
import pg from 'pg';

/** Rebuilt from the log at the next start, or belonging to the run that migrates. Read models and BullMQ have schemas of their own. */
const LEFT_OUT: readonly string[] = ['overstap_migration', 'overstap_migration_lock'];

/** What of a table is kept, where it is not all: read models begin anew, while a reactor must not do again what it did. */
const KEPT_ROWS: Readonly<Record<string, string>> = {
  // Who had signed out, and links that were used, must not come back with a restore.
  account_session: 'false',
  access_link: 'false',
  sign_in_attempt: 'false',
  projection_worker: 'false',
  process_lease: 'false',
  projection_checkpoint: `state = 'reactor'`,
  parked_event: `(name, build) IN (SELECT name, build FROM projection_checkpoint WHERE state = 'reactor')`,
};

/** A lease is of a worker that the restored program does not have. */
const CLEARED: Readonly<Record<string, readonly string[]>> = { projection_checkpoint: ['holder', 'lease_until'] };

export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** The rows, as SQL: columns in that order. */
  readonly select: string;
}

/**
 * All tables of the program's schema, those of libraries to come included. Throws when a row-level policy could hide rows of one from
 * the worker, who takes the backup: it would look whole and not be.
 */
export async function tablesToBackUp(client: pg.ClientBase): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; hides: boolean }>(
    `SELECT c.relname AS name,
       ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
         ORDER BY attnum) AS columns,
       c.relrowsecurity AND (
         EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive)
         OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
           AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND $1::regrole::oid = ANY (p.polroles))) AS hides
     FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relname = ANY ($2)
     ORDER BY c.relname`,
    [ROLES.worker, LEFT_OUT],
  );
  const hidden = rows.filter(({ hides }) => hides).map(({ name }) => name);
  if (hidden.length > 0)
    throw new Error(
      `Row-level security may hide rows of ${hidden.join(', ')} from the backup; its worker policy must show all.`,
    );
  const tables = rows.map(({ name, columns }) => {
    const cleared = CLEARED[name] ?? [];
    const selected = columns.map((column) =>
      cleared.includes(column) ? `NULL AS ${pg.escapeIdentifier(column)}` : pg.escapeIdentifier(column),
    );
    const where = KEPT_ROWS[name] ? ` WHERE ${KEPT_ROWS[name]}` : '';
    return { name, columns, select: `SELECT ${selected.join(', ')} FROM ${pg.escapeIdentifier(name)}${where}` };
  });
  return referencedFirst(tables, await references(client));
}

/** Which table points to which, by foreign keys. */
async function references(client: pg.ClientBase): Promise<readonly { readonly from: string; readonly to: string }[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `SELECT f.relname AS "from", t.relname AS "to" FROM pg_constraint k
     JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND f.relnamespace = current_schema()::regnamespace AND f.oid <> t.oid`,
  );
  return rows;
}

/** The order in which they can be loaded. */
function referencedFirst(
  tables: readonly BackupTable[],
  edges: readonly { readonly from: string; readonly to: string }[],
): readonly BackupTable[] {
  const placed: BackupTable[] = [];
  let waiting = [...tables];
  while (waiting.length > 0) {
    const names = waiting.map(({ name }) => name);
    const free = waiting.filter(({ name }) => !edges.some(({ from, to }) => from === name && names.includes(to)));
    if (free.length === 0) throw new Error(`The tables ${names.join(', ')} point to each other in a circle.`);
    placed.push(...free);
    waiting = waiting.filter((table) => !free.includes(table));
  }
  return placed;
}
