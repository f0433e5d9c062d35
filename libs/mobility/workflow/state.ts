import { type Duration } from '@overstap/calendar';
import { type EventsOf, type Instant, type LocalDate, oncePer } from '@overstap/kernel';
import { type ClockKind } from '../programme-template/definition.js';
import type * as events from './events.js';
import { WORKFLOW_EVENTS } from './events.js';
import { type Evidence } from './evidence.js';

export type WorkflowEvent = EventsOf<typeof events.WORKFLOW_EVENTS>;

export const isWorkflowEvent = (event: { readonly type: string }): event is WorkflowEvent =>
  event.type in WORKFLOW_EVENTS;

export type PhaseStatus = 'OPEN' | 'COMPLETED' | 'SKIPPED';

/** A day, and the instant from which on what becomes known counts. */
export interface KnownFrom {
  readonly on: LocalDate;
  readonly at: Instant;
}

export interface PhaseGap {
  readonly from: Instant;
  readonly to: Instant;
  /** It was skipped, or over with the whole: its tasks had fallen away as well. */
  readonly skipped: boolean;
}

export interface PhaseState {
  readonly status: PhaseStatus;
  readonly enteredOn?: LocalDate;
  readonly endedOn?: LocalDate;
  /** Of a phase that was skipped, but not by a decision: since when. */
  readonly skippedOn?: LocalDate;
  /** When it ended, for as long as it is over. */
  readonly endedAt?: Instant;
  /** When it became known that it had been completed. */
  readonly endKnownAt?: Instant;
  /** EXIT_CRITERIA, LANDED, CLOSED or DECIDED. */
  readonly endedBy?: string;
  /** Of a phase that was skipped while it was open: the day on which it had been entered. */
  readonly wasEnteredOn?: LocalDate;
  /** Of a phase that repeats: which time it has begun; absent the first time. */
  readonly round?: number;
  /** When its round began, after the first. */
  readonly begun?: KnownFrom;
  /** When it was last opened again by a decision after its exit criteria had ended it. */
  readonly reopened?: KnownFrom;
  /** The times in which it was over before it was opened again: its clocks stand still in them. */
  readonly gaps?: readonly PhaseGap[];
  /** It was open when another template came, and stays so whether or not that would have begun it. */
  readonly brought?: boolean;
}

/** SUSPENDED holds no due date; EXPIRED is past its due date and still open, so that its overdue rungs go on. */
export const CLOCK_STATUSES = ['RUNNING', 'SUSPENDED', 'EXPIRED', 'STOPPED'] as const;
export type ClockStatus = (typeof CLOCK_STATUSES)[number];

export interface ClockState {
  readonly clockId: string;
  readonly generation: number;
  readonly status: ClockStatus;
  readonly kind: ClockKind;
  readonly code: string;
  readonly times: events.ClockArmed['times'];
  readonly armedOn: LocalDate;
  readonly budget: Duration;
  readonly dueOn?: LocalDate;
  readonly dueAt?: Instant;
  readonly basis: string;
  readonly calendarVersion: number;
  /** Rungs of this generation that have yet to speak, in order. */
  readonly pending: readonly events.RungPlan[];
  /** When each rung of this generation fired. */
  readonly fired: Readonly<Record<string, Instant>>;
  /** Those of them that a pause known only later made void. */
  readonly retracted?: readonly string[];
  readonly stoppedOn?: LocalDate;
  readonly how?: events.ClockStopped['how'];
}

/** A date that somebody gave a clock: it holds for the anchor and the budget that it was about. */
export interface ClockMove {
  readonly armedOn: LocalDate;
  readonly counted: Duration;
  readonly budget: Duration;
}

export const TASK_STATUSES = ['OPEN', 'IN_PROGRESS', 'BLOCKED', 'SNOOZED', 'DONE', 'CANCELLED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export interface TaskState {
  readonly taskId: string;
  readonly code: string;
  readonly status: TaskStatus;
  readonly role: string;
  readonly withRoles: readonly string[];
  readonly mandatory: boolean;
  /** What has to be shown when somebody completes it; absent where nothing was said of it. */
  readonly evidence?: Evidence;
  readonly phaseId?: string;
  /** The round of its phase, after the first. */
  readonly round?: number;
  readonly assigneeId?: string;
  readonly createdOn: LocalDate;
  readonly createdAt: Instant;
  /** Of a task that somebody added by hand; absent when erased. */
  readonly title?: string;
  /** The day that was named when it was created; its clock says the day that counts. */
  readonly dueOn?: LocalDate;
  readonly waitingOn?: string;
  /** Since when it has been blocked, while it is. */
  readonly blockedOn?: LocalDate;
  /** How it stood before it was completed or snoozed: what taking that back leads to. */
  readonly before?: TaskStatus;
  /** Who had it before it was given to whoever has it; null when nobody had. Absent when it never changed hands. */
  readonly hadBefore?: string | null;
  readonly doneOn?: LocalDate;
  /** When it became known that it was done. */
  readonly doneAt?: Instant;
  /** A fact completed it, not a person. */
  readonly byFact?: boolean;
  readonly cancelledBy?: string;
  /** While somebody above its owner is asked to look at it. */
  readonly escalation?: { readonly level: number; readonly acknowledgedBy?: string };
}

/** What the engine keeps of an aggregate beside its facts. */
export interface WorkflowState {
  readonly phases: Readonly<Record<string, PhaseState>>;
  readonly clocks: Readonly<Record<string, ClockState>>;
  readonly tasks: Readonly<Record<string, TaskState>>;
  /** When the participant was last nudged, newest last; bounds the frequency cap. */
  readonly nudges: readonly Instant[];
  /** By clock, newest last. */
  readonly moves: Readonly<Record<string, readonly ClockMove[]>>;
}

export const EMPTY_WORKFLOW: WorkflowState = { phases: {}, clocks: {}, tasks: {}, nudges: [], moves: {} };

/** Reasons for which a task fell away by itself: it comes back when the reason does not hold any more. */
export const FELL_AWAY: readonly string[] = [
  ...['LANDED', 'CLOSED', 'ANCHOR_VOIDED', 'MIGRATED', 'PHASE_SKIPPED', 'CONSENT_WITHDRAWN'],
];

export const isOpenTask = (task: TaskState): boolean => task.status !== 'DONE' && task.status !== 'CANCELLED';
export const isOpenClock = (clock: ClockState): boolean => clock.status !== 'STOPPED';

export const isSameDuration = (a: Duration, b: Duration): boolean => a.value === b.value && a.unit === b.unit;

/** The move to which a clock owes the date that it has. */
export function moveInForce(
  { clockId, armedOn, budget }: ClockState,
  moves: WorkflowState['moves'],
): ClockMove | undefined {
  const move = moves[clockId]?.at(-1);
  return move?.armedOn === armedOn && isSameDuration(move.budget, budget) ? move : undefined;
}

const listed = oncePer((tasks: WorkflowState['tasks']): readonly TaskState[] => Object.values(tasks));
const listedClocks = oncePer((clocks: WorkflowState['clocks']): readonly ClockState[] => Object.values(clocks));

/** Every task there ever was, in the order in which they arose. */
export const tasksIn = ({ tasks }: Pick<WorkflowState, 'tasks'>): readonly TaskState[] => listed(tasks);
/** Every clock, in the order in which they were first armed. */
export const clocksIn = ({ clocks }: Pick<WorkflowState, 'clocks'>): readonly ClockState[] => listedClocks(clocks);
