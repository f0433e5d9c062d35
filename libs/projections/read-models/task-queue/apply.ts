import { localDateOf } from '@overstap/calendar';
import { type StoredEvent } from '@overstap/kernel';
import { HOME_ZONE, type WorkflowEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { answered, applyDeadline, DEADLINE_EVENTS, deadlineRowOf } from './deadlines.js';
import { applyMeeting, MEETING_EVENTS, meetingRowOf } from './meetings.js';
import { type QueuedTask } from './table.js';

export const TASK_EVENTS: readonly string[] = [
  'TaskCreated',
  'TaskAssigned',
  'TaskReassigned',
  'TaskClaimed',
  'TaskStarted',
  'TaskBlocked',
  'TaskUnblocked',
  'TaskSnoozed',
  'TaskCompleted',
  'TaskCancelled',
  'TaskReopened',
  'TaskHandedBack',
  'TaskEscalated',
  'EscalationAcknowledged',
  'EscalationResolved',
  'ClockArmed',
  'ClockRearmed',
  'ClockSuspended',
  'ClockResumed',
];

const TASK_CLOCK = 'task.';

/** The task that the event is about, by its own id or by that of its clock. */
export function taskRowOf({ stream, data }: Pick<StoredEvent, 'stream' | 'data'>): string | undefined {
  const { taskId, clockId } = data as { taskId?: string; clockId?: string };
  const task = taskId ?? (clockId?.startsWith(TASK_CLOCK) ? clockId.slice(TASK_CLOCK.length) : undefined);
  return task === undefined ? undefined : `${stream}/${task}`;
}

export interface QueueAudience {
  /** Owners whose tasks its readers may know of; all when left out. */
  readonly roles?: ReadonlySet<string>;
  /** Whether the meetings with the participant are work of its readers. */
  readonly meetings: boolean;
  /** Whether its readers may see titles given by hand (P2). */
  readonly titles: boolean;
}

export const eventsOf = ({ meetings }: QueueAudience): readonly string[] => [
  ...TASK_EVENTS,
  ...DEADLINE_EVENTS,
  ...(meetings ? MEETING_EVENTS : []),
];

export const queueRowOf = (event: StoredEvent): string | undefined =>
  meetingRowOf(event) ?? deadlineRowOf(event) ?? taskRowOf(event);

export function applyToQueue(rows: Rows<QueuedTask>, event: ProjectedEvent, audience: QueueAudience): void {
  const meeting = meetingRowOf(event as unknown as StoredEvent);
  if (meeting !== undefined) return applyMeeting(rows, meeting, event);
  const deadline = deadlineRowOf(event as unknown as StoredEvent);
  if (deadline !== undefined) return applyDeadline(rows, deadline, event);
  const id = taskRowOf(event as unknown as StoredEvent);
  if (id === undefined) return;
  const { type, data } = event as unknown as WorkflowEvent;
  if (type === 'TaskCreated') {
    if (audience.roles?.has(data.role) ?? true) rows.put(id, createdTask(id, event, audience));
    return;
  }
  const task = rows.get(id);
  if (!task) return;
  if (type === 'TaskCancelled') rows.delete(id);
  else rows.put(id, { ...task, ...changesOf(task, event) });
}

/** How far it was escalated, and what was said to that. */
export type Escalated = Pick<QueuedTask, 'escalation_level' | 'escalated_to' | 'escalation' | 'escalation_by'>;

/** One that was started goes on where it was when what blocked it is gone; the engine knows it as OPEN then, and so does the queue. */
export function changesOf(before: Escalated, event: ProjectedEvent): Partial<QueuedTask> {
  const { escalation_level, escalated_to } = before;
  const { type, data } = event as unknown as WorkflowEvent;
  switch (type) {
    case 'TaskAssigned':
    case 'TaskReassigned':
      return { assignee: data.to };
    case 'TaskClaimed':
      return { assignee: data.by };
    case 'TaskStarted':
      return { status: 'IN_PROGRESS', ...GOES_ON, snoozed_until: null };
    case 'TaskBlocked':
      return {
        status: 'BLOCKED',
        waiting_on: data.waitingOn,
        waiting_since: localDateOf(HOME_ZONE, event.occurredAt),
        snoozed_until: null,
      };
    case 'TaskUnblocked':
      return { status: 'OPEN', ...GOES_ON };
    case 'TaskSnoozed':
      return { status: 'SNOOZED', snoozed_until: data.until, waiting_on: null };
    case 'TaskCompleted':
      return { status: 'DONE', done_on: data.on, ...answered(before) };
    case 'TaskReopened':
      return {
        status: data.status,
        waiting_on: data.waitingOn ?? null,
        snoozed_until: null,
        done_on: null,
        ...askedAgain(before),
      };
    case 'TaskHandedBack':
      return { assignee: data.to ?? null };
    case 'TaskEscalated':
      return {
        escalation_level: Math.max(escalation_level, data.level),
        escalated_to: [...new Set([...escalated_to, data.toRole])].sort(),
        // A higher rung asks others: what was said so far is not theirs.
        escalation: 'OPEN',
        escalation_by: null,
      };
    case 'EscalationAcknowledged':
      return { escalation: 'ACKNOWLEDGED', escalation_by: data.by };
    case 'EscalationResolved':
      return { escalation: 'RESOLVED', escalation_by: data.by, escalation_level: 0, escalated_to: [] };
    case 'ClockArmed':
    case 'ClockRearmed':
      return { due_on: data.dueOn ?? null, clock_kind: data.kind };
    case 'ClockResumed':
      return { due_on: data.dueOn };
    case 'ClockSuspended':
      return { due_on: null };
    default:
      return {};
  }
}

const GOES_ON = { waiting_on: null, waiting_since: null } as const;

/** What was asked of those above before a task was done stands again when that is taken back. */
const askedAgain = ({ escalation_level, escalation_by }: Escalated): Partial<QueuedTask> =>
  escalation_level === 0 ? {} : { escalation: escalation_by === null ? 'OPEN' : 'ACKNOWLEDGED' };

function createdTask(id: string, event: ProjectedEvent, { titles }: QueueAudience): QueuedTask {
  const { data } = event as unknown as Extract<WorkflowEvent, { type: 'TaskCreated' }>;
  const title = titles ? (event.sealed.search ?? null) : null;
  return {
    id,
    kind: 'TASK',
    task: data.taskId,
    code: data.code,
    stream: event.stream,
    trajectory: event.trajectory ?? null,
    programme: event.programme ?? null,
    phase: data.phaseId ?? null,
    role: data.role,
    with_roles: data.withRoles ?? [],
    assignee: data.assigneeId ?? null,
    mandatory: data.mandatory,
    evidence: data.evidence,
    status: 'OPEN',
    waiting_on: null,
    waiting_since: null,
    snoozed_until: null,
    due_on: data.dueOn ?? null,
    at: null,
    clock_kind: null,
    escalation_level: 0,
    escalated_to: [],
    escalation: null,
    escalation_by: null,
    created_at: event.occurredAt,
    done_on: null,
    title_subject: title === null ? null : (event.subject ?? null),
    title_event: title === null ? null : event.id,
    title_sealed: title,
  };
}
