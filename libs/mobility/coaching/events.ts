import {
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  InstantField,
  TextField,
  WholeField,
  type Instant,
  type LocalDate,
} from '@overstap/kernel';
import { optional, P1, RefField } from '../event-fields.js';
import { MEETING_MODES } from '../intake/codes.js';
import { ASSESSORS, PARTIES } from '../parties.js';
import {
  ATTENDANCES,
  BOOKED_ACTIVITIES,
  CONTACT_PURPOSES,
  GOAL_KINDS,
  GOALS_STATUSES,
  PROGRESS_DIMENSIONS,
  SERVICE_ROLES,
  SESSION_KINDS,
} from './codes.js';

type Mode = (typeof MEETING_MODES)[number];
type Party = (typeof PARTIES)[number];

@Event({ privacy: 'P1' })
export class SessionScheduled {
  @IdField() readonly sessionId!: string;
  /** The moment of the session, not of the scheduling. */
  @InstantField() readonly at!: Instant;
  @WholeField({ min: 1, max: 600 }) readonly minutes!: number;
  @CodeField(MEETING_MODES) readonly mode!: Mode;
  @CodeField(PARTIES) readonly by!: Party;
}

@Event({ privacy: 'P1' })
export class SessionRescheduled {
  @IdField() readonly sessionId!: string;
  /** The new moment of the session. */
  @InstantField() readonly at!: Instant;
  @WholeField({ min: 1, max: 600 }) readonly minutes!: number;
  @CodeField(MEETING_MODES) readonly mode!: Mode;
  @CodeField(PARTIES) readonly by!: Party;
  /** Hours between the notice and the old moment. */
  @WholeField({ max: 10_000, optional: true }) readonly noticeHours?: number;
}

@Event({ privacy: 'P1' })
export class SessionCancelled {
  @IdField() readonly sessionId!: string;
  @CodeField(PARTIES) readonly by!: Party;
  @WholeField({ max: 10_000, optional: true }) readonly noticeHours?: number;
}

@Event({ privacy: 'P1' })
export class SessionHeld {
  @IdField() readonly sessionId!: string;
  @DateField() readonly on!: LocalDate;
  @WholeField({ min: 1, max: 600 }) readonly minutes!: number;
  @CodeField(SESSION_KINDS) readonly kind!: (typeof SESSION_KINDS)[number];
  @CodeField(SERVICE_ROLES) readonly serviceRole!: (typeof SERVICE_ROLES)[number];
  @CodeField(ATTENDANCES) readonly attendance!: (typeof ATTENDANCES)[number];
}

@Event({ privacy: 'P2' })
export class SessionNoShow {
  @IdField(P1) readonly sessionId!: string;
  @FlagField() readonly excused!: boolean;
}

/** The note's effect on work; no private dossier. */
@Event({ privacy: 'P3' })
export class SessionNoteRecorded {
  @IdField(P1) readonly noteId!: string;
  @RefField() readonly ref!: string;
  @FlagField(P1) readonly sharedWithParticipant!: boolean;
}

@Event({ privacy: 'P2' })
export class ContactLogged {
  @CodeField(CONTACT_PURPOSES) readonly purpose!: (typeof CONTACT_PURPOSES)[number];
  @CodeField(PARTIES) readonly withRole!: Party;
  @RefField(optional) readonly agreement?: string;
  @DateField({ ...P1, optional: true }) readonly nextOn?: LocalDate;
}

@Event({ privacy: 'P1' })
export class HoursBooked {
  @WholeField({ min: 1, max: 1440 }) readonly minutes!: number;
  @CodeField(BOOKED_ACTIVITIES) readonly activity!: (typeof BOOKED_ACTIVITIES)[number];
  @FlagField() readonly billable!: boolean;
}

@Event({ privacy: 'P2' })
export class GoalSet {
  @IdField(P1) readonly goalId!: string;
  @CodeField(GOAL_KINDS) readonly kind!: (typeof GOAL_KINDS)[number];
  @DecimalField(optional) readonly target?: number;
  /** What is counted: `per week`. */
  @TextField({ max: 60, optional: true }) readonly unit?: string;
  @DateField(P1) readonly due!: LocalDate;
}

@Event({ privacy: 'P2' })
export class GoalAchieved {
  @IdField(P1) readonly goalId!: string;
}

@Event({ privacy: 'P2' })
export class GoalDropped {
  @IdField(P1) readonly goalId!: string;
}

@Event({ privacy: 'P2' })
export class GoalProgressRecorded {
  @IdField(P1) readonly goalId!: string;
  @DecimalField() readonly value!: number;
}

@Event({ privacy: 'P3' })
export class ProgressDimensionScored {
  @CodeField(PROGRESS_DIMENSIONS) readonly dimension!: (typeof PROGRESS_DIMENSIONS)[number];
  @WholeField({ min: 1, max: 5 }) readonly score!: number;
  @CodeField(ASSESSORS) readonly by!: (typeof ASSESSORS)[number];
}

/** The participant's own account before a session; everything but the period and the goals may stay empty. */
@Event({ privacy: 'P2' })
export class CheckInSubmitted {
  /** `2026-W48`. */
  @IdField(P1) readonly period!: string;
  @RefField(optional) readonly overallRef?: string;
  @CodeField(GOALS_STATUSES) readonly goalsStatus!: (typeof GOALS_STATUSES)[number];
  @RefField(optional) readonly wentWellRef?: string;
  /** Given: the coach has something to answer. */
  @RefField(optional) readonly supportNeededRef?: string;
  @RefField(optional) readonly topicsRef?: string;
}

@Event({ privacy: 'P1' })
export class WorkshopEnrolled {
  @IdField() readonly workshopId!: string;
  /** The day of enrolling. */
  @DateField() readonly on!: LocalDate;
  /** Who gives it: their id as a trainer, which lets them see who comes. */
  @IdField(optional) readonly trainerId?: string;
}

@Event({ privacy: 'P1' })
export class WorkshopAttended {
  @IdField() readonly workshopId!: string;
  @DateField() readonly on!: LocalDate;
  /** Who gave it, where nobody enrolled before or it was another trainer. */
  @IdField(optional) readonly trainerId?: string;
}
