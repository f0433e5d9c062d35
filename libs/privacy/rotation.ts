import type pg from 'pg';
import { type ErasureConnections } from './erasure.js';
import { type KeyWrapper } from './master-key.js';

interface WrappedRow {
  readonly tenant: string;
  readonly subject: string;
  readonly category: string;
  readonly master_key: string;
  readonly wrapped: Buffer;
}

const PAGE = 1000;

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
    `SELECT tenant, subject, category, master_key, wrapped FROM subject_keys WHERE state = 'active' AND master_key <> $1
     ORDER BY tenant, subject, category LIMIT ${PAGE} FOR UPDATE`,
    [wrapper.currentId],
  );
  if (rows.length === 0) return 0;
  const keys = await wrapper.unwrap(rows.map((row) => ({ ...row, masterKey: row.master_key })));
  const wrapped = await wrapper.wrap(rows.map((row, index) => ({ ...row, key: keys[index] ?? Buffer.alloc(0) })));
  await client.query(
    `UPDATE subject_keys k SET master_key = $1, wrapped = n.wrapped
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) AS n (tenant, subject, category, wrapped)
     WHERE k.tenant = n.tenant AND k.subject = n.subject AND k.category = n.category`,
    [wrapper.currentId, rows.map((r) => r.tenant), rows.map((r) => r.subject), rows.map((r) => r.category), wrapped],
  );
  return rows.length;
}
