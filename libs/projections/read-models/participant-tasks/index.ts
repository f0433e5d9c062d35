import { type Instant, type LocalDate } from '@overstap/kernel';
import { type TaskStatus, type WorkflowEvent } from '@overstap/mobility';
import { type Scope } from '@overstap/policy';
import { defineReadModel, type ProjectedEvent, type ReadModel, type Rows } from '../../runner/index.js';
import { ask, named, type Page, pageOf, readCursor, type TenantClient } from '../asking.js';
import { changesOf, type Escalated, taskRowOf } from '../task-queue/apply.js';
import { within } from '../within.js';

/** A task of the person's own. Who of the agency was asked to look at it is not here. */
export interface OwnTask {
  /** Stream and task: ids of tasks repeat between trajectories. */
  id: string;
  task: string;
  stream: string;
  trajectory: string;
  programme: string | null;
  code: string;
  phase: string | null;
  mandatory: boolean;
  evidence: string;
  status: TaskStatus;
  waiting_on: string | null;
  snoozed_until: LocalDate | null;
  due_on: LocalDate | null;
  done_on: LocalDate | null;
  created_at: Instant;
  /** Person, event and sealed block of a title given by hand; null otherwise. */
  title_subject: string | null;
  title_event: string | null;
  title_sealed: string | null;
}

const NOT_ESCALATED: Escalated = { escalation_level: 0, escalated_to: [], escalation: null, escalation_by: null };

/** Of what changes a task, what its owner reads. */
const CHANGING = ['status', 'waiting_on', 'snoozed_until', 'due_on', 'done_on'] as const;
export const OWN_TYPES: readonly string[] = [
  'TaskCreated',
  'TaskStarted',
  'TaskBlocked',
  'TaskUnblocked',
  'TaskSnoozed',
  'TaskCompleted',
  'TaskCancelled',
  'TaskReopened',
  'ClockArmed',
  'ClockRearmed',
  'ClockSuspended',
  'ClockResumed',
];

export const OWN_COLUMNS: ReadModel<OwnTask>['columns'] = {
  id: 'text',
  task: 'text',
  stream: 'text',
  trajectory: 'text',
  programme: 'text',
  code: 'text',
  phase: 'text',
  mandatory: 'boolean',
  evidence: 'text',
  status: 'text',
  waiting_on: 'text',
  snoozed_until: 'date',
  due_on: 'date',
  done_on: 'date',
  created_at: 'timestamptz',
  title_subject: 'text',
  title_event: 'text',
  title_sealed: 'text',
};

export const participantTasks = defineReadModel<OwnTask>({
  name: 'participant_tasks',
  version: 1,
  columns: OWN_COLUMNS,
  key: 'id',
  partition: 'id',
  indexes: [['trajectory']],
  types: OWN_TYPES,
  aggregates: ['trajectory'],
  partitionOf: taskRowOf,
  apply: applyToOwnTasks,
});

function applyToOwnTasks(rows: Rows<OwnTask>, event: ProjectedEvent): void {
  const { type, data } = event as unknown as WorkflowEvent;
  const id = taskRowOf(event as unknown as Parameters<typeof taskRowOf>[0]);
  if (id === undefined) return;
  if (type === 'TaskCreated') {
    if (data.role === 'PARTICIPANT') rows.put(id, createdOwn(id, event, { titled: true }));
    return;
  }
  const task = rows.get(id);
  if (!task) return;
  if (type === 'TaskCancelled') return rows.delete(id);
  rows.put(id, { ...task, ...changedOwn(event) });
}

/** What an event changes of a task that its owner reads. */
export function changedOwn(event: ProjectedEvent): Partial<OwnTask> {
  const changes = changesOf(NOT_ESCALATED, event);
  return Object.fromEntries(CHANGING.flatMap((name) => (changes[name] === undefined ? [] : [[name, changes[name]]])));
}

/** A task as it is to its owner on the day on which it comes; `titled`: with what it is called by hand. */
export function createdOwn(id: string, event: ProjectedEvent, { titled }: { readonly titled: boolean }): OwnTask {
  const { data } = event as unknown as Extract<WorkflowEvent, { type: 'TaskCreated' }>;
  const title = titled ? (event.sealed.search ?? null) : null;
  return {
    id,
    task: data.taskId,
    stream: event.stream,
    trajectory: event.trajectory ?? '',
    programme: event.programme ?? null,
    code: data.code,
    phase: data.phaseId ?? null,
    mandatory: data.mandatory,
    evidence: data.evidence,
    status: 'OPEN',
    waiting_on: null,
    snoozed_until: null,
    due_on: data.dueOn ?? null,
    done_on: null,
    created_at: event.occurredAt,
    title_subject: title === null ? null : (event.subject ?? null),
    title_event: title === null ? null : event.id,
    title_sealed: title,
  };
}

/** Tasks within reach that are open, or were done in the last fortnight; the earliest due first. */
export async function ownTasks(
  client: TenantClient,
  scope: Scope,
  { today, limit = 100, after }: { readonly today: LocalDate; readonly limit?: number; readonly after?: string },
): Promise<Page<OwnTask>> {
  const [due = '', id = ''] = readCursor(after, 2) ?? [];
  const values: unknown[] = [today, due, id, limit + 1];
  const mine = within(scope, (value) => `$${values.push(value)}`, 't.trajectory');
  const rows = await ask<OwnTask & { readonly tenant: string }>(
    client,
    `SELECT ${named(participantTasks.columns, 't')} FROM read_model.participant_tasks t
     WHERE ${mine} AND (status <> 'DONE' OR done_on > $1::date - 14) AND (coalesce(due_on::text, '9999-12-31'), id) > ($2, $3)
     ORDER BY coalesce(due_on::text, '9999-12-31'), id LIMIT $4`,
    values,
  );
  const page = pageOf(rows, limit, (row) => [row.due_on ?? '9999-12-31', row.id]);
  return { ...page, rows: page.rows.map(({ tenant: _tenant, ...row }) => row) };
}
