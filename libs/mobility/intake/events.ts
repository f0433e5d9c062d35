import {
  CentsField,
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  InstantField,
  ListField,
  TextField,
  WholeField,
  type Instant,
  type LocalDate,
} from '@overstap/kernel';
import { DateListField, optional, P1, P2, P3, RefField } from '../event-fields.js';
import { ASSESSORS, PARTIES } from '../parties.js';
import {
  APPROACHES,
  COACH_LIMIT_ACTIONS,
  CONSTRAINT_KINDS,
  MEETING_MODES,
  MISMATCH_CAUSES,
  ORGANISATION_QUESTION_CATEGORIES,
  ORGANISATION_QUESTION_ITEMS,
  PROFESSION_CODES,
  QUESTION_TYPES,
  READINESS_DIMENSIONS,
  REFRAMING_REASONS,
  URGENCIES,
  type QuestionType,
} from './codes.js';

type Mode = (typeof MEETING_MODES)[number];
type Assessor = (typeof ASSESSORS)[number];
type Party = (typeof PARTIES)[number];

@Event({ privacy: 'P1' })
export class IntakeScheduled {
  /** The moment of the talk, not of the scheduling. */
  @InstantField() readonly at!: Instant;
  @CodeField(MEETING_MODES) readonly mode!: Mode;
}

@Event({ privacy: 'P1' })
export class IntakeHeld {
  @DateField() readonly on!: LocalDate;
  @WholeField({ min: 1, max: 600 }) readonly minutes!: number;
  @CodeField(MEETING_MODES) readonly mode!: Mode;
}

@Event({ privacy: 'P2' })
export class IntakeNoShow {
  @DateField(P1) readonly on!: LocalDate;
  @FlagField() readonly excused!: boolean;
}

/** Why am I here, how did it come to this, how am I doing, how do I take setbacks. */
@Event({ privacy: 'P3' })
export class BackgroundRecorded {
  @RefField() readonly causeRef!: string;
  @RefField() readonly historyRef!: string;
  @RefField() readonly stateRef!: string;
  @RefField() readonly setbackStyleRef!: string;
}

@Event({ privacy: 'P3' })
export class CareerQuestionFormulated {
  @CodeField(QUESTION_TYPES) readonly questionType!: QuestionType;
  @ListField({ of: QUESTION_TYPES }) readonly secondary!: readonly QuestionType[];
  @RefField() readonly statementRef!: string;
  @WholeField({ min: 1, max: 6 }) readonly complexity!: number;
  @CodeField(ASSESSORS) readonly by!: Assessor;
}

@Event({ privacy: 'P3' })
export class CareerQuestionReframed {
  @CodeField(QUESTION_TYPES) readonly from!: QuestionType;
  @CodeField(QUESTION_TYPES) readonly to!: QuestionType;
  @CodeField(REFRAMING_REASONS) readonly reason!: (typeof REFRAMING_REASONS)[number];
}

/** What the employer wants of the trajectory; beside the person's own question, never instead of it. */
@Event({ privacy: 'P1' })
export class OrganisationQuestionRecorded {
  @CodeField(ORGANISATION_QUESTION_CATEGORIES) readonly category!: (typeof ORGANISATION_QUESTION_CATEGORIES)[number];
  @CodeField(ORGANISATION_QUESTION_ITEMS, P2) readonly item!: (typeof ORGANISATION_QUESTION_ITEMS)[number];
  @TextField(P2) readonly statement!: string;
  @CodeField(MISMATCH_CAUSES, { ...P2, optional: true }) readonly mismatchCause?: (typeof MISMATCH_CAUSES)[number];
}

@Event({ privacy: 'P3' })
export class ReadinessAssessed {
  @CodeField(READINESS_DIMENSIONS) readonly dimension!: (typeof READINESS_DIMENSIONS)[number];
  @WholeField({ min: 1, max: 5 }) readonly level!: number;
  @CodeField(ASSESSORS) readonly by!: Assessor;
}

/** How heavy the loss of the job weighs; while it blocks the search nobody is nudged to apply. */
@Event({ privacy: 'P3' })
export class LossProcessingAssessed {
  @WholeField({ min: 1, max: 5 }) readonly intensity!: number;
  @FlagField() readonly blocksSearch!: boolean;
  @DateField(P1) readonly reviewOn!: LocalDate;
}

/** How much somebody wants to change. */
@Event({ privacy: 'P3' })
export class MobilityWillingnessAssessed {
  @WholeField({ max: 100 }) readonly score!: number;
  @IdField() readonly instrumentId!: string;
  @CodeField(ASSESSORS) readonly by!: Assessor;
}

/** How able somebody is to change; never averaged with willingness. */
@Event({ privacy: 'P3' })
export class MobilityCapacityAssessed {
  @WholeField({ max: 100 }) readonly score!: number;
  @IdField() readonly instrumentId!: string;
  @CodeField(ASSESSORS) readonly by!: Assessor;
}

/** Perhaps this is no career question but a complaint that needs other help. */
@Event({ privacy: 'P4' })
export class TriageConcernRaised {
  @RefField() readonly concern!: string;
  @CodeField(URGENCIES) readonly urgency!: (typeof URGENCIES)[number];
}

@Event({ privacy: 'P2' })
export class CoachLimitReached {
  @CodeField(QUESTION_TYPES, P3) readonly questionType!: QuestionType;
  @CodeField(COACH_LIMIT_ACTIONS) readonly action!: (typeof COACH_LIMIT_ACTIONS)[number];
}

/** To another profession; to whom is coaching content. */
@Event({ privacy: 'P3' })
export class ReferralProposed {
  @IdField(P1) readonly referralId!: string;
  @CodeField(PROFESSION_CODES) readonly profession!: (typeof PROFESSION_CODES)[number];
  @IdField({ ...P1, optional: true }) readonly consentId?: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P3' })
export class ReferralAccepted {
  @IdField(P1) readonly referralId!: string;
  @IdField({ ...P1, optional: true }) readonly consentId?: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P3' })
export class ReferralDeclined {
  @IdField(P1) readonly referralId!: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P3' })
export class ReferralCompleted {
  @IdField(P1) readonly referralId!: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class ThreeWayMeetingHeld {
  @DateField() readonly on!: LocalDate;
  @ListField({ of: PARTIES, min: 2 }) readonly attendees!: readonly Party[];
  @RefField(P2) readonly agreedGoals!: string;
  /** Who sat there for the employer: their id as a line manager, which lets them read what was agreed. */
  @IdField(optional) readonly lineManagerId?: string;
}

/** The written assignment: goal, method, who is told what, time and fee. */
@Event({ privacy: 'P1' })
export class AssignmentAgreed {
  @RefField(P2) readonly goal!: string;
  @TextField(P2) readonly method!: string;
  @TextField(P2) readonly reporting!: string;
  @WholeField({ min: 1, max: 3660 }) readonly durationDays!: number;
  @DecimalField({ max: 10_000 }) readonly hours!: number;
  @CentsField() readonly feeCents!: number;
  /** The code of conduct that binds the coach: `NOLOC`. */
  @IdField() readonly codeOfConduct!: string;
  @ListField({ of: PARTIES, min: 1 }) readonly signedBy!: readonly Party[];
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class ConflictOfRolesDisclosed {
  @TextField({ max: 500 }) readonly role!: string;
  /** Whose it is; the coach who discloses it, or the coach of the trajectory, unless told. */
  @IdField({ ...P1, optional: true }) readonly coachId?: string;
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class TrajectoryPlanAgreed {
  @WholeField({ ...P1, min: 1, max: 1000 }) readonly planVersion!: number;
  @CodeField(APPROACHES) readonly approach!: (typeof APPROACHES)[number];
  @ListField({ min: 1 }) readonly goals!: readonly string[];
  @ListField() readonly activities!: readonly string[];
  @ListField() readonly facilities!: readonly string[];
  @ListField() readonly duties!: readonly string[];
  @DateListField() readonly evaluationDates!: readonly LocalDate[];
  @DateField(P1) readonly signedOn!: LocalDate;
}

@Event({ privacy: 'P2' })
export class TrajectoryPlanRevised {
  @WholeField({ ...P1, min: 1, max: 1000 }) readonly planVersion!: number;
  @TextField() readonly reason!: string;
  @ListField({ min: 1 }) readonly changes!: readonly string[];
}

/** What must be reckoned with, without the private reason. */
@Event({ privacy: 'P2' })
export class AvailabilityConstraintRecorded {
  @CodeField(CONSTRAINT_KINDS) readonly kind!: (typeof CONSTRAINT_KINDS)[number];
  @TextField({ max: 200 }) readonly value!: string;
}

/** Most important first. */
@Event({ privacy: 'P3' })
export class CareerValuesRanked {
  @ListField({ min: 1, max: 30 }) readonly values!: readonly string[];
}
