import { type LocalDate } from '@overstap/kernel';
import { type TrajectoryStatus } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { reached } from '../within.js';
import { COLUMNS, type TrajectorySummary } from './table.js';

/** A summary as it is read on a day. */
export type SummaryOnDay = Omit<TrajectorySummary, 'facts' | 'phases' | 'clocks'> & { readonly overdue: boolean };

export interface SummaryFilter {
  readonly programme?: string;
  readonly participant?: string;
  readonly coach?: string;
  readonly cohort?: string;
  readonly wave?: number;
  readonly batch?: string;
  readonly status?: TrajectoryStatus;
}

const FOLDED = new Set(['facts', 'phases', 'clocks']);
const SHOWN = Object.keys(COLUMNS).filter((name) => !FOLDED.has(name));
const SELECT = `SELECT ${SHOWN.join(', ')}, coalesce(next_due_on < $1, false) AS overdue FROM read_model.trajectory_summary r`;

/** One trajectory; undefined when there is none of this id within reach. */
export async function summaryOf(
  client: TenantClient,
  scope: Scope,
  trajectory: string,
  today: LocalDate,
): Promise<SummaryOnDay | undefined> {
  const values: unknown[] = [today, trajectory];
  const mine = reached(scope, (value) => `$${values.push(value)}`);
  return (await ask<SummaryOnDay>(client, `${SELECT} WHERE trajectory = $2 AND ${mine}`, values))[0];
}

/** Trajectories within reach that meet every given filter, by id. */
export async function summaries(
  client: TenantClient,
  scope: Scope,
  filter: SummaryFilter,
  { today, limit = 100, after }: { readonly today: LocalDate; readonly limit?: number; readonly after?: string },
): Promise<Page<SummaryOnDay>> {
  const values: unknown[] = [today, limit + 1, readCursor(after, 1)?.[0] ?? ''];
  const mine = reached(scope, (value) => `$${values.push(value)}`);
  const wanted = (['programme', 'participant', 'coach', 'cohort', 'wave', 'batch', 'status'] as const).flatMap(
    (name) => {
      if (filter[name] === undefined) return [];
      values.push(filter[name]);
      return [`${name} = $${values.length}`];
    },
  );
  const rows = await ask<SummaryOnDay>(
    client,
    `${SELECT} WHERE ${['trajectory > $3', mine, ...wanted].join(' AND ')} ORDER BY trajectory LIMIT $2`,
    values,
  );
  return pageOf(rows, limit, ({ trajectory }) => [trajectory]);
}

/** Which of these trajectories are within reach. */
export async function reachedOf(
  client: TenantClient,
  scope: Scope,
  trajectories: readonly string[],
): Promise<ReadonlySet<string>> {
  const values: unknown[] = [trajectories];
  const mine = reached(scope, (value) => `$${values.push(value)}`);
  const rows = await ask<Pick<TrajectorySummary, 'trajectory'>>(
    client,
    `SELECT trajectory FROM read_model.trajectory_summary r WHERE trajectory = ANY ($1) AND ${mine}`,
    values,
  );
  return new Set(rows.map(({ trajectory }) => trajectory));
}
