import { type Actor, type Instant } from '@overstap/kernel';
import { type MigrationPreview } from '@overstap/mobility';
import { type Database } from '@overstap/platform';
import { type MigrationPlan } from './plan.js';

/** How far a trajectory is: as the dry run left it, carried out, or left where it is for a reason. */
export type ItemStatus = 'PENDING' | 'BLOCKED' | 'MIGRATED' | 'CHANGED' | 'REFUSED';

export interface StoredItem {
  readonly trajectory: string;
  readonly digest: string;
  readonly preview: MigrationPreview;
  readonly status: ItemStatus;
  readonly why: string | null;
}

/** Whoever asks for something or carries it out. */
export interface Person extends Actor {
  /** The account or key that was let in: who has two roles is one person. */
  readonly account?: string;
}

export interface StoredMigration {
  readonly tenant: string;
  readonly hash: string;
  readonly plan: MigrationPlan;
  /** Who asked for it: the commands are theirs. */
  readonly actor: Person;
  /** Who carries it out, once somebody does. */
  readonly appliedBy?: Person | null;
  readonly status: 'PREVIEWED' | 'APPLYING' | 'DONE';
}

const KEPT_DAYS = 30;

/** What dry runs showed, and how far their migrations are. Ids, codes and dates alone. */
export class DryRuns {
  constructor(private readonly database: Database) {}

  /** The same dry run again is no other; what nobody applied for long is forgotten. */
  async keep(
    { tenant, hash, plan, actor }: Omit<StoredMigration, 'status'>,
    items: readonly Pick<StoredItem, 'trajectory' | 'digest' | 'preview'>[],
    now: Instant,
  ): Promise<void> {
    await this.database.transact(async (client) => {
      await client.query(
        `DELETE FROM template_migration WHERE tenant = $1 AND status = 'PREVIEWED' AND hash <> $2
         AND previewed_at < $3::timestamptz - make_interval(days => $4)`,
        [tenant, hash, now, KEPT_DAYS],
      );
      const { rowCount } = await client.query(
        `INSERT INTO template_migration (tenant, hash, terms, programme, actor, status, previewed_at)
         VALUES ($1, $2, $3, $4, $5, 'PREVIEWED', $6) ON CONFLICT DO NOTHING`,
        [tenant, hash, JSON.stringify(plan), plan.programme ?? null, JSON.stringify(actor), now],
      );
      if (rowCount === 0) return;
      await client.query(
        `INSERT INTO template_migration_item (tenant, hash, trajectory, digest, preview, status)
         SELECT $1, $2, trajectory, digest, preview::jsonb, status
         FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) AS item (trajectory, digest, preview, status)`,
        [
          tenant,
          hash,
          items.map(({ trajectory }) => trajectory),
          items.map(({ digest }) => digest),
          items.map(({ preview }) => JSON.stringify(preview)),
          items.map(({ preview }) => (preview.blocker ? 'BLOCKED' : 'PENDING')),
        ],
      );
    });
  }

  async find(tenant: string, hash: string): Promise<StoredMigration | undefined> {
    const { rows } = await this.database.worker.query<StoredMigration>(
      'SELECT tenant, hash, terms AS plan, actor, applied_by AS "appliedBy", status FROM template_migration WHERE tenant = $1 AND hash = $2',
      [tenant, hash],
    );
    return rows[0];
  }

  /** Migrations that were begun and not finished: a crash came between. */
  async unfinished(): Promise<readonly StoredMigration[]> {
    const { rows } = await this.database.worker.query<StoredMigration>(
      `SELECT tenant, hash, terms AS plan, actor, applied_by AS "appliedBy", status FROM template_migration WHERE status = 'APPLYING'`,
    );
    return rows;
  }

  async items(tenant: string, hash: string): Promise<readonly StoredItem[]> {
    const { rows } = await this.database.worker.query<StoredItem>(
      `SELECT trajectory, digest, preview, status, why FROM template_migration_item
       WHERE tenant = $1 AND hash = $2 ORDER BY trajectory`,
      [tenant, hash],
    );
    return rows;
  }

  /** Those that are still to be done, the next ones first. */
  async pending(tenant: string, hash: string, limit: number): Promise<readonly StoredItem[]> {
    const { rows } = await this.database.worker.query<StoredItem>(
      `SELECT trajectory, digest, preview, status, why FROM template_migration_item
       WHERE tenant = $1 AND hash = $2 AND status = 'PENDING' ORDER BY trajectory LIMIT $3`,
      [tenant, hash, limit],
    );
    return rows;
  }

  async begin(tenant: string, hash: string, by: Person): Promise<void> {
    await this.database.worker.query(
      `UPDATE template_migration SET status = 'APPLYING', applied_by = $3 WHERE tenant = $1 AND hash = $2 AND status = 'PREVIEWED'`,
      [tenant, hash, JSON.stringify(by)],
    );
  }

  async settle(tenant: string, hash: string, trajectory: string, status: ItemStatus, why?: string): Promise<void> {
    await this.database.worker.query(
      'UPDATE template_migration_item SET status = $4, why = $5 WHERE tenant = $1 AND hash = $2 AND trajectory = $3',
      [tenant, hash, trajectory, status, why ?? null],
    );
  }

  async end(tenant: string, hash: string, now: Instant): Promise<void> {
    await this.database.worker.query(
      `UPDATE template_migration SET status = 'DONE', ended_at = $3 WHERE tenant = $1 AND hash = $2 AND status = 'APPLYING'`,
      [tenant, hash, now],
    );
  }

  async counts(tenant: string, hash: string): Promise<Readonly<Partial<Record<ItemStatus, number>>>> {
    const { rows } = await this.database.worker.query<{ status: ItemStatus; count: number }>(
      `SELECT status, count(*)::integer AS count FROM template_migration_item WHERE tenant = $1 AND hash = $2 GROUP BY status`,
      [tenant, hash],
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }
}
