import {
  CodeField,
  DateField,
  IdField,
  InstantField,
  ObjectField,
  TextField,
  WholeField,
  FlagField,
  CentsField,
} from '@overstap/kernel';
import { CONTACT_CHANNELS, WHY_NOBODY_STANDS_IN } from '../referral/codes.js';
import { ParticipantReferred } from '../referral/events.js';
import { MoveClock as MoveAnyClock, UndoClockMove as UndoAnyClockMove } from '../workflow/clock-commands.js';
import { ESCALATION_ACTIONS, ROLES, UNDO_REASONS, UNDOABLE, WAITING_ON } from '../workflow/events.js';
import { PAUSE_REASONS } from './codes.js';
import { OpenBreakGlass, ReviewBreakGlass } from '../break-glass/commands.js';
import { MigrateTrajectory } from './migration/command.js';

/** Commands that need a decision of their own; plain facts are in `facts.ts`. */

export class ReferParticipant extends ParticipantReferred {
  @IdField() readonly trajectoryId!: string;
}

export class InviteParticipant {
  @CodeField(CONTACT_CHANNELS) readonly channel!: (typeof CONTACT_CHANNELS)[number];
  @IdField() readonly language!: string;
  /** The day of the wave's release; today unless told. */
  @DateField({ optional: true }) readonly occurredOn?: string;
}

export class ExpireParticipation {
  @DateField({ optional: true }) readonly on?: string;
}

export class MatchCoach {
  @IdField() readonly coachId!: string;
  /** Why this coach although they have no room. */
  @TextField({ optional: true, max: 500 }) readonly overrideReason?: string;
  @DateField({ optional: true }) readonly occurredOn?: string;
}

export class ReassignCoach {
  @IdField() readonly to!: string;
  @TextField({ max: 500 }) readonly reason!: string;
  /** Whether everything on the checklist of the hand-over is seen to. */
  @FlagField() readonly handoverDone!: boolean;
  /** Why all the same, where the checklist has open items or the coach has no room. */
  @TextField({ optional: true, max: 500 }) readonly overrideReason?: string;
}

export class NameStandIn {
  /** Who does the coach's work meanwhile; left out when nobody can. */
  @IdField({ optional: true }) readonly standInId?: string;
  @CodeField(WHY_NOBODY_STANDS_IN, { optional: true }) readonly why?: (typeof WHY_NOBODY_STANDS_IN)[number];
}

export class EndStandIn {}

export class NameCaseManager {
  @IdField({ description: 'Who they are as a case manager: what follows EMPLOYER_CASE_MANAGER: in their account' })
  readonly caseManagerId!: string;
  /** Today unless told. */
  @DateField({ optional: true }) readonly on?: string;
}

export class PauseTrajectory {
  @DateField() readonly from!: string;
  @DateField() readonly expectedResumeOn!: string;
  @CodeField(PAUSE_REASONS) readonly reason!: (typeof PAUSE_REASONS)[number];
  @WholeField({
    optional: true,
    min: 1,
    max: 3660,
    description: 'After so many days a task asks the coach for a decision; nothing resumes by itself',
  })
  readonly maximumDays?: number;
  @IdField({ optional: true }) readonly evidence?: string;
}

export class ResumeTrajectory {
  @DateField() readonly on!: string;
}

export class RequestExtension {
  @WholeField({ min: 1, max: 3660, description: 'By how many calendar days the end moves' }) readonly days!: number;
  @TextField({ max: 500 }) readonly reason!: string;
  @CentsField({ description: 'What it costs; 0 where nothing' }) readonly costCents!: number;
}

export class DecideExtension {
  @FlagField() readonly granted!: boolean;
  @WholeField({
    optional: true,
    min: 1,
    max: 3660,
    description: 'The days that were asked for, as you saw them: refused when it is another number by now',
  })
  readonly days?: number;
}

export class SkipPhase {
  @IdField({ description: 'The id of the phase in the template, such as search' }) readonly phaseId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

export class ReopenPhase extends SkipPhase {}

export class CorrectFact {
  @IdField() readonly eventId!: string;
  /** The fields that change, by name, with their right values. */
  @ObjectField() readonly changes!: Readonly<Record<string, unknown>>;
  @TextField({ max: 500 }) readonly reason!: string;
}

export class VoidFact {
  @IdField() readonly eventId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

/** Sent by a process, once the person was erased. */
export class EndForErasure {}

export class RequestWaiver {
  @IdField() readonly clockId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

export class DecideWaiver {
  @IdField() readonly clockId!: string;
  @FlagField() readonly granted!: boolean;
}

export class DecideVoid {
  @IdField() readonly eventId!: string;
  @FlagField() readonly granted!: boolean;
}

export class AddTask {
  @TextField({ max: 200 }) readonly title!: string;
  @CodeField(ROLES) readonly role!: (typeof ROLES)[number];
  @DateField({ optional: true }) readonly dueOn?: string;
}

export class CompleteTask {
  @IdField() readonly taskId!: string;
  @DateField({ optional: true }) readonly on?: string;
  @IdField({ optional: true, description: 'Id of the document or form, where the task asks for one' })
  readonly evidenceRef?: string;
  @FlagField({ optional: true, description: 'true where the task asks for a confirmation' })
  readonly confirmed?: boolean;
  @WholeField({ optional: true, max: 10_000 }) readonly minutes?: number;
}

export class CancelTask {
  @IdField() readonly taskId!: string;
  @CodeField(['NOT_NEEDED', 'DUPLICATE', 'OTHER']) readonly reason!: string;
  @TextField({ optional: true, max: 500 }) readonly note?: string;
}

export class AssignTask {
  @IdField() readonly taskId!: string;
  @IdField() readonly to!: string;
  @TextField({ optional: true, max: 500 }) readonly reason?: string;
}

export class StartTask {
  @IdField() readonly taskId!: string;
}

export class ClaimTask extends StartTask {}
export class UnblockTask extends StartTask {}

export class BlockTask {
  @IdField() readonly taskId!: string;
  @CodeField(WAITING_ON) readonly waitingOn!: (typeof WAITING_ON)[number];
}

export class SnoozeTask {
  @IdField() readonly taskId!: string;
  @DateField() readonly until!: string;
  @TextField({ optional: true, max: 500 }) readonly reason?: string;
}

export class UndoTask {
  @IdField() readonly taskId!: string;
  @CodeField(UNDOABLE) readonly undoes!: (typeof UNDOABLE)[number];
  @CodeField(UNDO_REASONS) readonly reason!: (typeof UNDO_REASONS)[number];
  @TextField({ optional: true, max: 500 }) readonly note?: string;
}

export class MoveClock extends MoveAnyClock {
  @TextField({ optional: true, max: 500 }) readonly note?: string;
}

export class UndoClockMove extends UndoAnyClockMove {
  @TextField({ optional: true, max: 500 }) readonly note?: string;
}

export class AcknowledgeEscalation extends StartTask {}

export class ResolveEscalation {
  @IdField() readonly taskId!: string;
  @CodeField(ESCALATION_ACTIONS) readonly action!: (typeof ESCALATION_ACTIONS)[number];
  @TextField({ optional: true, max: 500 }) readonly note?: string;
}

/** Sent by the reminder worker: what time has brought about by now. */
export class FallDue {
  /** The rung's or expiry's own instant, for the record; everything due by now is done. */
  @InstantField({ optional: true }) readonly at?: string;
}

/** Sent when a calendar, the programme or the template's terms changed: dates are computed again. */
export class RecomputeClocks {}

export { MigrateTrajectory };

export const TRAJECTORY_DECISIONS = {
  ReferParticipant,
  InviteParticipant,
  ExpireParticipation,
  MatchCoach,
  ReassignCoach,
  NameStandIn,
  EndStandIn,
  NameCaseManager,
  PauseTrajectory,
  ResumeTrajectory,
  RequestExtension,
  DecideExtension,
  SkipPhase,
  ReopenPhase,
  CorrectFact,
  VoidFact,
  EndForErasure,
  RequestWaiver,
  DecideWaiver,
  DecideVoid,
  OpenBreakGlass,
  ReviewBreakGlass,
  AddTask,
  CompleteTask,
  CancelTask,
  AssignTask,
  StartTask,
  ClaimTask,
  UnblockTask,
  BlockTask,
  SnoozeTask,
  UndoTask,
  MoveClock,
  UndoClockMove,
  AcknowledgeEscalation,
  ResolveEscalation,
  FallDue,
  RecomputeClocks,
  MigrateTrajectory,
};
