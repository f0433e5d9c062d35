import {
  CodeField,
  DateField,
  FlagField,
  IdField,
  ListField,
  NestedField,
  ShortIdField,
  TextField,
  WholeField,
  type LocalDate,
} from '@overstap/kernel';
import { BilingualName } from '../bilingual-name.js';
import { optional } from '../event-fields.js';
import { OUTCOME_TYPES, type OutcomeType } from '../placement/codes.js';
import { CLOCK_COMMANDS } from '../workflow/clock-commands.js';
import { FallDue, RecomputeClocks, TASK_COMMANDS } from '../workflow/task-commands.js';
import { DISCLOSURE_PROFILES, LANDING_DATE_BASES, UPGRADE_SCOPES } from './codes.js';

/** Deviations from what the template says counts as landed. */
export class LandingTerms {
  @ListField({ of: OUTCOME_TYPES, min: 1, ...optional }) readonly countedOutcomes?: readonly OutcomeType[];
  @CodeField(LANDING_DATE_BASES, optional) readonly dateBasis?: (typeof LANDING_DATE_BASES)[number];
  @FlagField(optional) readonly unsubsidisedOnly?: boolean;
  @WholeField({ min: 1, max: 3660, ...optional }) readonly horizonDays?: number;
}

/** Deviations from how long files are kept by default. */
export class RetentionTerms {
  @WholeField({ min: 1, max: 240, ...optional }) readonly fileMonths?: number;
  @WholeField({ min: 1, max: 240, ...optional }) readonly notesMonths?: number;
  @WholeField({ min: 1, max: 240, ...optional }) readonly healthMonths?: number;
  @WholeField({ min: 1, max: 20, ...optional }) readonly financeYears?: number;
}

export class CreateProgramme {
  /** The code people call a programme by; it is its id too. */
  @ShortIdField({ description: 'Letters, digits and - _ . only, at most 60; it names the programme everywhere.' })
  readonly code!: string;
  /** Name or id of a registered employer. */
  @TextField({ max: 200 }) readonly employer!: string;
  @IdField() readonly template!: string;
  /** The newest unless told. */
  @WholeField({ min: 1, ...optional }) readonly templateVersion?: number;
  @DateField() readonly startsOn!: LocalDate;
  @DateField(optional) readonly endsOn?: LocalDate;
  /** The code unless told. */
  @NestedField(() => BilingualName, optional) readonly names?: BilingualName;
  /** The template's unless told. */
  @CodeField(DISCLOSURE_PROFILES, optional) readonly disclosureProfile?: (typeof DISCLOSURE_PROFILES)[number];
  @WholeField(optional) readonly headcountPlanned?: number;
  /** Dutch unless told. */
  @ListField({ min: 1, max: 20, ...optional }) readonly languages?: readonly string[];
}

/** Creates a programme, agrees its terms and opens it in one step; one that is being prepared already is opened. */
export class OpenProgramme extends CreateProgramme {
  @NestedField(() => LandingTerms, optional) readonly landing?: LandingTerms;
  @NestedField(() => RetentionTerms, optional) readonly retention?: RetentionTerms;
  /** Today unless told, or the start where that is past. */
  @DateField(optional) readonly openedOn?: LocalDate;
}

/** Opens a programme of which everything is agreed. */
export class OpenPreparedProgramme {
  /** Today unless told. */
  @DateField(optional) readonly on?: LocalDate;
}

/** Who is referred from now on comes on another version of the programme's template. */
export class UpgradeProgrammeTemplate {
  @WholeField({ min: 1 }) readonly to!: number;
  /** NEW unless everybody who runs was brought there before. */
  @CodeField(UPGRADE_SCOPES, optional) readonly scope?: (typeof UPGRADE_SCOPES)[number];
  /** How many running deadlines that moved; none unless told. */
  @WholeField(optional) readonly movedDeadlines?: number;
}

const PLANNER_ID = { description: 'Who they are as a planner: what follows PLANNER: in their account' };

export class AssignPlanner {
  @IdField(PLANNER_ID) readonly plannerId!: string;
}

export class UnassignPlanner {
  @IdField(PLANNER_ID) readonly plannerId!: string;
}

export const PROGRAMME_DECISIONS = {
  CreateProgramme,
  OpenProgramme,
  OpenPreparedProgramme,
  UpgradeProgrammeTemplate,
  AssignPlanner,
  UnassignPlanner,
  ...TASK_COMMANDS,
  ...CLOCK_COMMANDS,
  FallDue,
  RecomputeClocks,
};
