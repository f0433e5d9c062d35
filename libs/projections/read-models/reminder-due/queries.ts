import { type Instant } from '@overstap/kernel';
import { ask, type TenantClient } from '../asking.js';

/** An aggregate on which something is due, and the first moment of it. */
export interface DueAggregate {
  readonly tenant: string;
  readonly aggregate: 'trajectory' | 'programme';
  readonly aggregateId: string;
  readonly at: Instant;
}

export interface DueItem extends DueAggregate {
  readonly clockId: string;
  readonly generation: number;
  /** Empty for the expiry. */
  readonly rung: string;
}

/** Single moments due by then, the earliest first. On the worker's connection: of all tenants. */
export const dueMoments = (client: TenantClient, until: Instant, limit = 1000): Promise<readonly DueItem[]> =>
  ask<DueItem>(
    client,
    `SELECT tenant, aggregate, aggregate_id AS "aggregateId", clock_id AS "clockId", generation, rung, at
     FROM read_model.reminder_due WHERE at <= $1 ORDER BY at, tenant, id LIMIT $2`,
    [until, limit],
  );

/** The aggregates on which something is due by then, the earliest first; one command to each brings it all about. */
export const dueAggregates = (client: TenantClient, until: Instant, limit = 1000): Promise<readonly DueAggregate[]> =>
  ask<DueAggregate>(
    client,
    `SELECT tenant, aggregate, aggregate_id AS "aggregateId", min(at) AS at
     FROM read_model.reminder_due WHERE at <= $1 GROUP BY 1, 2, 3 ORDER BY 4, 1, 2, 3 LIMIT $2`,
    [until, limit],
  );

/** When something falls due next; undefined when nothing will by itself. */
export async function nextDueMoment(client: TenantClient): Promise<Instant | undefined> {
  const [row] = await ask<{ readonly at: Instant | null }>(client, 'SELECT min(at) AS at FROM read_model.reminder_due');
  return row?.at ?? undefined;
}
