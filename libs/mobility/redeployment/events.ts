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
import { P1 } from '../event-fields.js';
import { FACILITY_KINDS, MATCH_DECISIONS, TRIAL_RESULTS } from './codes.js';

type FacilityKind = (typeof FACILITY_KINDS)[number];

/** The form on which somebody says which jobs inside they would take. */
@Event({ privacy: 'P2' })
export class InterestRegistered {
  @ListField({ min: 1 }) readonly preferences!: readonly string[];
}

@Event({ privacy: 'P2' })
export class InternalMatchProposed {
  @IdField(P1) readonly vacancyId!: string;
  @WholeField({ max: 100 }) readonly fit!: number;
}

@Event({ privacy: 'P2' })
export class InternalMatchDecided {
  @IdField(P1) readonly vacancyId!: string;
  @WholeField({ max: 100 }) readonly fit!: number;
  @CodeField(MATCH_DECISIONS, P1) readonly decision!: (typeof MATCH_DECISIONS)[number];
  @TextField({ max: 500 }) readonly reason!: string;
}

@Event({ privacy: 'P2' })
export class TrialPeriodStarted {
  @IdField(P1) readonly vacancyId!: string;
  /** The planned last day. */
  @DateField(P1) readonly to!: LocalDate;
}

@Event({ privacy: 'P2' })
export class TrialPeriodEvaluated {
  @IdField(P1) readonly vacancyId!: string;
  @DateField(P1) readonly to!: LocalDate;
  @CodeField(TRIAL_RESULTS) readonly result!: (typeof TRIAL_RESULTS)[number];
}

@Event({ privacy: 'P2' })
export class InternalRedeploymentConfirmed {
  @DateField(P1) readonly startsOn!: LocalDate;
  /** Salary scales up (positive) or down (negative). */
  @WholeField({ min: -20, max: 20 }) readonly scaleDelta!: number;
  @FlagField() readonly salaryGuarantee!: boolean;
}

/** Hours for leave, euro cents for everything else. */
@Event({ privacy: 'P2' })
export class FacilityRequested {
  @CodeField(FACILITY_KINDS) readonly kind!: FacilityKind;
  @DecimalField({ max: 100_000_000 }) readonly amount!: number;
}

@Event({ privacy: 'P2' })
export class FacilityGranted {
  @CodeField(FACILITY_KINDS) readonly kind!: FacilityKind;
  @DecimalField({ max: 100_000_000 }) readonly amount!: number;
}

@Event({ privacy: 'P2' })
export class FacilityRefused {
  @CodeField(FACILITY_KINDS) readonly kind!: FacilityKind;
  @DecimalField({ max: 100_000_000 }) readonly amount!: number;
}
