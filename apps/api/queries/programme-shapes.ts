import { schemaOf } from '@overstap/kernel';
import { DISCLOSURE_PROFILES, LandingDefinitionAgreed, PROGRAMME_TYPES } from '@overstap/mobility';
import {
  type cohorts,
  type EmployersProgramme,
  type FunnelCount,
  type ListedEmployer,
  type Measure,
  type NamedProgramme,
  type OutcomeReport,
} from '@overstap/projections';
import { type CurveRow, type Estimate, type Incidence, type Landing, type RestrictedMean } from '@overstap/statistics';
import {
  byName,
  date,
  decimal,
  flag,
  list,
  named,
  object,
  objectOf,
  oneOf,
  orNull,
  type Shape,
  text,
  uuid,
  whole,
} from '../http/shapes.js';

const PROGRAMME_STATUS = oneOf(['PLANNED', 'OPEN', 'CLOSED']);
/** What whoever has to do with a programme reads of it. */
const OUTLINE = {
  programme: text,
  code: orNull(text),
  nameNl: orNull(text),
  nameEn: orNull(text),
  programmeType: orNull(oneOf<string>(PROGRAMME_TYPES)),
  disclosureProfile: orNull(oneOf<string>(DISCLOSURE_PROFILES)),
  plannedStart: orNull(date),
  plannedEnd: orNull(date),
};

export const PROGRAMME = named(
  'Programme',
  objectOf<NamedProgramme>({
    ...OUTLINE,
    status: PROGRAMME_STATUS,
    employer: orNull(text),
    employerName: orNull(text),
    template: orNull(text),
    templateVersion: orNull(whole),
    languages: list(text),
    manager: orNull(text),
    planners: list(text),
    headcountPlanned: orNull(whole),
    openedOn: orNull(date),
    closedOn: orNull(date),
    landing: orNull(schemaOf(LandingDefinitionAgreed)),
    revision: whole,
  }),
);

export const EMPLOYERS_PROGRAMME = named(
  'EmployersProgramme',
  objectOf<EmployersProgramme>({
    ...OUTLINE,
    status: PROGRAMME_STATUS as Shape<string>,
    referred: whole,
    invited: whole,
  }),
);

/** As a works council reads of it: what is hidden is null, and said to be hidden. */
export const COUNCILS_PROGRAMME = named(
  'CouncilsProgramme',
  object({
    ...OUTLINE,
    status: PROGRAMME_STATUS,
    referred: orNull(whole),
    invited: orNull(whole),
    suppressed: list(object({ figure: oneOf(['referred', 'invited']), reason: oneOf(['TOO_FEW']), fewest: whole })),
  }),
);

type Cohort = Awaited<ReturnType<typeof cohorts>>[number];
export const COHORT = named(
  'Cohort',
  objectOf<Cohort>({
    cohort: text,
    programme: orNull(text),
    label: orNull(text),
    redundancyOn: orNull(date),
    contractEndOn: orNull(date),
    sizePlanned: orNull(whole),
    waves: list(objectOf<Cohort['waves'][number]>({ wave: whole, inviteOn: date })),
    batches: list(
      objectOf<Cohort['batches'][number]>({
        batch: uuid,
        checksum: text,
        rows: whole,
        accepted: orNull(whole),
        rejected: orNull(whole),
        undone: flag,
      }),
    ),
    revision: whole,
    trajectories: whole,
  }),
);

export const EMPLOYER = objectOf<ListedEmployer>({ employer: text, name: text });
export const FUNNEL_COUNT = objectOf<FunnelCount>({ day: date, stage: text, entries: whole });

const ESTIMATE = { value: orNull(decimal), lower: orNull(decimal), upper: orNull(decimal) };
const MEASURE = named(
  'Measure',
  objectOf<Measure>({
    code: text,
    name: text,
    numerator: orNull(whole),
    denominator: orNull(whole),
    censored: orNull(whole),
    unknown: orNull(whole),
    ...ESTIMATE,
  }),
);
const LANDING = objectOf<Landing>({
  curve: list(
    objectOf<CurveRow>({
      day: whole,
      atRisk: whole,
      landed: whole,
      censored: whole,
      survival: decimal,
      lower: orNull(decimal),
      upper: orNull(decimal),
    }),
  ),
  median: objectOf<Estimate>(ESTIMATE),
  incidence: list(objectOf<Incidence>({ cause: text, day: whole, value: orNull(decimal) })),
  restrictedMean: objectOf<RestrictedMean>({ horizon: orNull(whole), value: orNull(decimal) }),
});
export const REPORT = named(
  'OutcomeReport',
  objectOf<OutcomeReport>({
    programme: text,
    asOf: date,
    referred: whole,
    phases: byName(whole),
    measures: list(MEASURE),
    landing: LANDING,
  }),
);
