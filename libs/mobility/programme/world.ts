import { type Calendar } from '@overstap/calendar';
import { type FoldedEvent, type LocalDate } from '@overstap/kernel';
import { type CohortEvent } from '../cohort/catalogue.js';
import { type TemplateDefinition } from '../programme-template/definition.js';
import { type FactLog, withFact } from '../workflow/facts.js';
import { type WorkflowRules } from '../workflow/subject.js';
import { factOf } from './state.js';

/** What a programme's decision reads of other aggregates. */
export interface ProgrammeWorld {
  /** The version that the programme runs on; for a new one the version asked for, or the newest. */
  readonly template: TemplateDefinition;
  /** True when no new programme may open on that version. */
  readonly templateRetired?: boolean;
  /** The version that an upgrade leads to; absent where there is none such. */
  readonly upgrade?: { readonly retired: boolean };
  readonly calendar: Calendar;
  /** The agency's employers: names by id. */
  readonly employers: ReadonlyMap<string, string>;
  /** What happened to the programme's cohorts (`cohortFacts`): the template's tasks wait for some of it. */
  readonly cohorts?: FactLog;
  /** The day of the newest landing among its trajectories. */
  readonly lastLandedOn?: LocalDate;
}

/** The events of a programme's cohorts as the engine reads them. */
export const cohortFacts = (events: readonly FoldedEvent<CohortEvent>[]): FactLog =>
  events.reduce<FactLog>((log, event) => withFact(log, factOf(event)), []);

export const rulesOfProgramme = ({ template, calendar }: ProgrammeWorld): WorkflowRules => ({
  definition: template.programme,
  ladders: template.ladders,
  calendar,
  ...(template.cutOff ? { cutOff: template.cutOff } : {}),
});
