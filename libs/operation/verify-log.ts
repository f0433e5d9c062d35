import { START, type EventStore, type Position } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import type pg from 'pg';
import { SEAL_COLUMNS, type Seal } from './seal.js';
import { readSealCheckpoint } from './sealer.js';
import { TenantCheck, type BrokenSeal, type NextSeal, type RevisionGap, type SealRoot } from './tenant-check.js';

export interface TenantReport {
  readonly tenant: string;
  readonly events: number;
  /** Seals that hold. */
  readonly seals: number;
  /** Events that the sealer has not come to yet. */
  readonly unsealed: number;
  /** The first seal that does not hold. */
  readonly broken?: BrokenSeal;
  /** The first place where a stream's revisions do not follow each other. */
  readonly gap?: RevisionGap;
}

/** How far a read model is; of `Lag` in `@overstap/projections`. */
export interface ReadModelReport {
  readonly name: string;
  readonly state: string;
  readonly position: Position;
  /** Events not yet handled, counted up to a thousand; `more` when there are others beyond. */
  readonly behind: number;
  readonly more: boolean;
  readonly parked: number;
}

export interface LogReport {
  /** No seal is broken, no stream has a gap, and no read model is ahead of the log. */
  readonly ok: boolean;
  /** The last event that was looked at. */
  readonly head: Position;
  readonly tenants: readonly TenantReport[];
  readonly readModels: readonly (ReadModelReport & { readonly ahead: boolean })[];
}

export interface VerifyOptions {
  readonly database: Pick<Database, 'worker' | 'transact'>;
  readonly store: EventStore;
  /** Roots that were kept outside (`dailyRoots`): a log that was rewritten with its seals differs from them. */
  readonly roots?: readonly SealRoot[];
  /** The runner's `lag`. */
  readonly lag?: () => Promise<readonly ReadModelReport[]>;
  /** Events per read; default 5,000. */
  readonly pageSize?: number;
  /** Hears how many events were read so far. */
  readonly progress?: (events: number) => void;
}

/**
 * Computes every seal anew from the events and follows every stream's revisions. What is sealed while it reads waits for the next time.
 * Changes nothing. Memory grows with the number of streams.
 */
export async function verifyLog(options: VerifyOptions): Promise<LogReport> {
  const { database, store, pageSize = 5_000 } = options;
  // Asked before the log is read: whatever they have handled by now must be in it.
  const lag = (await options.lag?.()) ?? [];
  const { sealedTo, lastSeals } = await sealsSoFar(database);
  const checks = new Map<string, TenantCheck>();
  const checkOf = (tenant: string): TenantCheck => {
    const known = checks.get(tenant);
    if (known) return known;
    const roots = new Map(
      options.roots?.filter((root) => root.tenant === tenant).map((root) => [root.number, root.hash]),
    );
    const check = new TenantCheck(sealReader(database.worker, tenant, lastSeals.get(tenant) ?? 0), roots);
    checks.set(tenant, check);
    return check;
  };

  let [head, read] = [START, 0];
  for (;;) {
    const page = await store.readAll(head, pageSize);
    for (const event of page.events)
      await checkOf(event.tenant).take(event, store.compare(event.position, sealedTo) <= 0);
    options.progress?.((read += page.events.length));
    const stands = page.next === head;
    head = page.next;
    if (page.atHead || stands) break;
  }
  // A tenant may have lost all its events, or be known outside only.
  for (const tenant of [...lastSeals.keys(), ...(options.roots ?? []).map((root) => root.tenant)]) checkOf(tenant);
  for (const check of checks.values()) await check.end();

  const tenants = [...checks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tenant, check]) => reportOf(tenant, check));
  const readModels = lag.map((model) => againstHead(model, store.compare(model.position, head) > 0));
  const ok = tenants.every(({ broken, gap }) => !broken && !gap) && readModels.every(({ ahead }) => !ahead);
  return { ok, head, tenants, readModels };
}

const reportOf = (tenant: string, { events, seals, unsealed, broken, gap }: TenantCheck): TenantReport => ({
  tenant,
  events,
  seals,
  unsealed,
  ...(broken && { broken }),
  ...(gap && { gap }),
});

/** A checkpoint beyond the log's end was made from events that are gone. */
const againstHead = (
  { name, state, position, behind, more, parked }: ReadModelReport,
  ahead: boolean,
): LogReport['readModels'][number] => ({ name, state, position, behind, more, parked, ahead });

/** The seals and the checkpoint are committed together; read together they fit. */
function sealsSoFar(
  database: Pick<Database, 'transact'>,
): Promise<{ readonly sealedTo: Position; readonly lastSeals: ReadonlyMap<string, number> }> {
  return database.transact(async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const sealedTo = await readSealCheckpoint(client);
    const { rows } = await client.query<{ tenant: string; number: number }>(
      'SELECT tenant, max(number) AS number FROM seal GROUP BY tenant',
    );
    return { sealedTo, lastSeals: new Map(rows.map(({ tenant, number }) => [tenant, number])) };
  });
}

const SEALS_PER_READ = 500;

function sealReader(pool: pg.Pool, tenant: string, last: number): NextSeal {
  let [buffer, at, done]: [readonly Seal[], number, boolean] = [[], 0, false];
  return async () => {
    if (at >= buffer.length && !done) {
      const { rows } = await pool.query<Seal>(
        `SELECT ${SEAL_COLUMNS} FROM seal WHERE tenant = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT ${SEALS_PER_READ}`,
        [tenant, buffer.at(-1)?.number ?? 0, last],
      );
      [buffer, at, done] = [rows, 0, rows.length < SEALS_PER_READ];
    }
    return buffer[at++];
  };
}
