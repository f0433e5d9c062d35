import {
  CodeField,
  DateField,
  Event,
  FlagField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '@overstap/kernel';
import { type Evidence, EVIDENCE } from './evidence.js';

/** The engine's own events: what follows from a fact or from time. They carry their dates, so that readers need no calendar. */

export const CLOCK_KINDS = ['STATUTORY', 'CONTRACT', 'PROGRAMME', 'PERSONAL'] as const;
export const UNITS = ['workingDays', 'calendarDays', 'calendarWeeks', 'calendarMonths'] as const;
export const ROLES = [
  'PARTICIPANT',
  'COACH',
  'TEAM_LEAD',
  'PROGRAMME_MANAGER',
  'PLANNER',
  'BACK_OFFICE',
  'QUALITY_OFFICER',
  'TRAINER',
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'SYSTEM',
] as const;
export const CHANNELS = ['APP', 'MAIL', 'APP_MAIL', 'DIGEST'] as const;
export const RUNG_ACTIONS = ['NOTIFY', 'RAISE_TASK', 'ESCALATE', 'OFFER_REASSIGNMENT'] as const;
export const SUPPRESSION_REASONS = [
  'PAUSED',
  'LOSS_PROCESSING',
  'FREQUENCY_CAP',
  'DONE',
  'OPTED_OUT',
  'LATE_START',
] as const;
export const UNDO_REASONS = ['MISTAKE', 'WRONG_TASK', 'NOT_DONE', 'OTHER'] as const;
export const WAITING_ON = ['PARTICIPANT', 'EMPLOYER', 'COACH', 'UWV', 'PHYSICIAN', 'THIRD_PARTY'] as const;

export class DurationValue {
  @WholeField({ min: -10_000, max: 10_000 }) value!: number;
  @CodeField(UNITS) unit!: (typeof UNITS)[number];
}

@Event({ privacy: 'P1' })
export class PhaseEntered {
  @IdField() phaseId!: string;
  @DateField() on!: string;
  @DateField({ optional: true }) dueOn?: string;
  @WholeField({ optional: true }) budgetMinutes?: number;
  /** Of a phase that repeats: which time it begins; absent the first time. */
  @WholeField({ optional: true, min: 2, max: 100 }) round?: number;
}

@Event({ privacy: 'P1' })
export class PhaseCompleted {
  @IdField() phaseId!: string;
  @DateField() on!: string;
  @CodeField(['EXIT_CRITERIA', 'LANDED', 'CLOSED', 'ERASED']) result!: string;
}

@Event({ privacy: 'P1' })
export class PhaseSkipped {
  @IdField() phaseId!: string;
  @CodeField(['LANDED', 'CLOSED', 'ERASED', 'DECIDED', 'ANCHOR_VOIDED', 'MIGRATED']) reason!: string;
  /** Why whoever decided it did so. */
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

@Event({ privacy: 'P1' })
export class PhaseReopened {
  @IdField() phaseId!: string;
  @CodeField(['REOPENED', 'CORRECTED', 'DECIDED']) reason!: string;
  /** DECIDED only: the day from which it is open again; absent where it had never begun and its time is still to come. */
  @DateField({ optional: true }) on?: string;
  /** REOPENED and CORRECTED: the time in which it was over, or was taken to be; its clocks stand still in it. Absent where there was none. */
  @InstantField({ optional: true }) overFrom?: string;
  @InstantField({ optional: true }) overTo?: string;
  /** Why whoever decided it did so. */
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

/** One instant at which the clock's ladder speaks. */
export class RungPlan {
  @IdField() rung!: string;
  @InstantField() at!: string;
}

@Event({ privacy: 'P1' })
export class ClockArmed {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @CodeField(CLOCK_KINDS) kind!: (typeof CLOCK_KINDS)[number];
  /** The template's code of the deadline, phase or task that it times. */
  @IdField() code!: string;
  @CodeField(['DEADLINE', 'PHASE', 'PHASE_ENTRY', 'TASK', 'REPEAT']) times!:
    'DEADLINE' | 'PHASE' | 'PHASE_ENTRY' | 'TASK' | 'REPEAT';
  @IdField() anchor!: string;
  /** The day of arming: the anchor's day, which is not counted. */
  @DateField() armedOn!: string;
  @NestedField(() => DurationValue) budget!: DurationValue;
  @IdField() calendar!: string;
  @WholeField() calendarVersion!: number;
  @TextField({ optional: true, max: 5 }) cutOff?: string;
  /** Absent while the clock is suspended. */
  @DateField({ optional: true }) dueOn?: string;
  @InstantField({ optional: true }) dueAt?: string;
  /** STATUTORY only: the legal day, of which `dueOn` is the internal date on the working day before. */
  @DateField({ optional: true }) legalOn?: string;
  @NestedField(() => RungPlan, { list: true }) rungs!: RungPlan[];
  /** What the dates were computed from; another value means that they must be computed again. */
  @TextField({ max: 1000 }) basis!: string;
}

@Event({ privacy: 'P1' })
export class ClockRearmed extends ClockArmed {
  @CodeField(['ANCHOR_MOVED', 'PAUSE_CHANGED', 'CALENDAR_CHANGED', 'BUDGET_CHANGED', 'REOPENED', 'MIGRATED'])
  cause!: string;
}

@Event({ privacy: 'P1' })
export class ClockSuspended {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @DateField() on!: string;
}

@Event({ privacy: 'P1' })
export class ClockResumed {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @DateField() on!: string;
  @DateField() dueOn!: string;
  @InstantField() dueAt!: string;
  @DateField({ optional: true }) legalOn?: string;
  @NestedField(() => RungPlan, { list: true }) rungs!: RungPlan[];
  @TextField({ max: 1000 }) basis!: string;
}

@Event({ privacy: 'P1' })
export class ClockStopped {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  /** ENDED: a waiting period is over, which is neither met nor missed. */
  @CodeField(['MET', 'CANCELLED', 'WAIVED', 'ENDED']) how!: 'MET' | 'CANCELLED' | 'WAIVED' | 'ENDED';
  @DateField() on!: string;
}

@Event({ privacy: 'P1' })
export class ClockExpired {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @DateField() dueOn!: string;
}

/** Why a date is moved. */
export const MOVE_REASONS = ['AGREED', 'PLAN_CHANGED', 'WAITING_ON_OTHERS', 'NO_CAPACITY'] as const;

/** Somebody gave the clock another date, for as long as it has the anchor and the budget that it had then. */
@Event({ privacy: 'P1' })
export class ClockMoved {
  @IdField() clockId!: string;
  /** Of the clock that had the date before. */
  @WholeField({ min: 1 }) generation!: number;
  @DateField() armedOn!: string;
  /** The date that it had. */
  @DateField() dueOn!: string;
  @DateField() to!: string;
  /** What the template gives it from its anchor on. */
  @NestedField(() => DurationValue) counted!: DurationValue;
  /** What it has instead. */
  @NestedField(() => DurationValue) budget!: DurationValue;
  @CodeField(MOVE_REASONS) reason!: (typeof MOVE_REASONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

/** The last move is taken back. */
@Event({ privacy: 'P1' })
export class ClockMoveUndone {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @CodeField(UNDO_REASONS) reason!: (typeof UNDO_REASONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

@Event({ privacy: 'P1' })
export class RungFired {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @IdField() rung!: string;
  @WholeField() level!: number;
  @ListField({ of: ROLES, min: 1 }) toRoles!: string[];
  @CodeField(CHANNELS) channel!: (typeof CHANNELS)[number];
  @CodeField(RUNG_ACTIONS) action!: (typeof RUNG_ACTIONS)[number];
  @DateField({ optional: true }) dueOn?: string;
  /** True when a later rung of the same moment carries the message: after downtime one message is sent, not ten. */
  @FlagField() merged!: boolean;
  /** Why the participant was left out of those to whom it speaks. */
  @CodeField(SUPPRESSION_REASONS, { privacy: 'P3', optional: true }) withheld?: (typeof SUPPRESSION_REASONS)[number];
}

@Event({ privacy: 'P1' })
export class RungSuppressed {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @IdField() rung!: string;
  @CodeField(SUPPRESSION_REASONS, { privacy: 'P3' }) reason!: (typeof SUPPRESSION_REASONS)[number];
}

@Event({ privacy: 'P1' })
export class RungRetracted {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @IdField() rung!: string;
  @CodeField(['PAUSE', 'CORRECTION']) cause!: string;
}

@Event({ privacy: 'P1' })
export class TaskCreated {
  @IdField() taskId!: string;
  @IdField({ optional: true }) templateTaskId?: string;
  @IdField() code!: string;
  @CodeField(ROLES) role!: (typeof ROLES)[number];
  /** Roles that take part beside the owner. */
  @ListField({ of: ROLES, optional: true }) withRoles?: string[];
  @IdField({ optional: true }) assigneeId?: string;
  @IdField({ optional: true }) phaseId?: string;
  /** The round of its phase in which it arose; absent in the first. */
  @WholeField({ optional: true, min: 2, max: 100 }) round?: number;
  @FlagField() mandatory!: boolean;
  @DateField({ optional: true }) dueOn?: string;
  @CodeField(EVIDENCE) evidence!: Evidence;
  /** Only for a task that somebody added by hand; tasks of a template take their name from it. */
  @TextField({ optional: true, max: 200, privacy: 'P2' }) title?: string;
}

@Event({ privacy: 'P1' })
export class TaskAssigned {
  @IdField() taskId!: string;
  @IdField() to!: string;
}

@Event({ privacy: 'P1' })
export class TaskClaimed {
  @IdField() taskId!: string;
  @IdField() by!: string;
}

@Event({ privacy: 'P1' })
export class TaskReassigned {
  @IdField() taskId!: string;
  @IdField() to!: string;
  @TextField({ optional: true, max: 500, privacy: 'P2' }) reason?: string;
}

@Event({ privacy: 'P1' })
export class TaskStarted {
  @IdField() taskId!: string;
}

@Event({ privacy: 'P1' })
export class TaskBlocked {
  @IdField() taskId!: string;
  @CodeField(WAITING_ON) waitingOn!: (typeof WAITING_ON)[number];
}

@Event({ privacy: 'P1' })
export class TaskUnblocked {
  @IdField() taskId!: string;
}

@Event({ privacy: 'P1' })
export class TaskSnoozed {
  @IdField() taskId!: string;
  @DateField() until!: string;
  @TextField({ optional: true, max: 500, privacy: 'P2' }) reason?: string;
}

@Event({ privacy: 'P1' })
export class TaskCompleted {
  @IdField() taskId!: string;
  @DateField() on!: string;
  /** Id of the document or form that shows it. */
  @IdField({ optional: true }) evidenceRef?: string;
  /** Whoever completed it confirmed that it was done as it is to be done. */
  @FlagField({ optional: true }) confirmed?: boolean;
  @WholeField({ optional: true, max: 10_000 }) minutes?: number;
  /** True when a fact completed it, not a person: it is open again when that fact is taken back. */
  @FlagField({ optional: true }) byFact?: boolean;
}

@Event({ privacy: 'P1' })
export class TaskCancelled {
  @IdField() taskId!: string;
  @CodeField([
    'LANDED',
    'CLOSED',
    'ERASED',
    'CONSENT_WITHDRAWN',
    'ANCHOR_VOIDED',
    'MIGRATED',
    'PHASE_SKIPPED',
    'NOT_NEEDED',
    'DUPLICATE',
    'OTHER',
  ])
  reason!: string;
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

/** What of a task can be taken back. */
export const UNDOABLE = ['COMPLETION', 'SNOOZE', 'ASSIGNMENT'] as const;

/** A completion or a snooze is taken back: the task is as it was before, and its clock runs again with the same date. */
@Event({ privacy: 'P1' })
export class TaskReopened {
  @IdField() taskId!: string;
  @CodeField(['COMPLETION', 'SNOOZE']) undoes!: 'COMPLETION' | 'SNOOZE';
  @CodeField(UNDO_REASONS) reason!: (typeof UNDO_REASONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
  @CodeField(['OPEN', 'IN_PROGRESS', 'BLOCKED']) status!: 'OPEN' | 'IN_PROGRESS' | 'BLOCKED';
  @CodeField(WAITING_ON, { optional: true }) waitingOn?: (typeof WAITING_ON)[number];
}

/** An assignment or a claim is taken back: the task is whose it was before, or nobody's. */
@Event({ privacy: 'P1' })
export class TaskHandedBack {
  @IdField() taskId!: string;
  @IdField({ optional: true }) to?: string;
  @CodeField(UNDO_REASONS) reason!: (typeof UNDO_REASONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

@Event({ privacy: 'P1' })
export class TaskEscalated {
  @IdField() taskId!: string;
  @WholeField() level!: number;
  @CodeField(ROLES) toRole!: (typeof ROLES)[number];
}

/** Whoever it was escalated to has seen it, and is on it. */
@Event({ privacy: 'P1' })
export class EscalationAcknowledged {
  @IdField() taskId!: string;
  @IdField() by!: string;
  @DateField() on!: string;
}

/** What came of an escalation. */
export const ESCALATION_ACTIONS = ['AGREED', 'REASSIGNED', 'HELPED', 'NOT_NEEDED', 'OTHER'] as const;

/** The task is its owner's alone again, until a later rung escalates it anew. */
@Event({ privacy: 'P1' })
export class EscalationResolved {
  @IdField() taskId!: string;
  @IdField() by!: string;
  @DateField() on!: string;
  @CodeField(ESCALATION_ACTIONS) action!: (typeof ESCALATION_ACTIONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

/** All of the above, for the catalogue and the types. */
export const WORKFLOW_EVENTS = {
  PhaseEntered,
  PhaseCompleted,
  PhaseSkipped,
  PhaseReopened,
  ClockArmed,
  ClockRearmed,
  ClockSuspended,
  ClockResumed,
  ClockStopped,
  ClockExpired,
  ClockMoved,
  ClockMoveUndone,
  RungFired,
  RungSuppressed,
  RungRetracted,
  TaskCreated,
  TaskAssigned,
  TaskClaimed,
  TaskReassigned,
  TaskStarted,
  TaskBlocked,
  TaskUnblocked,
  TaskSnoozed,
  TaskCompleted,
  TaskCancelled,
  TaskReopened,
  TaskHandedBack,
  TaskEscalated,
  EscalationAcknowledged,
  EscalationResolved,
};
