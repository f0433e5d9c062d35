import { CodeField, DateField, Event, FlagField, IdField, ListField, TextField, WholeField } from '@overstap/kernel';
import { type Evidence, EVIDENCE } from './evidence.js';
import { ROLES, UNDO_REASONS, WAITING_ON } from './terms.js';

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

export const TASK_EVENTS = {
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
