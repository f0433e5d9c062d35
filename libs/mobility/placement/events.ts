import {
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  ListField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { IsIn } from 'class-validator';
import { P1, P4 } from '../event-fields.js';
import {
  AFTERCARE_DAYS,
  AFTERCARE_STATUSES,
  CLOSURE_CLASSES,
  CLOSURE_REASONS_IN_CLEAR,
  COUNTING_BASES,
  EXIT_OUTCOMES,
  LEGAL_FORMS,
  REOPENING_CAUSES,
  REVENUE_BANDS,
  VERIFICATION_METHODS,
  type CountingBasis,
} from './codes.js';
import { LANDING_DATE_BASES } from '../programme/codes.js';
import { PlacementChange, PlacementFacts } from './placement-facts.js';

type AftercareDay = (typeof AFTERCARE_DAYS)[number];

@Event({ privacy: 'P2' })
export class PlacementRecorded extends PlacementFacts {
  /** By which of the published ways of counting it is a placement. */
  @ListField({ of: COUNTING_BASES, ...P1 }) readonly bases!: readonly CountingBasis[];
  /** Whether it lands the person under the programme's landing definition, and from which day. */
  @FlagField(P1) readonly counts!: boolean;
  @CodeField(LANDING_DATE_BASES, P1) readonly dateBasis!: (typeof LANDING_DATE_BASES)[number];
}

@Event({ privacy: 'P2' })
export class PlacementVerified {
  @IdField(P1) readonly placementId!: string;
  @CodeField(VERIFICATION_METHODS, P1) readonly method!: (typeof VERIFICATION_METHODS)[number];
  @DateField(P1) readonly on!: LocalDate;
}

/** The first day worked. */
@Event({ privacy: 'P1' })
export class PlacementStarted {
  @IdField() readonly placementId!: string;
  @DateField() readonly on!: LocalDate;
}

/** The changed fields, each under its own privacy class, and how the placement counts after the change. */
@Event({ privacy: 'P2' })
export class PlacementCorrected extends PlacementChange {
  @ListField({ of: COUNTING_BASES, ...P1 }) readonly bases!: readonly CountingBasis[];
  @FlagField(P1) readonly counts!: boolean;
  @CodeField(LANDING_DATE_BASES, P1) readonly dateBasis!: (typeof LANDING_DATE_BASES)[number];
}

/** It never was; the trajectory stands as if it had not been recorded. */
@Event({ privacy: 'P2' })
export class PlacementVoided {
  @IdField(P1) readonly placementId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

@Event({ privacy: 'P2' })
export class PlacementEnded {
  @IdField(P1) readonly placementId!: string;
  @DateField(P1) readonly on!: LocalDate;
  @TextField({ max: 500 }) readonly reason!: string;
  @FlagField() readonly withinProbation!: boolean;
}

@Event({ privacy: 'P1' })
export class TrajectoryReopened {
  @DateField() readonly on!: LocalDate;
  @CodeField(REOPENING_CAUSES) readonly cause!: (typeof REOPENING_CAUSES)[number];
  @WholeField({ max: 3660 }) readonly remainingDays!: number;
}

@Event({ privacy: 'P2' })
export class BusinessPlanApproved {
  @WholeField({ ...P1, min: 1, max: 1000 }) readonly planVersion!: number;
}

@Event({ privacy: 'P2' })
export class BusinessStarted {
  @CodeField(LEGAL_FORMS) readonly legalForm!: (typeof LEGAL_FORMS)[number];
  @DateField(P1) readonly on!: LocalDate;
  /** Weekly hours meant for the business. */
  @DecimalField({ max: 80 }) readonly hours!: number;
}

/** UWV lets the person work on the business without losing benefit. */
@Event({ privacy: 'P2' })
export class StartPeriodGranted {
  @DateField(P1) readonly from!: LocalDate;
  @DateField(P1) readonly to!: LocalDate;
}

@Event({ privacy: 'P2' })
export class FirstInvoiceSent {
  @DateField(P1) readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class BusinessViabilityReviewed {
  /** Months since the business started. */
  @WholeField({ ...P1, max: 600 }) readonly months!: number;
  @CodeField(REVENUE_BANDS) readonly revenueBand!: (typeof REVENUE_BANDS)[number];
  @FlagField() readonly viable!: boolean;
}

@Event({ privacy: 'P1' })
export class ExitWithoutWorkRecorded {
  @CodeField(EXIT_OUTCOMES) readonly outcomeType!: (typeof EXIT_OUTCOMES)[number];
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class TrajectoryClosed {
  @DateField() readonly on!: LocalDate;
  @CodeField(CLOSURE_CLASSES) readonly closureClass!: (typeof CLOSURE_CLASSES)[number];
  @CodeField(CLOSURE_REASONS_IN_CLEAR) readonly reason!: (typeof CLOSURE_REASONS_IN_CLEAR)[number];
  @CodeField(['ILLNESS'], { ...P4, optional: true }) readonly healthReason?: 'ILLNESS';
}

@Event({ privacy: 'P1' })
export class AftercareContactMade {
  @WholeField({ description: 'Days after landing: 30, 90, 180 or 365' })
  @IsIn(AFTERCARE_DAYS)
  readonly day!: AftercareDay;
  @CodeField(AFTERCARE_STATUSES) readonly status!: (typeof AFTERCARE_STATUSES)[number];
}

/** Two attempts failed: the status of that day stays unknown and is counted so. */
@Event({ privacy: 'P1' })
export class FollowUpUnreachable {
  @WholeField({ description: 'Days after landing: 30, 90, 180 or 365' })
  @IsIn(AFTERCARE_DAYS)
  readonly day!: AftercareDay;
  @WholeField({ min: 1, max: 100 }) readonly attempts!: number;
}
