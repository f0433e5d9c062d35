import { canonicalJson, NO_HASH, type SealFault } from '@overstap/operation';
import { type Database } from '@overstap/platform';
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Grant } from './principal.js';

/** `FIRST`: the first administrator, by the link of the terminal. `ERASED`: with the person whose account it was. */
export const ROLE_CHANGE_REASONS = ['FIRST', 'INVITED', 'CHANGED', 'DISABLED', 'ERASED', 'DEMO'] as const;

/** Who changed it: an account or key by its id, whoever holds the installation's key, or the program itself. */
export interface RoleChanger {
  readonly kind: 'account' | 'api-key' | 'operator' | 'program';
  readonly id: string;
}

/** Ids and codes alone. A role is as it is named elsewhere: `COACH:coach-7`. */
export interface RoleChange {
  readonly account: string;
  readonly why: (typeof ROLE_CHANGE_REASONS)[number];
  readonly by: RoleChanger;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly at: string;
}
export type NumberedRoleChange = RoleChange & { readonly number: number };

export const BY_PROGRAM: RoleChanger = { kind: 'program', id: 'overstap' };

export const rolesText = (grants: readonly Grant[]): readonly string[] =>
  grants.map(({ role, ref }) => `${role}:${ref}`);

interface Link {
  readonly number: number;
  readonly hash: string;
}
const FIRST: Link = { number: 0, hash: NO_HASH };

const hashOf = (tenant: string, previous: Link, { account, why, by, before, after, at }: RoleChange): string =>
  createHash('sha256')
    .update(
      canonicalJson([tenant, previous.number + 1, previous.hash, account, why, by.kind, by.id, before, after, at]),
    )
    .digest('hex');

/** In the transaction that makes the change, so that neither is there without the other. Each is a link of the agency's chain. */
export async function recordRoleChange(client: pg.ClientBase, tenant: string, change: RoleChange): Promise<void> {
  const { account, why, by, before, after, at } = change;
  // One after the other: the next link is the hash of this one.
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('role changes', 0))`);
  const { rows } = await client.query<Link>(
    'SELECT number, hash FROM role_change WHERE tenant = $1 ORDER BY number DESC LIMIT 1',
    [tenant],
  );
  const previous = rows[0] ?? FIRST;
  await client.query(
    `INSERT INTO role_change (tenant, number, account, why, by_kind, by_id, before, after, at, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tenant,
      previous.number + 1,
      account,
      why,
      by.kind,
      by.id,
      before,
      after,
      at,
      previous.hash,
      hashOf(tenant, previous, change),
    ],
  );
}

interface Row extends Omit<RoleChange, 'by'>, Link {
  readonly by_kind: RoleChanger['kind'];
  readonly by_id: string;
  readonly previous_hash: string;
}
const changeOf = ({ account, why, by_kind, by_id, before, after, at }: Row): RoleChange => ({
  ...{ account, why, before, after, at },
  by: { kind: by_kind, id: by_id },
});

/** The newest first; of one account where it is named, and only those before the number. */
export async function roleChanges(
  client: Pick<pg.ClientBase, 'query'>,
  tenant: string,
  { account, limit, before }: { readonly account?: string; readonly limit: number; readonly before?: number },
): Promise<readonly NumberedRoleChange[]> {
  const { rows } = await client.query<Row>(
    `SELECT * FROM role_change WHERE tenant = $1 AND ($2::uuid IS NULL OR account = $2) AND ($3::integer IS NULL OR number < $3)
     ORDER BY number DESC LIMIT $4`,
    [tenant, account ?? null, before ?? null, limit],
  );
  return rows.map((row) => ({ ...changeOf(row), number: row.number }));
}

export interface RoleLogOfTenant {
  readonly tenant: string;
  /** Changes that hold. */
  readonly changes: number;
  readonly broken?: { readonly fault: SealFault; readonly seal: number };
}
export interface RoleLogReport {
  readonly ok: boolean;
  readonly tenants: readonly RoleLogOfTenant[];
}

/** Computes every link anew, and holds the chain against what was kept of it elsewhere. Changes nothing. */
export async function verifyRoleChanges(
  { worker }: Pick<Database, 'worker'>,
  roots: readonly (Link & { readonly tenant: string })[] = [],
): Promise<RoleLogReport> {
  const { rows } = await worker.query<Row & { readonly tenant: string }>(
    'SELECT * FROM role_change ORDER BY tenant, number',
  );
  const names = [...new Set([...rows, ...roots].map(({ tenant }) => tenant))].sort();
  const tenants = names.map((tenant) =>
    verifyTenant(
      tenant,
      rows.filter((row) => row.tenant === tenant),
      roots.filter((root) => root.tenant === tenant),
    ),
  );
  return { ok: tenants.every(({ broken }) => !broken), tenants };
}

function verifyTenant(tenant: string, rows: readonly Row[], roots: readonly Link[]): RoleLogOfTenant {
  let previous = FIRST;
  for (const row of rows) {
    const fault = faultOf(tenant, previous, row, roots);
    if (fault) return { tenant, changes: previous.number, broken: { fault, seal: row.number } };
    previous = row;
  }
  const lost = roots.find(({ number }) => number > previous.number);
  return {
    tenant,
    changes: previous.number,
    ...(lost ? { broken: { fault: 'seal-missing', seal: lost.number } } : {}),
  };
}

function faultOf(tenant: string, previous: Link, row: Row, roots: readonly Link[]): SealFault | undefined {
  if (row.number !== previous.number + 1 || row.previous_hash !== previous.hash) return 'chain-broken';
  if (hashOf(tenant, previous, changeOf(row)) !== row.hash) return 'hash-differs';
  return roots.some(({ number, hash }) => number === row.number && hash !== row.hash) ? 'root-differs' : undefined;
}
