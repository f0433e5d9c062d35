import { START, type Clock, type EventStore, type Position } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import type pg from 'pg';
import { BatchHash, NO_HASH, type Seal } from './seal.js';

export interface SealerOptions {
  readonly database: Pick<Database, 'worker' | 'transact'>;
  readonly store: EventStore;
  readonly clock: Clock;
  /** Hears of what failed and will be tried again. */
  readonly report: (error: unknown) => void;
  /** Time between two rounds; default 5,000. What arrives within it shares a seal. */
  readonly everyMs?: number;
  /** Most events of all tenants in one round's seals; default 5,000. */
  readonly batchSize?: number;
}

export interface SealedRound {
  readonly seals: number;
  readonly events: number;
}

/**
 * Follows the log and seals each tenant's events in store order. Seals and checkpoint are committed together and the checkpoint is
 * compared before it moves, so several may run at once and each event is sealed exactly once. Appends do not wait for it.
 */
export class Sealer {
  #timer: NodeJS.Timeout | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #running = false;

  constructor(private readonly options: SealerOptions) {}

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#round();
  }

  /** Resolves when the round under way is over. */
  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    await this.#tail;
  }

  /** Seals everything committed so far and answers what this call sealed. */
  sealNow(): Promise<SealedRound> {
    const result = this.#tail.then(() => this.#sealAll());
    this.#tail = result.catch(() => undefined);
    return result;
  }

  #round(): void {
    this.sealNow()
      .catch(this.options.report)
      .finally(() => {
        if (this.#running) this.#timer = setTimeout(() => this.#round(), this.options.everyMs ?? 5_000);
      });
  }

  async #sealAll(): Promise<SealedRound> {
    const { store, batchSize = 5_000 } = this.options;
    let [seals, events] = [0, 0];
    for (;;) {
      const after = await readSealCheckpoint(this.options.database.worker);
      const page = await store.readAll(after, batchSize);
      if (page.next === after) return { seals, events };
      const batches = new Map<string, BatchHash>();
      for (const event of page.events) {
        let batch = batches.get(event.tenant);
        if (!batch) batches.set(event.tenant, (batch = new BatchHash()));
        batch.add(event);
      }
      if (await this.#store(after, page.next, batches)) {
        seals += batches.size;
        events += page.events.length;
      }
      if (page.atHead) return { seals, events };
    }
  }

  /** False when another sealer has sealed this page. */
  #store(from: Position, to: Position, batches: ReadonlyMap<string, BatchHash>): Promise<boolean> {
    return this.options.database.transact(async (client) => {
      if (!(await moveCheckpoint(client, from, to))) return false;
      const last = await lastSeals(client, [...batches.keys()]);
      const seals = [...batches].map(([tenant, batch]) => {
        const { number, hash } = last.get(tenant) ?? { number: 0, hash: NO_HASH };
        return batch.seal(tenant, number + 1, hash, this.options.clock.now());
      });
      await insertSeals(client, seals);
      return true;
    });
  }
}

/** How far the log is sealed, over all tenants. */
export async function readSealCheckpoint(client: pg.Pool | pg.ClientBase): Promise<Position> {
  const { rows } = await client.query<{ position: Position }>('SELECT position FROM seal_checkpoint');
  return rows[0]?.position ?? START;
}

/** The row stays locked until the commit, so no other sealer numbers seals meanwhile. */
async function moveCheckpoint(client: pg.ClientBase, from: Position, to: Position): Promise<boolean> {
  if (from === START) await client.query(`INSERT INTO seal_checkpoint (position) VALUES ('') ON CONFLICT DO NOTHING`);
  const { rowCount } = await client.query('UPDATE seal_checkpoint SET position = $2 WHERE position = $1', [from, to]);
  return rowCount === 1;
}

async function lastSeals(
  client: pg.ClientBase,
  tenants: readonly string[],
): Promise<ReadonlyMap<string, Pick<Seal, 'number' | 'hash'>>> {
  const { rows } = await client.query<Pick<Seal, 'tenant' | 'number' | 'hash'>>(
    `SELECT t.tenant, last.number, last.hash FROM unnest($1::text[]) AS t (tenant)
     JOIN LATERAL (SELECT number, hash FROM seal s WHERE s.tenant = t.tenant ORDER BY number DESC LIMIT 1) last ON true`,
    [tenants],
  );
  return new Map(rows.map((row) => [row.tenant, row]));
}

async function insertSeals(client: pg.ClientBase, seals: readonly Seal[]): Promise<void> {
  const column = <Key extends keyof Seal>(key: Key): Seal[Key][] => seals.map((seal) => seal[key]);
  await client.query(
    `INSERT INTO seal (tenant, number, from_position, to_position, events, previous_hash, hash, sealed_at)
     SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[])`,
    [
      column('tenant'),
      column('number'),
      column('from'),
      column('to'),
      column('events'),
      column('previousHash'),
      column('hash'),
      column('sealedAt'),
    ],
  );
}
