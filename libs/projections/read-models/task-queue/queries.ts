import { type LocalDate } from '@overstap/kernel';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { type QueuedTask } from './table.js';

export type QueueName = 'coach_queue' | 'planner_queue';

/** `assigned`: to be done now. `waiting`: on somebody else. `snoozed`: until a day that has not come. `completed`: in the last 14 days. */
export type QueueTab = 'assigned' | 'waiting' | 'snoozed' | 'completed';

/** Why a task stands where it stands; lower comes first (docs/domain.md, "Task queues"). */
export const URGENCIES = [
  'STATUTORY_OVERDUE',
  'PARTICIPANT_WAITING',
  'STATUTORY_SOON',
  'OVERDUE',
  'DUE_TODAY',
  'LATER',
] as const;

export interface QueueQuestion {
  readonly today: LocalDate;
  /** The fifth working day from today on, by the agency's calendar: until then a statutory task comes early. */
  readonly soon: LocalDate;
  readonly tab?: QueueTab;
  readonly programme?: string;
  readonly role?: string;
  readonly assignee?: string;
  /** Nobody has it. Together with `assignee`: that person's or nobody's. */
  readonly unassigned?: boolean;
  readonly trajectory?: string;
  readonly limit?: number;
  readonly after?: string;
}

export type TaskOnDay = QueuedTask & { readonly overdue: boolean; readonly urgency: (typeof URGENCIES)[number] };

const TABS: Readonly<Record<QueueTab, string>> = {
  assigned: `(status IN ('OPEN', 'IN_PROGRESS') OR (status = 'SNOOZED' AND snoozed_until <= $1)
    OR (status = 'BLOCKED' AND waiting_on = role))`,
  waiting: `(status = 'BLOCKED' AND waiting_on IS DISTINCT FROM role)`,
  snoozed: `(status = 'SNOOZED' AND snoozed_until > $1)`,
  completed: `(status = 'DONE' AND done_on > $1::date - 14)`,
};

/** A task that is blocked on its own owner keeps the participant waiting. */
const RANK = `CASE
  WHEN clock_kind = 'STATUTORY' AND due_on < $1 THEN 0
  WHEN status = 'BLOCKED' AND waiting_on = role THEN 1
  WHEN clock_kind = 'STATUTORY' AND due_on <= $2 THEN 2
  WHEN due_on < $1 THEN 3
  WHEN due_on = $1 THEN 4
  ELSE 5 END`;
const KEY = `${RANK}, coalesce(due_on, '9999-12-31'), id`;

/** The tasks of a queue in the order in which they should be done; the completed ones newest first. */
export async function queue(client: TenantClient, name: QueueName, question: QueueQuestion): Promise<Page<TaskOnDay>> {
  const { tab = 'assigned', limit = 50, after, assignee, unassigned } = question;
  const completed = tab === 'completed';
  const values: unknown[] = [question.today, question.soon, limit + 1];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const wanted = [TABS[tab]];
  for (const column of ['programme', 'role', 'trajectory'] as const)
    if (question[column] !== undefined) wanted.push(`${column} = ${given(question[column])}`);
  const whose = [
    ...(assignee === undefined ? [] : [`assignee = ${given(assignee)}`]),
    ...(unassigned ? ['assignee IS NULL'] : []),
  ];
  if (whose.length > 0) wanted.push(`(${whose.join(' OR ')})`);
  const key = readCursor(after, completed ? 2 : 3);
  if (key && completed) wanted.push(`(done_on, id) < (${given(key[0])}::date, ${given(key[1])})`);
  else if (key) wanted.push(`(${KEY}) > (${given(key[0])}::int, ${given(key[1])}::date, ${given(key[2])})`);
  const rows = await ask<TaskOnDay & { readonly tenant: string; readonly rank: number }>(
    client,
    `SELECT *, ${RANK} AS rank, coalesce(status <> 'DONE' AND due_on < $1, false) AS overdue FROM read_model.${name}
     WHERE ${wanted.join(' AND ')} AND $2::date IS NOT NULL ORDER BY ${completed ? 'done_on DESC, id DESC' : KEY} LIMIT $3`,
    values,
  );
  const page = pageOf(rows, limit, ({ rank, due_on, id, done_on }) =>
    completed ? [done_on ?? '', id] : [rank, due_on ?? '9999-12-31', id],
  );
  return {
    ...page,
    rows: page.rows.map(({ tenant: _tenant, rank, ...task }) => ({ ...task, urgency: URGENCIES[rank] ?? 'LATER' })),
  };
}
