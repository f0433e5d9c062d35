import { type Instant } from '@overstap/kernel';
import { type TimedAggregate } from '@overstap/mobility';
import type pg from 'pg';

/** Something that falls due on a stream: a rung of a clock, or with an empty `rung` its expiry. */
export interface DueRow {
  readonly tenant: string;
  readonly aggregate: TimedAggregate;
  readonly id: string;
  readonly clockId: string;
  readonly generation: number;
  readonly rung: string;
  readonly at: Instant;
}

/** Nobody notices so little, and a thousand things that fall due one after the other within a second are then a few dozen jobs. */
export const MOMENT_MS = 250;

/** What falls due on a share of a tenant's streams within a quarter of a second: worked off as one. */
export interface Moment {
  readonly tenant: string;
  readonly share: number;
  /** The quarter's beginning, which names the moment. */
  readonly from: Instant;
  /** When the last of it falls due. */
  readonly at: Instant;
  readonly rows: number;
}

export type MomentName = Pick<Moment, 'tenant' | 'share' | 'from'>;

/** A stream on which something is due. */
export type DueStream = Pick<DueRow, 'tenant' | 'aggregate' | 'id' | 'at'>;

/** What falls due when, as it follows from the events: a row comes with the arming of its clock and goes when it has happened. */
export interface DueTable {
  /** Rows due at this instant or before, earliest first, at most `limit`; those after the row `after`, to read on. */
  dueBefore(instant: Instant, limit: number, after?: DueRow): Promise<readonly DueRow[]>;
  /** The moments up to this instant, earliest first. */
  momentsBefore(instant: Instant): Promise<readonly Moment[]>;
  /** The streams on which something of this moment has fallen due by now. */
  streamsAt(moment: MomentName, now: Instant): Promise<readonly DueStream[]>;
  /** The first instant at which something is due; with `later`, the first one after it. */
  earliest(later?: Instant): Promise<Instant | undefined>;
}

/** How many rows fit into one read. */
export const DUE_PAGE = 5_000;

/** Every row due at this instant or before, page by page. */
export async function* duePages(table: DueTable, instant: Instant): AsyncGenerator<readonly DueRow[]> {
  let after: DueRow | undefined;
  for (;;) {
    const page = await table.dueBefore(instant, DUE_PAGE, after);
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < DUE_PAGE) return;
  }
}

interface StoredRow {
  readonly tenant: string;
  readonly aggregate: DueRow['aggregate'];
  readonly aggregate_id: string;
  readonly clock_id: string;
  readonly generation: number | string;
  readonly rung: string;
  readonly at: Date;
}

const COLUMNS = 'tenant, aggregate, aggregate_id, clock_id, generation, rung, at';
const ORDER = 'at, tenant, aggregate_id, clock_id, generation, rung';

/** The due table as the read model `reminder_due` keeps it; `relation` is its name for queries. */
export class SqlDueTable implements DueTable {
  constructor(
    private readonly pool: pg.Pool,
    private readonly relation = 'read_model.reminder_due',
  ) {}

  async dueBefore(instant: Instant, limit: number, after?: DueRow): Promise<readonly DueRow[]> {
    const place = after && [after.at, after.tenant, after.id, after.clockId, after.generation, after.rung];
    const later = place ? `AND at >= $3 AND (${ORDER}) > ($3, $4, $5, $6, $7, $8)` : '';
    const { rows } = await this.pool.query<StoredRow>(
      `${this.perTenant(`SELECT ${COLUMNS} FROM ${this.relation} WHERE tenant = each.tenant AND at <= $1 ${later} ORDER BY ${ORDER} LIMIT $2`)}
       SELECT * FROM found ORDER BY ${ORDER} LIMIT $2`,
      [instant, limit, ...(place ?? [])],
    );
    return rows.map((row) => ({
      tenant: row.tenant,
      aggregate: row.aggregate,
      id: row.aggregate_id,
      clockId: row.clock_id,
      generation: Number(row.generation),
      rung: row.rung,
      at: row.at.toISOString(),
    }));
  }

  async momentsBefore(instant: Instant): Promise<readonly Moment[]> {
    const each = `SELECT tenant, share, date_bin('${MOMENT_MS} ms', at, 'epoch') AS begins, max(at) AS at, count(*)::int AS rows
      FROM ${this.relation} WHERE tenant = each.tenant AND at <= $1 GROUP BY tenant, share, begins`;
    const { rows } = await this.pool.query<{ tenant: string; share: number; begins: Date; at: Date; rows: number }>(
      `${this.perTenant(each)} SELECT * FROM found ORDER BY begins, tenant, share`,
      [instant],
    );
    return rows.map(({ begins, at, ...moment }) => ({
      from: begins.toISOString(),
      at: at.toISOString(),
      ...moment,
    }));
  }

  async streamsAt({ tenant, share, from }: MomentName, now: Instant): Promise<readonly DueStream[]> {
    const { rows } = await this.pool.query<Pick<StoredRow, 'aggregate' | 'aggregate_id' | 'at'>>(
      `SELECT aggregate, aggregate_id, max(at) AS at FROM ${this.relation}
       WHERE tenant = $1 AND share = $2 AND at >= $3 AND at < $3::timestamptz + interval '${MOMENT_MS} ms' AND at <= $4
       GROUP BY aggregate, aggregate_id ORDER BY max(at), aggregate_id`,
      [tenant, share, from, now],
    );
    return rows.map(({ aggregate, aggregate_id: id, at }) => ({ tenant, aggregate, id, at: at.toISOString() }));
  }

  async earliest(later: Instant = '-infinity'): Promise<Instant | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      `${this.perTenant(`SELECT at FROM ${this.relation} WHERE tenant = each.tenant AND at > $1 ORDER BY at LIMIT 1`)}
       SELECT min(at) AS at FROM found`,
      [later],
    );
    return rows[0]?.at?.toISOString();
  }

  /** The read model's indexes begin with the tenant, so each tenant is asked on its own, and the next one is found by the index too. */
  private perTenant(query: string): string {
    return `WITH RECURSIVE each AS (
        (SELECT tenant FROM ${this.relation} ORDER BY tenant LIMIT 1)
        UNION ALL
        SELECT (SELECT next.tenant FROM ${this.relation} next WHERE next.tenant > each.tenant ORDER BY next.tenant LIMIT 1)
        FROM each WHERE each.tenant IS NOT NULL
      ), found AS (SELECT own.* FROM each CROSS JOIN LATERAL (${query}) own)`;
  }
}
