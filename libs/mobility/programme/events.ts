import {
  CentsField,
  CodeField,
  DateField,
  DecimalField,
  Event,
  FlagField,
  IdField,
  ListField,
  NestedField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { IsIn } from 'class-validator';
import { BilingualName } from '../bilingual-name.js';
import { optional } from '../event-fields.js';
import { OUTCOME_TYPES, type OutcomeType } from '../placement/codes.js';
import { REPORT_AUDIENCES } from '../report/codes.js';
import {
  BUDGET_THRESHOLDS,
  DISCLOSURE_PROFILES,
  LANDING_DATE_BASES,
  ORGANISATION_CONTEXTS,
  PROGRAMME_TYPES,
  PROVIDER_ROLES,
  REPORT_CADENCES,
  UPGRADE_SCOPES,
} from './codes.js';

/** A programme has no subject and so no key: nothing in these events may be about a person. */

@Event({ privacy: 'P1' })
export class ProgrammeCreated {
  @IdField() readonly programmeId!: string;
  @IdField() readonly code!: string;
  @NestedField(() => BilingualName) readonly names!: BilingualName;
  @CodeField(PROGRAMME_TYPES) readonly programmeType!: (typeof PROGRAMME_TYPES)[number];
  @IdField() readonly employerId!: string;
  @IdField() readonly templateId!: string;
  @WholeField({ min: 1 }) readonly templateVersion!: number;
  @CodeField(DISCLOSURE_PROFILES) readonly disclosureProfile!: (typeof DISCLOSURE_PROFILES)[number];
  @DateField() readonly plannedStart!: LocalDate;
  @DateField(optional) readonly plannedEnd?: LocalDate;
  @WholeField(optional) readonly headcountPlanned?: number;
  @ListField({ min: 1, max: 20 }) readonly languages!: readonly string[];
}

/** Dates of the social plan, the notification of collective dismissal (WMCO), the works council (OR) and UWV. */
@Event({ privacy: 'P1' })
export class ProgrammeLegalContextRecorded {
  @TextField({ max: 500, optional: true }) readonly socialPlanRef?: string;
  @DateField(optional) readonly socialPlanFrom?: LocalDate;
  @DateField(optional) readonly socialPlanTo?: LocalDate;
  @DateField(optional) readonly wmcoNotifiedOn?: LocalDate;
  @TextField({ max: 100, optional: true }) readonly wmcoArea?: string;
  @DateField(optional) readonly waitEndsOn?: LocalDate;
  @DateField(optional) readonly orAdviceRequestedOn?: LocalDate;
  @DateField(optional) readonly orAdviceGivenOn?: LocalDate;
  @DateField(optional) readonly orDecisionOn?: LocalDate;
  @DateField(optional) readonly orSuspensionEndsOn?: LocalDate;
  @DateField(optional) readonly uwvRequestCompleteOn?: LocalDate;
}

@Event({ privacy: 'P1' })
export class ProgrammeContextChanged {
  @CodeField(ORGANISATION_CONTEXTS) readonly context!: (typeof ORGANISATION_CONTEXTS)[number];
  @TextField({ max: 500, optional: true }) readonly noteRef?: string;
}

/** What counts as landed here, and from which day. */
@Event({ privacy: 'P1' })
export class LandingDefinitionAgreed {
  @IdField() readonly definitionId!: string;
  @ListField({ of: OUTCOME_TYPES, min: 1 }) readonly countedOutcomes!: readonly OutcomeType[];
  @WholeField({ max: 3660, optional: true }) readonly minContractDays?: number;
  /** New weekly hours divided by old. */
  @DecimalField({ max: 2, optional: true }) readonly minHoursRatio?: number;
  @CodeField(LANDING_DATE_BASES) readonly dateBasis!: (typeof LANDING_DATE_BASES)[number];
  @FlagField() readonly unsubsidisedOnly!: boolean;
  @WholeField({ min: 1, max: 3660 }) readonly horizonDays!: number;
}

@Event({ privacy: 'P1' })
export class PerformanceTargetSet {
  /** A metric of docs/metrics.md: `M1`. */
  @IdField() readonly metricCode!: string;
  @DecimalField() readonly target!: number;
  /** The day by which it is to be reached. */
  @DateField() readonly by!: LocalDate;
}

@Event({ privacy: 'P1' })
export class BudgetSet {
  @CentsField() readonly totalCents!: number;
  @CentsField(optional) readonly perParticipantCents?: number;
  @WholeField(optional) readonly hoursCap?: number;
}

/** So much of the budget is spent or bound. */
@Event({ privacy: 'P1' })
export class BudgetThresholdReached {
  @WholeField() @IsIn(BUDGET_THRESHOLDS) readonly pct!: (typeof BUDGET_THRESHOLDS)[number];
}

/** How long after closing a file's categories are kept; then their keys are destroyed. */
@Event({ privacy: 'P1' })
export class RetentionPolicyAgreed {
  @WholeField({ min: 1, max: 240 }) readonly fileMonths!: number;
  @WholeField({ min: 1, max: 240 }) readonly notesMonths!: number;
  @WholeField({ min: 1, max: 240 }) readonly healthMonths!: number;
  @WholeField({ min: 1, max: 20 }) readonly financeYears!: number;
}

@Event({ privacy: 'P1' })
export class ReportScheduleSet {
  @CodeField(REPORT_AUDIENCES) readonly audience!: (typeof REPORT_AUDIENCES)[number];
  @CodeField(REPORT_CADENCES) readonly cadence!: (typeof REPORT_CADENCES)[number];
  /** Day of the month; 31 is its last day. */
  @WholeField({ min: 1, max: 31 }) readonly cutoffDay!: number;
  @WholeField({ min: 5, max: 1000 }) readonly minCell!: number;
  @WholeField({ min: 10, max: 1000 }) readonly minBreakdown!: number;
}

@Event({ privacy: 'P1' })
export class ProviderAssigned {
  @IdField() readonly providerId!: string;
  @CodeField(PROVIDER_ROLES) readonly role!: (typeof PROVIDER_ROLES)[number];
}

@Event({ privacy: 'P1' })
export class ProgrammeManagerAssigned {
  @IdField() readonly userId!: string;
}

/** Who plans the programme from here on, beside those named before: their id as planner. */
@Event({ privacy: 'P1' })
export class ProgrammePlannerAssigned {
  @IdField() readonly plannerId!: string;
}

/** Who plans it no more; where they were the last, it is every planner's again. */
@Event({ privacy: 'P1' })
export class ProgrammePlannerUnassigned {
  @IdField() readonly plannerId!: string;
}

@Event({ privacy: 'P1' })
export class ProgrammeOpened {
  @DateField() readonly on!: LocalDate;
}

@Event({ privacy: 'P1' })
export class ProgrammeClosed {
  @DateField() readonly on!: LocalDate;
  @TextField({ max: 500, optional: true }) readonly reason?: string;
}

@Event({ privacy: 'P1' })
export class ProgrammeTemplateUpgraded {
  @WholeField({ min: 1 }) readonly from!: number;
  @WholeField({ min: 1 }) readonly to!: number;
  @CodeField(UPGRADE_SCOPES) readonly scope!: (typeof UPGRADE_SCOPES)[number];
  @WholeField() readonly movedDeadlines!: number;
}

/** A sitting of the supervisory committee: how many cases, how many decisions; who they were about is on their trajectories. */
@Event({ privacy: 'P1' })
export class CommitteeMeetingHeld {
  @DateField() readonly on!: LocalDate;
  @WholeField({ max: 10_000 }) readonly cases!: number;
  @WholeField({ max: 10_000 }) readonly decisions!: number;
}
