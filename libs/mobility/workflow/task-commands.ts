import {
  CodeField,
  DateField,
  FlagField,
  IdField,
  InstantField,
  WholeField,
  type Instant,
  type LocalDate,
} from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { ESCALATION_ACTIONS, UNDO_REASONS, UNDOABLE, WAITING_ON } from './events.js';

/** What somebody does to a task, wherever it stands. None has free text: a programme's tasks are nobody's, and no key seals theirs. */

export class OnTask {
  @IdField() readonly taskId!: string;
}

export class CompleteTask extends OnTask {
  /** Today unless told. */
  @DateField(optional) readonly on?: LocalDate;
  /** Id of the document or form that shows it, where the task asks for one. */
  @IdField(optional) readonly evidenceRef?: string;
  /** True where the task asks that its doing be confirmed. */
  @FlagField(optional) readonly confirmed?: boolean;
  @WholeField({ ...optional, max: 10_000 }) readonly minutes?: number;
}

/** Why a person cancels a task; the engine has reasons of its own. */
export const CANCEL_REASONS = ['NOT_NEEDED', 'DUPLICATE', 'OTHER'] as const;

export class CancelTask extends OnTask {
  @CodeField(CANCEL_REASONS) readonly reason!: string;
}

export class AssignTask extends OnTask {
  @IdField() readonly to!: string;
}

export class StartTask extends OnTask {}
export class ClaimTask extends OnTask {}
export class UnblockTask extends OnTask {}

export class BlockTask extends OnTask {
  @CodeField(WAITING_ON) readonly waitingOn!: (typeof WAITING_ON)[number];
}

export class SnoozeTask extends OnTask {
  @DateField() readonly until!: LocalDate;
}

/** Takes back what was done to a task last, as far as it can be; the history stays. */
export class UndoTask extends OnTask {
  @CodeField(UNDOABLE) readonly undoes!: (typeof UNDOABLE)[number];
  @CodeField(UNDO_REASONS) readonly reason!: (typeof UNDO_REASONS)[number];
}

/** By whoever a rung asked to look at it: seen, and taken up. */
export class AcknowledgeEscalation extends OnTask {}

export class ResolveEscalation extends OnTask {
  @CodeField(ESCALATION_ACTIONS) readonly action!: (typeof ESCALATION_ACTIONS)[number];
}

/** Sent by the program: what time has brought about by now. */
export class FallDue {
  /** The rung's or expiry's own instant, for the record; everything due by now is done. */
  @InstantField(optional) readonly at?: Instant;
}

/** Sent by the program when a calendar, a cohort or the template's terms changed: dates are computed again. */
export class RecomputeClocks {}

export const TASK_COMMANDS = {
  CompleteTask,
  CancelTask,
  AssignTask,
  StartTask,
  ClaimTask,
  UnblockTask,
  BlockTask,
  SnoozeTask,
  UndoTask,
  AcknowledgeEscalation,
  ResolveEscalation,
};
