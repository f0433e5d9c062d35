import { type LocalDate } from '@overstap/kernel';
import { type ClockKind } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { planned, within } from '../within.js';
import { type BoardedClock } from './table.js';

export type ClockOnDay = Omit<BoardedClock, 'line'> & { readonly overdue: boolean };

export interface BoardFilter {
  readonly programme?: string;
  readonly aggregate?: 'trajectory' | 'programme';
  readonly aggregate_id?: string;
  readonly kind?: ClockKind;
  readonly times?: string;
  readonly code?: string;
  readonly status?: BoardedClock['status'];
  /** Due on or before this day. */
  readonly dueBy?: LocalDate;
}

const EXACT = ['programme', 'aggregate', 'aggregate_id', 'kind', 'times', 'code', 'status'] as const;
const SHOWN = `id, clock, aggregate, aggregate_id, programme, code, times, kind, generation, status, armed_on, due_on, due_at, legal_on,
  stopped_on, how, expired_at, on_time, put_right, coalesce(status <> 'STOPPED' AND due_on < $1, false) AS overdue`;

/** Clocks of programmes and of trajectories within reach that meet every given filter, the first due first and the suspended last. */
export async function deadlines(
  client: TenantClient,
  scope: Scope,
  filter: BoardFilter,
  { today, limit = 100, after }: { readonly today: LocalDate; readonly limit?: number; readonly after?: string },
): Promise<Page<ClockOnDay>> {
  const [due = '0001-01-01', id = ''] = readCursor(after, 2) ?? [];
  const values: unknown[] = [today, limit + 1, due, id];
  const { dueBy } = filter;
  const mine = within(scope, (value) => `$${values.push(value)}`, 'aggregate_id');
  const ours = planned(scope, (value) => `$${values.push(value)}`, 'aggregate_id');
  const wanted = EXACT.flatMap((name) =>
    filter[name] === undefined ? [] : [`${name} = $${values.push(filter[name])}`],
  );
  if (dueBy !== undefined) wanted.push(`due_on <= $${values.push(dueBy)}`);
  const rows = await ask<ClockOnDay>(
    client,
    `SELECT ${SHOWN} FROM read_model.deadline_board
     WHERE ${[`(coalesce(due_on, '9999-12-31'), id) > ($3::date, $4)`, `(CASE aggregate WHEN 'trajectory' THEN ${mine} WHEN 'programme' THEN ${ours} ELSE true END)`, ...wanted].join(' AND ')}
     ORDER BY coalesce(due_on, '9999-12-31'), id LIMIT $2`,
    values,
  );
  return pageOf(rows, limit, ({ due_on, id: last }) => [due_on ?? '9999-12-31', last]);
}
