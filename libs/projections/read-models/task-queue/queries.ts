import { type LocalDate } from '@overstap/kernel';
import { type ClockKind } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { type Given } from '../within.js';
import { COLUMNS, type QueuedTask } from './table.js';
import { QUEUES, type QueueName } from './queues.js';
import { work } from './work.js';

/**
 * `assigned`: to be done now, of which `overdue`, `today` and `week` (today to Sunday) are parts. `waiting`: on somebody else.
 * `snoozed`: until a day that has not come. `completed`: in the last 14 days.
 */
export const QUEUE_TABS = ['assigned', 'overdue', 'today', 'week', 'waiting', 'snoozed', 'completed'] as const;
export type QueueTab = (typeof QUEUE_TABS)[number];

/** Why a task stands where it stands; lower comes first (docs/domain.md, "Task queues"). */
export const URGENCIES = [
  'STATUTORY_OVERDUE',
  'PARTICIPANT_WAITING',
  'STATUTORY_SOON',
  'MEETING_TODAY',
  'OVERDUE',
  'DUE_TODAY',
  'LATER',
] as const;

/** What a reader narrows a queue down to, and what a saved view keeps. */
export interface QueueFilter {
  readonly tab?: QueueTab;
  readonly programme?: string;
  /** Of the task's owner. */
  readonly role?: string;
  readonly phase?: string;
  /** The template's code of the task. */
  readonly code?: string;
  readonly clock?: ClockKind;
  /** In which the participant is written to; tasks of a programme itself have none. */
  readonly language?: string;
  readonly assignee?: string;
  /** In which the coach of the trajectory is. */
  readonly team?: string;
  /** Nobody has it. Together with `assignee`: that person's or nobody's. */
  readonly unassigned?: boolean;
  /** A rung has asked somebody above its owner to look at it. */
  readonly escalated?: boolean;
  readonly trajectory?: string;
}

/** Words to look for: in codes and pseudonymous ids, and in the names that templates give their tasks. */
export interface QueueSearch {
  readonly text: string;
  /** Where those names were found: a task's code in a programme. */
  readonly named: readonly { readonly programme: string; readonly code: string }[];
}

export interface QueueQuestion extends QueueFilter {
  /** Of whoever asks. */
  readonly scope: Scope;
  readonly today: LocalDate;
  /** The fifth working day from today on, by the agency's calendar: until then a statutory task comes early. */
  readonly soon: LocalDate;
  readonly search?: QueueSearch;
  readonly limit?: number;
  readonly after?: string;
}

/** `assignee` of a meeting, and of a deadline that is the coach's too, is the coach who has the trajectory today. */
export type TaskOnDay = QueuedTask & {
  readonly overdue: boolean;
  readonly urgency: (typeof URGENCIES)[number];
  readonly language: string | null;
  /** In which the coach of the trajectory is today. */
  readonly team: string | null;
};

/** A snoozed statutory task is back on the day on which the law wants it, whatever was decided when it was due later. */
const BACK = `(status = 'SNOOZED' AND (snoozed_until <= $1 OR (clock_kind = 'STATUTORY' AND due_on <= $1)))`;
const ASSIGNED = `(status IN ('OPEN', 'IN_PROGRESS') OR (status = 'BLOCKED' AND waits_here) OR ${BACK})`;
const TABS: Readonly<Record<QueueTab, string>> = {
  assigned: ASSIGNED,
  overdue: `${ASSIGNED} AND due_on < $1`,
  today: `${ASSIGNED} AND due_on = $1`,
  week: `${ASSIGNED} AND due_on BETWEEN $1 AND date_trunc('week', $1::date)::date + 6`,
  waiting: `(status = 'BLOCKED' AND NOT waits_here)`,
  snoozed: `(status = 'SNOOZED' AND NOT ${BACK})`,
  completed: `(status = 'DONE' AND done_on > $1::date - 14)`,
};

/** Beside what is computed for the day. */
const SHOWN = [
  ...Object.keys(COLUMNS).filter((column) => !['status', 'assignee'].includes(column)),
  ...['holder AS assignee', 'language', 'team'],
].join(', ');

/** One that is back from its snooze is to be done, and no longer put off. */
const STANDS = `CASE WHEN ${BACK} THEN 'OPEN' ELSE status END`;

/** A task that is blocked on its own owner, and for a coach one that is blocked on the coach, keeps the participant waiting, and so does a question that the coach has not answered. */
const RANK = `CASE
  WHEN status = 'DONE' THEN 6
  WHEN clock_kind = 'STATUTORY' AND due_on < $1 THEN 0
  WHEN waits_here AND (status = 'BLOCKED' OR kind = 'DEADLINE') THEN 1
  WHEN clock_kind = 'STATUTORY' AND due_on <= $2 THEN 2
  WHEN kind = 'MEETING' AND due_on = $1 THEN 3
  WHEN due_on < $1 THEN 4
  WHEN due_on = $1 THEN 5
  ELSE 6 END`;
/** Meetings of one day by the hour. */
const KEY = `${RANK}, coalesce(due_on, '9999-12-31'), coalesce(to_char(at AT TIME ZONE 'UTC', 'HH24:MI'), ''), id`;

/** The tasks of a queue in the order in which they should be done; the completed ones newest first. */
export async function queue(client: TenantClient, name: QueueName, question: QueueQuestion): Promise<Page<TaskOnDay>> {
  const { tab = 'assigned', limit = 50, after } = question;
  const completed = tab === 'completed';
  const values: unknown[] = [question.today, question.soon, limit + 1];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const wanted = [...conditions(name, question, given), TABS[tab]];
  const key = readCursor(after, completed ? 2 : 4);
  if (key && completed) wanted.push(`(done_on, id) < (${given(key[0])}::date, ${given(key[1])})`);
  else if (key)
    wanted.push(`(${KEY}) > (${given(key[0])}::int, ${given(key[1])}::date, ${given(key[2])}, ${given(key[3])})`);
  const rows = await ask<TaskOnDay>(
    client,
    `SELECT ${SHOWN}, ${STANDS} AS status, (${given(URGENCIES)}::text[])[${RANK} + 1] AS urgency,
       coalesce(status <> 'DONE' AND due_on < $1, false) AS overdue FROM ${work(name, question, given)}
     WHERE ${wanted.join(' AND ')} AND $2::date IS NOT NULL ORDER BY ${completed ? 'done_on DESC, id DESC' : KEY} LIMIT $3`,
    values,
  );
  return pageOf(rows, limit, ({ urgency, due_on, at, id, done_on }) =>
    completed ? [done_on ?? '', id] : [URGENCIES.indexOf(urgency), due_on ?? '9999-12-31', at?.slice(11, 16) ?? '', id],
  );
}

/** How many tasks each tab of a queue has under a filter. */
export async function queueCounts(
  client: TenantClient,
  name: QueueName,
  question: Omit<QueueQuestion, 'tab' | 'limit' | 'after'>,
): Promise<Readonly<Record<QueueTab, number>>> {
  const values: unknown[] = [question.today];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const wanted = conditions(name, question, given);
  const counts = QUEUE_TABS.map((tab) => `count(*) FILTER (WHERE ${TABS[tab]})::int AS ${tab}`);
  const [row] = await ask<Record<QueueTab, number>>(
    client,
    `SELECT ${counts.join(', ')} FROM ${work(name, question, given)} WHERE ${['true', ...wanted].join(' AND ')}`,
    values,
  );
  if (!row) throw new Error('An aggregate without groups has one row');
  return row;
}

/** Which of these rows are in the queue and within reach, wherever they stand, and of which kind: only tasks are done by hand. */
export async function rowsIn(
  client: TenantClient,
  scope: Scope,
  name: QueueName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Pick<QueuedTask, 'stream' | 'task' | 'kind' | 'code'>>> {
  const values: unknown[] = [ids];
  const given = (value: unknown): string => `$${values.push(value)}`;
  const rows = await ask<Pick<QueuedTask, 'id' | 'stream' | 'task' | 'kind' | 'code'>>(
    client,
    `SELECT id, stream, task, kind, code FROM ${work(name, { scope }, given)} WHERE id = ANY ($1) AND ${belonging(name, given)}`,
    values,
  );
  return new Map(rows.map(({ id, ...found }) => [id, found]));
}

function belonging(name: QueueName, given: Given): string {
  const { roles, escalatedTo } = QUEUES[name];
  const mine = given(roles);
  const owned = `(role = ANY (${mine}) OR (kind = 'DEADLINE' AND with_roles && ${mine}::text[]))`;
  return escalatedTo === undefined ? owned : `(${owned} OR ${given(escalatedTo)} = ANY (escalated_to))`;
}

const COLUMN_OF = {
  programme: 'programme',
  role: 'role',
  phase: 'found_in',
  code: 'code',
  clock: 'clock_kind',
  language: 'language',
  trajectory: 'trajectory',
  team: 'team',
} as const satisfies Partial<Record<keyof QueueFilter, string>>;

function conditions(
  name: QueueName,
  question: QueueFilter & Pick<QueueQuestion, 'search' | 'soon'>,
  given: Given,
): string[] {
  const { assignee, unassigned, escalated, search, soon } = question;
  const wanted = [
    belonging(name, given),
    `(kind <> 'MEETING' OR NOT concluded OR status = 'DONE')`,
    // A deadline is no work yet while it is far off.
    `(kind <> 'DEADLINE' OR status = 'DONE' OR due_on <= ${given(soon)})`,
  ];
  for (const field of Object.keys(COLUMN_OF) as (keyof typeof COLUMN_OF)[])
    if (question[field] !== undefined) wanted.push(`${COLUMN_OF[field]} = ${given(question[field])}`);
  const whose = [
    ...(assignee === undefined ? [] : [`holder = ${given(assignee)}`]),
    ...(unassigned ? ['holder IS NULL'] : []),
  ];
  if (whose.length > 0) wanted.push(`(${whose.join(' OR ')})`);
  if (escalated !== undefined) wanted.push(`(escalation_level > 0 AND escalation <> 'RESOLVED') = ${given(escalated)}`);
  if (search) wanted.push(found(search, given));
  return wanted;
}

/** What was typed stands for itself: `%` and `_` are no wildcards. */
function found({ text, named }: QueueSearch, given: Given): string {
  const pattern = given(`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const fields = ['code', 'task', 'trajectory', 'programme', 'phase', 'holder'].map(
    (field) => `${field} ILIKE ${pattern}`,
  );
  const programmes = given(named.map(({ programme }) => programme));
  const codes = given(named.map(({ code }) => code));
  return `(${fields.join(' OR ')} OR (programme, code) IN (SELECT * FROM unnest(${programmes}::text[], ${codes}::text[])))`;
}
