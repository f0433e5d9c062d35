import { localDateOf } from '@overstap/calendar';
import { conflict, type DecisionContext, invalid, isRefusal, type LocalDate, type Refusal } from '@overstap/kernel';
import { idNamed } from '../agency/state.js';
import { changedFields, given } from '../same-values.js';
import { momentOf } from '../trajectory/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type CreateProgramme, type OpenPreparedProgramme, type OpenProgramme } from './commands.js';
import { type LandingDefinitionAgreed, type ProgrammeCreated, type RetentionPolicyAgreed } from './events.js';
import { agreedLanding, type ProgrammeEvent, type ProgrammeState, statusOfProgramme } from './state.js';
import { type ProgrammeWorld } from './world.js';

type Decided = readonly ProgrammeEvent[] | Refusal;

/**
 * How long files are kept where the parties agree nothing else: a file and its health part two years, a coach's notes half a year after closing,
 * invoices seven years as Dutch tax law asks.
 */
export const DEFAULT_RETENTION: RetentionPolicyAgreed = {
  fileMonths: 24,
  notesMonths: 6,
  healthMonths: 24,
  financeYears: 7,
};

/** A programme to be prepared: it opens later, when its terms are agreed. The same again is no news. */
export function createProgramme(
  body: CreateProgramme,
  state: ProgrammeState,
  world: ProgrammeWorld,
  now: string,
): Decided {
  if (statusOfProgramme(state) !== 'UNKNOWN') return contradiction(body, state, world) ?? [];
  const data = createdFrom(body, world);
  return isRefusal(data) ? data : [{ type: 'ProgrammeCreated', data, occurredAt: now }];
}

/** Creates what is not there, agrees what is not agreed, and opens. What was agreed before is not agreed anew: other terms are a conflict. */
export function openProgramme(
  body: OpenProgramme,
  state: ProgrammeState,
  world: ProgrammeWorld,
  { now }: DecisionContext,
): Decided {
  const status = statusOfProgramme(state);
  if (status === 'CLOSED') return CLOSED;
  const today = localDateOf(HOME_ZONE, now);
  const on = body.openedOn ?? (body.startsOn < today ? body.startsOn : today);
  if (on > today) return inTheFuture('openedOn');
  const refused = status === 'UNKNOWN' ? undefined : contradiction(body, state, world);
  if (refused) return refused;
  if (status === 'OPEN') return [];
  const created = state.created ?? createdFrom(body, world);
  if (isRefusal(created)) return created;
  const occurredAt = momentOf(on, now);
  const events: ProgrammeEvent[] = [];
  if (status === 'UNKNOWN') events.push({ type: 'ProgrammeCreated', data: created, occurredAt });
  if (!agreedLanding(state))
    events.push({ type: 'LandingDefinitionAgreed', data: landingFrom(body, world), occurredAt });
  if (!state.retention)
    events.push({
      type: 'RetentionPolicyAgreed',
      data: { ...DEFAULT_RETENTION, ...given(body.retention ?? {}) },
      occurredAt,
    });
  return [...events, { type: 'ProgrammeOpened', data: { on }, occurredAt }];
}

/** Landing definition, disclosure profile (part of creating) and retention are agreed before anybody is referred. */
export function openPrepared({ on }: OpenPreparedProgramme, state: ProgrammeState, { now }: DecisionContext): Decided {
  const today = localDateOf(HOME_ZONE, now);
  const status = statusOfProgramme(state);
  if (status === 'CLOSED') return CLOSED;
  if (status === 'OPEN') return [];
  if ((on ?? today) > today) return inTheFuture('on');
  if (!agreedLanding(state))
    return conflict(
      'landing-not-agreed',
      'It is not agreed what counts as landed; agree the landing definition first.',
    );
  if (!state.retention)
    return conflict(
      'retention-not-agreed',
      'It is not agreed how long files are kept; agree the retention policy first.',
    );
  return [{ type: 'ProgrammeOpened', data: { on: on ?? today }, occurredAt: momentOf(on, now) }];
}

export const CLOSED = conflict(
  'programme-closed',
  'The programme is closed; open another one under a code of its own.',
);

const inTheFuture = (field: string): Refusal =>
  invalid(field, 'date-in-the-future', `${field} lies after today; open the programme on the day itself.`);

function createdFrom(body: CreateProgramme, world: ProgrammeWorld): ProgrammeCreated | Refusal {
  const { template } = world;
  const { code, startsOn, endsOn } = body;
  const employerId = idNamed(world.employers, body.employer);
  if (employerId === undefined) return EMPLOYER_UNKNOWN;
  if (template.code !== body.template || (body.templateVersion ?? template.version) !== template.version)
    return invalid(
      template.code === body.template ? 'templateVersion' : 'template',
      'template-version-unknown',
      'There is no such version of this template; publish it, or name another.',
    );
  if (world.templateRetired)
    return conflict('template-retired', 'This version of the template is retired; choose a newer one.');
  if (endsOn !== undefined && endsOn < startsOn) return END_BEFORE_START;
  return given({
    programmeId: code,
    code,
    names: body.names ?? { nl: code, en: code },
    programmeType: template.programmeType as ProgrammeCreated['programmeType'],
    employerId,
    templateId: template.code,
    templateVersion: template.version,
    disclosureProfile: body.disclosureProfile ?? template.disclosureProfile,
    plannedStart: startsOn,
    plannedEnd: endsOn as LocalDate,
    headcountPlanned: body.headcountPlanned as number,
    languages: body.languages ?? ['nl'],
  });
}

const EMPLOYER_UNKNOWN = invalid(
  'employer',
  'employer-unknown',
  'No employer is registered under this name or id; register it first.',
);
const END_BEFORE_START = invalid('endsOn', 'date-order', 'endsOn must not be before startsOn.');

/** The template's definition, less what was agreed otherwise. A subsidised job does not count unless that is agreed. */
function landingFrom({ code, landing }: OpenProgramme, { template }: ProgrammeWorld): LandingDefinitionAgreed {
  const { counted, dateBasis, horizonDays } = template.landing;
  return {
    definitionId: `${code}:landing`,
    countedOutcomes: counted as LandingDefinitionAgreed['countedOutcomes'],
    dateBasis,
    unsubsidisedOnly: true,
    horizonDays,
    ...given(landing ?? {}),
  };
}

/** The refusal when the body states something else than what the programme is; what it leaves out contradicts nothing. */
function contradiction(body: OpenProgramme, state: ProgrammeState, world: ProgrammeWorld): Refusal | undefined {
  const created = state.created;
  const employer = idNamed(world.employers, body.employer);
  if (employer === undefined) return EMPLOYER_UNKNOWN;
  const { landing, retention } = body;
  const told = { ...body, employer, landing: undefined, retention: undefined, openedOn: undefined };
  const known = created && {
    ...created,
    employer: created.employerId,
    template: created.templateId,
    startsOn: created.plannedStart,
    endsOn: created.plannedEnd,
  };
  const differing = [
    ...changedFields(told, known ?? {}),
    ...termsDiffer('landing', landing, agreedLanding(state)),
    ...termsDiffer('retention', retention, state.retention),
  ];
  if (differing.length === 0) return undefined;
  return conflict(
    'programme-known',
    `There is a programme of this code with another value of ${differing.join(', ')}; leave that out, or choose another code.`,
  );
}

const termsDiffer = (name: string, told: object | undefined, agreed: object | undefined): string[] =>
  told && agreed && changedFields(told, agreed).length > 0 ? [name] : [];
