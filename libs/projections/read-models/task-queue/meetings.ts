import { localDateOf } from '@overstap/calendar';
import { type Instant, type LocalDate, type StoredEvent } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { type QueuedTask } from './table.js';

/** A meeting is work of its day, and of the days after it until somebody has said what came of it. */
export const MEETING_EVENTS: readonly string[] = [
  'IntakeScheduled',
  'IntakeHeld',
  'IntakeNoShow',
  'SessionScheduled',
  'SessionRescheduled',
  'SessionHeld',
  'SessionCancelled',
  'SessionNoShow',
];

const INTAKE = 'intake';

/** The meeting that the event is about: a trajectory has one intake, and sessions with ids. */
export function meetingRowOf({ type, stream, data }: StoredEvent): string | undefined {
  if (!MEETING_EVENTS.includes(type)) return undefined;
  const { sessionId } = data as { sessionId?: string };
  return `${stream}/${sessionId === undefined ? INTAKE : `session.${sessionId}`}`;
}

export function applyMeeting(rows: Rows<QueuedTask>, id: string, event: ProjectedEvent): void {
  const { at, on, sessionId } = event.data as { at?: Instant; on?: LocalDate; sessionId?: string };
  const known = rows.get(id);
  switch (event.type) {
    case 'IntakeScheduled':
    case 'SessionScheduled':
    case 'SessionRescheduled':
      if (at !== undefined) rows.put(id, meeting(id, sessionId, at, event));
      return;
    case 'IntakeHeld':
    case 'SessionHeld':
      if (known) rows.put(id, { ...known, status: 'DONE', done_on: on ?? known.due_on });
      return;
    default:
      rows.delete(id);
  }
}

function meeting(id: string, sessionId: string | undefined, at: Instant, event: ProjectedEvent): QueuedTask {
  return {
    id,
    kind: 'MEETING',
    task: sessionId ?? INTAKE,
    code: sessionId === undefined ? 'MEETING_INTAKE' : 'MEETING_SESSION',
    stream: event.stream,
    trajectory: event.trajectory ?? null,
    programme: event.programme ?? null,
    phase: null,
    role: 'COACH',
    with_roles: ['PARTICIPANT'],
    // Whoever has the trajectory on that day; the question knows.
    assignee: null,
    mandatory: false,
    evidence: 'NONE',
    status: 'OPEN',
    waiting_on: null,
    waiting_since: null,
    snoozed_until: null,
    due_on: localDateOf(HOME_ZONE, at),
    at: new Date(at).toISOString(),
    clock_kind: null,
    escalation_level: 0,
    escalated_to: [],
    escalation: null,
    escalation_by: null,
    created_at: event.occurredAt,
    done_on: null,
    title_subject: null,
    title_event: null,
    title_sealed: null,
  };
}
