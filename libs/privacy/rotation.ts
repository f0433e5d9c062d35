import type pg from 'pg';
import { type ErasureConnections } from './erasure.js';
import { type KeyFile } from './key-file.js';
import { MasterKeyError } from './key-form.js';
import { idOf, type KeyWrapper, type WrappedKey } from './master-key.js';

interface WrappedRow extends WrappedKey {
  readonly tenant: string;
  readonly subject: string;
  readonly category: string;
}

/** A table whose rows are wrapped under a master key, by its column `master_key`. */
export interface WrappedTable {
  readonly name: string;
  /** Wraps under the current master key what is not yet; answers how many that were. */
  rewrap(): Promise<number>;
}

const PAGE = 1000;

/** Whoever stores what it wrapped does so only where this holds: the key may have been retired since it was read. */
export const notRetired = (parameter: string): string =>
  `NOT EXISTS (SELECT FROM retired_master_key WHERE id = ${parameter})`;

/**
 * Puts a new master key in the place of the one in the file, while programs run, and wraps everything anew. Broken off at any point it is carried
 * on by the next call; until then the key before lies beside the new one, and everything is read and written as ever.
 */
export async function rotateMasterKey(
  connections: ErasureConnections,
  file: KeyFile,
  tables: readonly WrappedTable[],
): Promise<number> {
  const before = await alone(connections, async () => {
    file.begin();
    return file.previous();
  });
  if (!before) throw new MasterKeyError(`${file.path} was changed by somebody else meanwhile.`);
  const retired = idOf(before);
  await connections.transact((client) =>
    client.query('INSERT INTO retired_master_key (id) VALUES ($1) ON CONFLICT DO NOTHING', [retired]),
  );
  // Waits for those who store a key that they wrapped before: whoever comes after them sees that it is retired.
  await connections.transact((client) =>
    client.query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN SHARE MODE`),
  );
  let rewrapped = 0;
  for (const table of tables) rewrapped += await table.rewrap();
  await alone(connections, async (client) => {
    // Somebody else may have ended this rotation and begun another meanwhile.
    const lying = file.previous();
    if (!lying || idOf(lying) !== retired) return;
    for (const { name } of tables) await refuseLeftovers(client, name, retired);
    file.end();
  });
  return rewrapped;
}

/** Whoever changes the file is alone in it. */
const alone = <T>(connections: ErasureConnections, change: (client: pg.ClientBase) => Promise<T>): Promise<T> =>
  connections.transact(async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('master_key_file', 0))`);
    return change(client);
  });

async function refuseLeftovers(client: pg.ClientBase, table: string, masterKey: string): Promise<void> {
  const { rowCount } = await client.query(`SELECT FROM ${table} WHERE master_key = $1 LIMIT 1`, [masterKey]);
  if (rowCount !== 0)
    throw new MasterKeyError(
      `Something in ${table} is still under master key ${masterKey}, which was kept: run \`overstap keys rotate\` again.`,
    );
}

/**
 * Wraps every data key under the current master key; what the data keys sealed stays as it is. May be broken off and begun again,
 * while the program runs. Once it answers, the previous master key may be destroyed, and with it what backups hold of erased keys.
 */
export async function rewrapSubjectKeys(connections: ErasureConnections, wrapper: KeyWrapper): Promise<number> {
  for (let total = 0; ;) {
    const count = await connections.transact((client) => rewrapPage(client, wrapper));
    if (count === 0) return total;
    total += count;
  }
}

async function rewrapPage(client: pg.ClientBase, wrapper: KeyWrapper): Promise<number> {
  const { rows } = await client.query<WrappedRow>(
    `SELECT tenant, subject, category, master_key AS "masterKey", wrapped FROM subject_keys
     WHERE state = 'active' AND master_key <> $1 ORDER BY tenant, subject, category LIMIT ${PAGE} FOR UPDATE`,
    [wrapper.currentId],
  );
  if (rows.length === 0) return 0;
  const keys = await wrapper.unwrap(rows);
  const wrapped = await wrapper.wrap(rows.map((row, index) => ({ ...row, key: keys[index] ?? Buffer.alloc(0) })));
  await client.query(
    `UPDATE subject_keys k SET master_key = n.master_key, wrapped = n.wrapped
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[]) AS n (tenant, subject, category, master_key, wrapped)
     WHERE k.tenant = n.tenant AND k.subject = n.subject AND k.category = n.category`,
    [
      rows.map((row) => row.tenant),
      rows.map((row) => row.subject),
      rows.map((row) => row.category),
      wrapped.map((each) => each.masterKey),
      wrapped.map((each) => each.wrapped),
    ],
  );
  return rows.length;
}
