import { type Instant } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type KeyWrapper, notRetired } from '@overstap/privacy';
import { type WebhookTarget } from './call.js';

/** What is shown of a subscription; the rest of its address may hold a secret, and is sealed with the secret proper. */
export interface WebhookSubscription {
  readonly id: string;
  readonly origin: string;
  readonly events: readonly string[];
  readonly created_at: Instant;
}

export interface NewSubscription extends WebhookTarget {
  readonly id: string;
  readonly events: readonly string[];
  readonly at: Instant;
}

/** One agency needs a few; more would multiply every event. */
export const MOST_SUBSCRIPTIONS = 20;
const CATEGORY = 'webhook';
const PAGE = 100;

interface SealedRow {
  readonly tenant: string;
  readonly id: string;
  readonly sealed: Buffer;
  readonly master_key: string;
}

const ownerOf = ({ tenant, id }: Pick<SealedRow, 'tenant' | 'id'>) => ({ tenant, subject: id, category: CATEGORY });
const isoOf = (row: Omit<WebhookSubscription, 'created_at'> & { readonly created_at: Date }): WebhookSubscription => ({
  ...row,
  created_at: row.created_at.toISOString(),
});

/** Who is called about what. Addresses and secrets lie wrapped under the tenant's master key. */
export class WebhookSubscriptions {
  constructor(
    private readonly database: Pick<Database, 'readAs' | 'worker' | 'transact'>,
    private readonly keys: KeyWrapper,
  ) {}

  /** False when the tenant has as many as it may. */
  async add(tenant: string, { id, url, secret, events, at }: NewSubscription): Promise<boolean> {
    const key = Buffer.from(JSON.stringify({ url, secret }));
    const [made] = await this.keys.wrap([{ ...ownerOf({ tenant, id }), key }]);
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query(
        `INSERT INTO webhook (tenant, id, origin, events, sealed, master_key, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT count(*) FROM webhook) < ${MOST_SUBSCRIPTIONS} AND ${notRetired('$6')}`,
        [tenant, id, new URL(url).origin, events, made?.wrapped, made?.masterKey, at],
      ),
    );
    if (rowCount === 1 || made?.masterKey === this.keys.currentId) return rowCount === 1;
    // The master key was changed between wrapping and storing.
    return this.add(tenant, { id, url, secret, events, at });
  }

  async list(tenant: string): Promise<readonly WebhookSubscription[]> {
    const { rows } = await this.database.readAs(tenant, (client) =>
      client.query<Parameters<typeof isoOf>[0]>(
        'SELECT id, origin, events, created_at FROM webhook ORDER BY created_at, id',
      ),
    );
    return rows.map(isoOf);
  }

  /** False when there is none. What waits for it is withdrawn when its turn comes. */
  async remove(tenant: string, id: string): Promise<boolean> {
    const { rowCount } = await this.database.readAs(tenant, (client) =>
      client.query('DELETE FROM webhook WHERE id = $1', [id]),
    );
    return rowCount === 1;
  }

  /** The ids of those who want to hear of a kind of event, of all tenants: `tenant` → `type` → ids. */
  async byType(): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>> {
    const { rows } = await this.database.worker.query<{ tenant: string; type: string; ids: string[] }>(
      'SELECT tenant, unnest(events) AS type, array_agg(id::text ORDER BY id) AS ids FROM webhook GROUP BY 1, 2',
    );
    const tenants = new Map<string, Map<string, readonly string[]>>();
    for (const { tenant, type, ids } of rows) {
      const types = tenants.get(tenant) ?? new Map<string, readonly string[]>();
      tenants.set(tenant, types.set(type, ids));
    }
    return tenants;
  }

  /** Where to call; undefined when the subscription was removed. */
  async targetOf(tenant: string, id: string): Promise<WebhookTarget | undefined> {
    const { rows } = await this.database.worker.query<SealedRow>(
      'SELECT tenant, id, sealed, master_key FROM webhook WHERE tenant = $1 AND id = $2',
      [tenant, id],
    );
    const [opened] = await this.open(rows);
    return opened && (JSON.parse(opened.toString()) as WebhookTarget);
  }

  private open(rows: readonly SealedRow[]): Promise<readonly Buffer[]> {
    const wrapped = rows.map((row) => ({ ...ownerOf(row), masterKey: row.master_key, wrapped: row.sealed }));
    return this.keys.unwrap(wrapped);
  }

  /** Wraps all of them under the current master key, after it was changed; answers how many were not yet. */
  async rewrap(): Promise<number> {
    for (let total = 0; ;) {
      const count = await this.rewrapPage();
      if (count === 0) return total;
      total += count;
    }
  }

  private rewrapPage(): Promise<number> {
    return this.database.transact(async (client) => {
      const { rows } = await client.query<SealedRow>(
        `SELECT tenant, id, sealed, master_key FROM webhook WHERE master_key <> $1 ORDER BY tenant, id LIMIT ${PAGE} FOR UPDATE`,
        [this.keys.currentId],
      );
      const opened = await this.open(rows);
      const wrapped = await this.keys.wrap(
        rows.map((row, index) => ({ ...ownerOf(row), key: opened[index] ?? Buffer.alloc(0) })),
      );
      for (const [index, { tenant, id }] of rows.entries())
        await client.query('UPDATE webhook SET sealed = $3, master_key = $4 WHERE tenant = $1 AND id = $2', [
          tenant,
          id,
          wrapped[index]?.wrapped,
          wrapped[index]?.masterKey,
        ]);
      return rows.length;
    });
  }
}
