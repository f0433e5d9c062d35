import { type Instant } from '@overstap/kernel';
import type pg from 'pg';

/** Something that falls due on a stream: a rung of a clock, or with an empty `rung` its expiry. */
export interface DueRow {
  readonly tenant: string;
  readonly aggregate: 'trajectory' | 'programme';
  readonly id: string;
  readonly clockId: string;
  readonly generation: number;
  readonly rung: string;
  readonly at: Instant;
}

/** What falls due when, as it follows from the events: a row comes with the arming of its clock and goes when it has happened. */
export interface DueTable {
  /** Rows due at this instant or before, earliest first, at most `limit`; those after the row `after`, to read on. */
  dueBefore(instant: Instant, limit: number, after?: DueRow): Promise<readonly DueRow[]>;
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

/** The due table as the read model `reminder_due` keeps it; `relation` is its name for queries. */
export class SqlDueTable implements DueTable {
  constructor(
    private readonly pool: pg.Pool,
    private readonly relation = 'read_model.reminder_due',
  ) {}

  async dueBefore(instant: Instant, limit: number, after?: DueRow): Promise<readonly DueRow[]> {
    const place = after && [after.at, after.tenant, after.id, after.clockId, after.generation, after.rung];
    const { rows } = await this.pool.query<StoredRow>(
      `SELECT tenant, aggregate, aggregate_id, clock_id, generation, rung, at FROM ${this.relation}
       WHERE at <= $1 ${place ? 'AND (at, tenant, aggregate_id, clock_id, generation, rung) > ($3, $4, $5, $6, $7, $8)' : ''}
       ORDER BY at, tenant, aggregate_id, clock_id, generation, rung LIMIT $2`,
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

  async earliest(later?: Instant): Promise<Instant | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      `SELECT min(at) AS at FROM ${this.relation} ${later === undefined ? '' : 'WHERE at > $1'}`,
      later === undefined ? [] : [later],
    );
    return rows[0]?.at?.toISOString();
  }
}
