import { type Instant, type LocalDate } from '@overstap/kernel';
import { type ClockKind, type TaskStatus } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';

/** One task, meeting, statutory deadline or wait for the coach's answer (a DEADLINE, too) in a queue. Its name comes from the template, by code; a task that was added by hand has a sealed title of its own. */
export interface QueuedTask {
  /** Stream and task: ids of tasks repeat between trajectories. */
  id: string;
  kind: 'TASK' | 'MEETING' | 'DEADLINE';
  /** Id of the task, of the session, or of the deadline's clock. */
  task: string;
  code: string;
  stream: string;
  /** Null for a task of the programme itself. */
  trajectory: string | null;
  programme: string | null;
  phase: string | null;
  role: string;
  /** Of a deadline those to whom its ladder spoke beside its owner. */
  with_roles: string[];
  assignee: string | null;
  mandatory: boolean;
  evidence: string;
  status: TaskStatus;
  waiting_on: string | null;
  /** Of a blocked task the day on which it was blocked; of the wait for the coach the day of what is waited on. */
  waiting_since: LocalDate | null;
  snoozed_until: LocalDate | null;
  /** Of a meeting the day on which it is. */
  due_on: LocalDate | null;
  /** When a meeting begins; null for a task. */
  at: Instant | null;
  /** Of the task's clock; null while it has none. */
  clock_kind: ClockKind | null;
  /** Of the highest rung that escalated it; 0 when none did, or somebody said what came of it. */
  escalation_level: number;
  /** The roles that a rung has asked to look at it. */
  escalated_to: string[];
  /** What those have said to it; null when no rung has escalated it. Doing the task, meeting the deadline, resolves it. */
  escalation: 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED' | null;
  /** Who acknowledged or resolved it. */
  escalation_by: string | null;
  created_at: Instant;
  done_on: LocalDate | null;
  /** Person, event and sealed block of a title given by hand; null otherwise, and always where titles may not be seen. */
  title_subject: string | null;
  title_event: string | null;
  title_sealed: string | null;
}

export const COLUMNS: ReadModel<QueuedTask>['columns'] = {
  id: 'text',
  kind: 'text',
  task: 'text',
  code: 'text',
  stream: 'text',
  trajectory: 'text',
  programme: 'text',
  phase: 'text',
  role: 'text',
  with_roles: 'text[]',
  assignee: 'text',
  mandatory: 'boolean',
  evidence: 'text',
  status: 'text',
  waiting_on: 'text',
  waiting_since: 'date',
  snoozed_until: 'date',
  due_on: 'date',
  at: 'timestamptz',
  clock_kind: 'text',
  escalation_level: 'integer',
  escalated_to: 'text[]',
  escalation: 'text',
  escalation_by: 'text',
  created_at: 'timestamptz',
  done_on: 'date',
  title_subject: 'text',
  title_event: 'text',
  title_sealed: 'text',
};
