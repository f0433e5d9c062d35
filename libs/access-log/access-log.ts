import { type Clock } from '@overstap/kernel';
import type pg from 'pg';
import { type AccessEntry } from './access-entry.js';
import { accessSeal, type AccessSeal, type SealedTo, UNSEALED } from './access-seal.js';

/** What is stored at once: more wait for the next batch. */
const BATCH_ENTRIES = 500;
/** Each time another process was quicker to seal; more than this is no race any more. */
const ATTEMPTS = 20;
const UNIQUE_VIOLATION = '23505';

interface Waiting {
  readonly tenant: string;
  readonly entry: Omit<AccessEntry, 'at'>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export interface AccessLogParts {
  /** Role appender, which inserts alone. */
  readonly appender: Pick<pg.Pool, 'query'>;
  readonly clock: Clock;
}

/**
 * Who read what of whom. An entry is stored before the answer goes out: a read that nobody would hear of does not happen. What is read while a batch
 * is being stored shares the next one, so that many readers wait for one commit.
 */
export class AccessLog {
  #waiting: Waiting[] = [];
  #storing: Promise<void> | undefined;
  readonly #sealedTo = new Map<string, SealedTo>();

  constructor(private readonly parts: AccessLogParts) {}

  /** Resolves when the entry is stored. */
  record(tenant: string, entry: Omit<AccessEntry, 'at'>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tenant, entry, resolve, reject });
      // After the current turn, so that what is answered together is stored together.
      this.#storing ??= new Promise<void>((go) => setImmediate(go)).then(() => this.#storeWaiting());
    });
  }

  /** Resolves when nothing waits. */
  async close(): Promise<void> {
    await this.#storing;
  }

  async #storeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_ENTRIES);
      for (const tenant of new Set(batch.map((each) => each.tenant))) {
        const ofTenant = batch.filter((each) => each.tenant === tenant);
        try {
          await this.#store(tenant, ofTenant);
          for (const { resolve } of ofTenant) resolve();
        } catch (error) {
          for (const { reject } of ofTenant) reject(error);
        }
      }
    }
    this.#storing = undefined;
  }

  async #store(tenant: string, batch: readonly Waiting[]): Promise<void> {
    const { appender, clock } = this.parts;
    const at = clock.now();
    const entries = batch.map(({ entry }) => ({ ...entry, at }));
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const previous = this.#sealedTo.get(tenant) ?? (await lastSeal(appender, tenant));
      const seal = accessSeal(tenant, previous, entries, at);
      // Whatever happens next, what is remembered may be wrong until the seal is known to be stored.
      this.#sealedTo.delete(tenant);
      if (await insert(appender, tenant, seal, entries)) {
        this.#sealedTo.set(tenant, seal);
        return;
      }
    }
    throw new Error('The access log could not be written: other processes were quicker each time.');
  }
}

async function lastSeal(appender: Pick<pg.Pool, 'query'>, tenant: string): Promise<SealedTo> {
  const { rows } = await appender.query<SealedTo>(
    'SELECT number, hash FROM access_seal WHERE tenant = $1 ORDER BY number DESC LIMIT 1',
    [tenant],
  );
  return rows[0] ?? UNSEALED;
}

/**
 * One statement, so that the seal and its entries are there together or not at all; and the seal only after the very one that it follows. It does not
 * wait for the disk, which would make a single read three times as slow: a program that crashes loses no entry, a machine that loses power
 * those of its last half second.
 */
const INSERT = `
  WITH unhurried AS (SELECT set_config('synchronous_commit', 'off', true) AS is),
  seal AS (
    INSERT INTO access_seal (tenant, number, entries, previous_hash, hash, sealed_at)
    SELECT $1, $2::integer, $3::integer, $4, $5, $6
    WHERE $2::integer = 1 OR EXISTS (SELECT FROM access_seal WHERE tenant = $1 AND number = $2::integer - 1 AND hash = $4)
    RETURNING number)
  INSERT INTO access_entry (tenant, seal, line, role, ref, account, via, route, shown, participants, trajectories, at)
  SELECT $1, seal.number, e.line, e.role, e.ref, e.account, e.via, e.route, e.shown, e.participants, e.trajectories, e.at
  FROM unhurried, seal, json_to_recordset($7::json) AS e (line integer, role text, ref text, account text, via text, route text, shown text[],
    participants text[], trajectories text[], at text)
  WHERE unhurried.is = 'off'`;

/** False when the seal that it was to follow is not the last one. */
async function insert(
  appender: Pick<pg.Pool, 'query'>,
  tenant: string,
  { number, entries: count, previousHash, hash, sealedAt }: AccessSeal,
  entries: readonly AccessEntry[],
): Promise<boolean> {
  const lines = JSON.stringify(entries.map((entry, line) => ({ line, ...entry })));
  try {
    const { rowCount } = await appender.query({
      name: 'access-log',
      text: INSERT,
      values: [tenant, number, count, previousHash, hash, sealedAt, lines],
    });
    return rowCount === count;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}
