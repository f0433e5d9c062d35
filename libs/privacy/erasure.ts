import { type Category } from '@overstap/kernel';
import type pg from 'pg';
import { type SubjectKeys } from './subject-keys.js';

export interface ErasureEntry {
  readonly tenant: string;
  readonly subject: string;
  readonly categories: readonly Category[];
}

export interface ErasureConnections {
  /** Role worker, one transaction. */
  transact<T>(fn: (client: pg.PoolClient) => Promise<T>): Promise<T>;
}

/** Destroys keys, and remembers it where a restore can replay it. */
export class Erasure {
  constructor(
    private readonly connections: ErasureConnections,
    private readonly keys: SubjectKeys,
  ) {}

  /**
   * What the keys sealed cannot be read again, and no key for these categories is made again, also where there was none yet.
   * Other processes stop using a cached key within a second. Erasing twice is erasing once.
   */
  async erase(tenant: string, subject: string, categories: readonly Category[]): Promise<void> {
    await this.#eraseAll([{ tenant, subject, categories }]);
  }

  /** Everything ever erased, in order: kept beside each backup, so that a restore can forget what was erased after it. */
  async ledger(): Promise<readonly ErasureEntry[]> {
    return this.connections.transact(async (client) => {
      const { rows } = await client.query<ErasureEntry>(
        'SELECT tenant, subject, categories FROM erasure_ledger ORDER BY id',
      );
      return rows;
    });
  }

  /** Erases again what a restored database has forgotten; to be done before it opens. Answers how many entries were new to it. */
  async replay(entries: readonly ErasureEntry[]): Promise<number> {
    return this.#eraseAll(entries);
  }

  async #eraseAll(entries: readonly ErasureEntry[]): Promise<number> {
    const wanted = entries.filter(({ categories }) => categories.length > 0);
    const erased = await this.connections.transact(async (client) => {
      // One at a time: the ledger's ids then commit in order, and a cache that follows them misses none.
      await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('erasure_ledger', 0))`);
      let count = 0;
      for (const entry of wanted) if (await destroy(client, entry)) count++;
      return count;
    });
    for (const { tenant, subject, categories } of wanted) this.keys.forget(tenant, subject, categories);
    return erased;
  }
}

async function destroy(client: pg.ClientBase, { tenant, subject, categories }: ErasureEntry): Promise<boolean> {
  const sorted = [...new Set(categories)].sort();
  const { rows } = await client.query<{ category: Category }>(
    `INSERT INTO subject_keys AS k (tenant, subject, category, state, erased_at)
     SELECT $1, $2, category, 'erased', now() FROM unnest($3::text[]) AS c (category)
     ON CONFLICT (tenant, subject, category) DO UPDATE
       SET state = 'erased', wrapped = NULL, master_key = NULL, erased_at = now() WHERE k.state = 'active'
     RETURNING category`,
    [tenant, subject, sorted],
  );
  if (rows.length === 0) return false;
  await client.query('INSERT INTO erasure_ledger (tenant, subject, categories) VALUES ($1, $2, $3)', [
    tenant,
    subject,
    rows.map((row) => row.category),
  ]);
  return true;
}
