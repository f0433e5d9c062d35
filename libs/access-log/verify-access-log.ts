import { type Database } from '@overstap/platform';
import { type SealFault, type SealRoot } from '@overstap/operation';
import { type AccessEntry } from './access-entry.js';
import { accessSeal, type AccessSeal, type SealedTo, UNSEALED } from './access-seal.js';

export interface AccessLogOfTenant {
  readonly tenant: string;
  readonly entries: number;
  /** Seals that hold. */
  readonly seals: number;
  /** The first seal that does not; what follows it was not judged. */
  readonly broken?: { readonly fault: SealFault; readonly seal: number };
}

export interface AccessLogReport {
  readonly ok: boolean;
  readonly tenants: readonly AccessLogOfTenant[];
}

/** Computes every seal of the access log anew from its entries, and holds it against what was kept of it elsewhere. Changes nothing. */
export async function verifyAccessLog(
  { transact }: Pick<Database, 'transact'>,
  roots: readonly SealRoot[] = [],
): Promise<AccessLogReport> {
  return transact(async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { rows } = await client.query<{ tenant: string }>(
      'SELECT tenant FROM access_seal UNION SELECT tenant FROM access_entry ORDER BY tenant',
    );
    const tenants: AccessLogOfTenant[] = [];
    const names = new Set([...rows, ...roots].map(({ tenant }) => tenant));
    for (const tenant of [...names].sort()) {
      const kept = roots.filter((root) => root.tenant === tenant);
      tenants.push(await verifyTenant(tenant, (after) => sealsAfter(client, tenant, after), kept));
    }
    return { ok: tenants.every(({ broken }) => !broken), tenants };
  });
}

type Sealed = Partial<AccessSeal> & { readonly number: number; readonly lines: readonly AccessEntry[] };

async function verifyTenant(
  tenant: string,
  next: (after: number) => Promise<readonly Sealed[]>,
  roots: readonly SealRoot[],
): Promise<AccessLogOfTenant> {
  let [previous, entries, seals]: [SealedTo, number, number] = [UNSEALED, 0, 0];
  for (let page = await next(0); page.length > 0; page = await next(previous.number))
    for (const sealed of page) {
      entries += sealed.lines.length;
      const fault = faultOf(tenant, previous, sealed) ?? strange(sealed, roots);
      if (fault) return { tenant, entries, seals, broken: { fault, seal: sealed.number } };
      seals++;
      previous = { number: sealed.number, hash: sealed.hash ?? '' };
    }
  const lost = roots.find(({ number }) => number > previous.number);
  return { tenant, entries, seals, ...(lost ? { broken: { fault: 'seal-missing', seal: lost.number } } : {}) };
}

/** It holds in itself, and is another than the one that was kept: the chain was made anew. */
const strange = ({ number, hash }: Sealed, roots: readonly SealRoot[]): SealFault | undefined =>
  roots.some((root) => root.number === number && root.hash !== hash) ? 'root-differs' : undefined;

function faultOf(tenant: string, previous: SealedTo, { lines, ...seal }: Sealed): SealFault | undefined {
  if (seal.hash === undefined) return 'seal-missing';
  if (seal.number !== previous.number + 1 || seal.previousHash !== previous.hash) return 'chain-broken';
  if (seal.entries !== lines.length) return 'events-differ';
  return accessSeal(tenant, previous, lines, seal.sealedAt ?? '').hash === seal.hash ? undefined : 'hash-differs';
}

const SEALS_PER_READ = 200;

/** A seal without its row is told from its entries. */
async function sealsAfter(
  client: { query<Row extends object>(text: string, values: unknown[]): Promise<{ rows: Row[] }> },
  tenant: string,
  after: number,
): Promise<readonly Sealed[]> {
  const { rows } = await client.query<{
    seal: AccessSeal | null;
    number: number;
    lines: readonly AccessEntry[] | null;
  }>(
    `SELECT n.number, CASE WHEN s.number IS NOT NULL THEN json_build_object('number', s.number, 'entries', s.entries,
         'previousHash', s.previous_hash, 'hash', s.hash, 'sealedAt', s.sealed_at) END AS seal, l.lines
     FROM (SELECT number FROM access_seal WHERE tenant = $1 AND number > $2
           UNION SELECT seal FROM access_entry WHERE tenant = $1 AND seal > $2 ORDER BY 1 LIMIT ${SEALS_PER_READ}) n (number)
     LEFT JOIN access_seal s ON s.tenant = $1 AND s.number = n.number
     LEFT JOIN LATERAL (SELECT json_agg(json_build_object('role', role, 'ref', ref, 'account', account, 'via', via, 'route', route, 'shown', shown,
         'participants', participants, 'trajectories', trajectories, 'at', at) ORDER BY line) AS lines
       FROM access_entry e WHERE e.tenant = $1 AND e.seal = n.number) l ON true
     ORDER BY n.number`,
    [tenant, after],
  );
  return rows.map(({ number, seal, lines }) => ({ ...seal, number, lines: lines ?? [] }));
}
