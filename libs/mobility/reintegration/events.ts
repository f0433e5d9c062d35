import {
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  ListField,
  NestedField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { DateListField, P1 } from '../event-fields.js';
import { ActivityCount } from './activity-count.js';
import { CAPACITY_PROFESSIONS, SECOND_TRACK_BASES } from './codes.js';

/**
 * Return to work of people who are ill: dates, abilities and efforts. A diagnosis, a cause or a complaint has no field here, and none may be
 * added (docs/privacy.md).
 */

@Event({ privacy: 'P4' })
export class SickLeaveStarted {
  @DateField() readonly firstDay!: LocalDate;
}

/** A new period within four weeks of the last counts with it: from the first day of that one. */
@Event({ privacy: 'P4' })
export class SickLeaveMerged {
  @DateField() readonly withPeriod!: LocalDate;
}

@Event({ privacy: 'P4' })
export class RecoveryReported {
  @DateField() readonly on!: LocalDate;
  /** Of the contract hours; 100 is back at work altogether. */
  @WholeField({ max: 100 }) readonly pct!: number;
}

@Event({ privacy: 'P4' })
export class ProblemAnalysisReceived {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P4' })
export class ActionPlanAgreed {
  @DateField() readonly on!: LocalDate;
  @DateField({ optional: true }) readonly nextOn?: LocalDate;
}

@Event({ privacy: 'P4' })
export class PeriodicEvaluationHeld {
  @DateField() readonly on!: LocalDate;
  @DateField({ optional: true }) readonly nextOn?: LocalDate;
}

@Event({ privacy: 'P4' })
export class FirstYearEvaluationHeld {
  @DateField() readonly on!: LocalDate;
  @DateField({ optional: true }) readonly nextOn?: LocalDate;
}

@Event({ privacy: 'P4' })
export class UwvWeek42Reported {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P4' })
export class WiaFormReceived {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P4' })
export class WiaApplied {
  @DateField() readonly on!: LocalDate;
}

/** What somebody can do, as the physician or the labour expert lists it. */
@Event({ privacy: 'P4' })
export class LoadCapacityRecorded {
  @DecimalField({ max: 24 }) readonly hoursPerDay!: number;
  @DecimalField({ max: 80 }) readonly hoursPerWeek!: number;
  @ListField() readonly abilities!: readonly string[];
  @ListField() readonly limits!: readonly string[];
  @DateField() readonly validUntil!: LocalDate;
  @CodeField(CAPACITY_PROFESSIONS) readonly profession!: (typeof CAPACITY_PROFESSIONS)[number];
}

@Event({ privacy: 'P4' })
export class LabourExpertReportReceived {
  @DateField() readonly on!: LocalDate;
  @FlagField() readonly track1Possible!: boolean;
  @FlagField() readonly track2Advised!: boolean;
}

@Event({ privacy: 'P4' })
export class SecondTrackStarted {
  @DateField() readonly on!: LocalDate;
  @CodeField(SECOND_TRACK_BASES) readonly basis!: (typeof SECOND_TRACK_BASES)[number];
}

/** Signed by the person, the employer and the coach. */
@Event({ privacy: 'P4' })
export class ReintegrationPlanApproved {
  @WholeField({ min: 1, max: 1000 }) readonly version!: number;
  @DateField() readonly on!: LocalDate;
  @DateListField() readonly reportMoments!: readonly LocalDate[];
}

/** Who at the employer, or for it, has the case from here on: their id as case manager, nothing else of them. */
@Event({ privacy: 'P1' })
export class CaseManagerNamed {
  @IdField() readonly caseManagerId!: string;
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P2' })
export class EffortReportDelivered {
  @DateField(P1) readonly from!: LocalDate;
  @DateField(P1) readonly to!: LocalDate;
  @NestedField(() => ActivityCount, { list: true }) readonly activitiesByKind!: readonly ActivityCount[];
  @WholeField({ max: 10_000 }) readonly applications!: number;
}

/** The employer pays on because the efforts fell short; the file has to be repaired. */
@Event({ privacy: 'P2' })
export class WageSanctionImposed {
  @DateField(P1) readonly on!: LocalDate;
  @WholeField({ max: 520 }) readonly weeks!: number;
}

@Event({ privacy: 'P2' })
export class WageSanctionEnded {
  @DateField(P1) readonly on!: LocalDate;
  @WholeField({ max: 520 }) readonly weeks!: number;
}
