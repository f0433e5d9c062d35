import { type StoredEvent } from '@overstap/kernel';
import { type WorkflowEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { type QueuedTask } from './table.js';

/** Beside those that tasks have of their clocks: the end of a clock, and to whom its ladder spoke. */
export const DEADLINE_EVENTS: readonly string[] = ['ClockStopped', 'RungFired'];

const DEADLINE_CLOCK = 'deadline.';

/** The deadline that the event is about. */
export function deadlineRowOf({ stream, data }: StoredEvent): string | undefined {
  const { clockId } = data as { clockId?: string };
  return clockId?.startsWith(DEADLINE_CLOCK) ? `${stream}/${clockId}` : undefined;
}

/**
 * A date of the law is work of those to whom its ladder spoke: first of its owner, then of the others, and of those above them once it escalates.
 * The participant's wait for the coach's answer is the coach's from its first day. A milestone that lay before the trajectory speaks to nobody, and is in nobody's queue. Other deadlines raise tasks where they want something done.
 */
export function applyDeadline(rows: Rows<QueuedTask>, id: string, event: ProjectedEvent): void {
  const { type, data } = event as unknown as WorkflowEvent;
  const known = rows.get(id);
  if (type === 'ClockArmed' || type === 'ClockRearmed') {
    if (data.kind === 'STATUTORY' || data.anchor === WAITING)
      rows.put(id, armed(id, known?.status === 'DONE' ? undefined : known, event));
    return;
  }
  if (!known) return;
  switch (type) {
    case 'ClockSuspended':
      rows.put(id, { ...known, due_on: null });
      return;
    case 'ClockResumed':
      rows.put(id, { ...known, due_on: data.dueOn });
      return;
    case 'ClockStopped':
      if (data.how === 'MET') rows.put(id, { ...known, status: 'DONE', done_on: data.on, ...answered(known) });
      else rows.delete(id);
      return;
    case 'RungFired':
      rows.put(id, { ...known, ...spokenTo(known, data) });
      return;
    default:
  }
}

function spokenTo(
  { role, with_roles, escalation_level, escalated_to }: QueuedTask,
  { toRoles, action, level }: Extract<WorkflowEvent, { type: 'RungFired' }>['data'],
): Partial<QueuedTask> {
  const owner = role === NOBODY ? (toRoles[0] ?? NOBODY) : role;
  const others = toRoles.filter((each) => each !== owner && !with_roles.includes(each));
  if (action !== 'ESCALATE') return { role: owner, with_roles: [...with_roles, ...others].sort() };
  return {
    role: owner,
    escalation: 'OPEN',
    escalation_level: Math.max(escalation_level, level),
    escalated_to: [...new Set([...escalated_to, ...others])].sort(),
  };
}

/** No role has this name, so no queue has what nobody has been told of. */
const NOBODY = 'NOBODY';

/** A deadline that is met, or a task that is done, asks nobody above its owner any more. */
export const answered = ({ escalation }: Pick<QueuedTask, 'escalation'>): Pick<QueuedTask, 'escalation'> => ({
  escalation: escalation && 'RESOLVED',
});

const WAITING = 'waitingOnCoach';

function armed(id: string, known: QueuedTask | undefined, event: ProjectedEvent): QueuedTask {
  const { data } = event as unknown as Extract<WorkflowEvent, { type: 'ClockArmed' }>;
  const waits = data.anchor === WAITING;
  return {
    id,
    kind: 'DEADLINE',
    task: data.clockId,
    code: data.code,
    stream: event.stream,
    trajectory: event.trajectory ?? null,
    programme: event.programme ?? null,
    phase: null,
    role: known?.role ?? (waits ? 'COACH' : NOBODY),
    with_roles: known?.with_roles ?? [],
    // The coach of the day where it is the coach's; the question knows.
    assignee: null,
    mandatory: true,
    evidence: 'NONE',
    status: 'OPEN',
    waiting_on: waits ? 'COACH' : null,
    waiting_since: waits ? data.armedOn : null,
    snoozed_until: null,
    due_on: data.dueOn ?? null,
    at: null,
    clock_kind: data.kind,
    escalation_level: known?.escalation_level ?? 0,
    escalated_to: known?.escalated_to ?? [],
    escalation: known?.escalation ?? null,
    escalation_by: null,
    created_at: known?.created_at ?? event.occurredAt,
    done_on: null,
    title_subject: null,
    title_event: null,
    title_sealed: null,
  };
}
