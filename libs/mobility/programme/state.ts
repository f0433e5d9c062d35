import { localDateOf } from '@overstap/calendar';
import { type FoldedEvent, type LocalDate } from '@overstap/kernel';
import { type LandingDefinition } from '../programme-template/definition.js';
import { businessDateOf } from '../trajectory/business-date.js';
import { evolveWorkflow } from '../workflow/evolve.js';
import { type Fact, type FactLog, newestFact, withFact } from '../workflow/facts.js';
import { EMPTY_WORKFLOW, isWorkflowEvent, type WorkflowEvent, type WorkflowState } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type ProgrammeFactEvent } from './catalogue.js';
import { type LandingDefinitionAgreed, type ProgrammeCreated, type RetentionPolicyAgreed } from './events.js';

export type ProgrammeEvent = ProgrammeFactEvent | WorkflowEvent;

export interface ProgrammeState {
  readonly facts: FactLog;
  readonly workflow: WorkflowState;
  /** What the programme is: its employer, template, profile and planned dates. */
  readonly created?: ProgrammeCreated;
  /** The version of the template on which people come since the programme moved there. */
  readonly upgradedTo?: number;
  /** What counts as landed, as a trajectory reads it. */
  readonly landing?: LandingDefinition;
  readonly retention?: RetentionPolicyAgreed;
  readonly opened?: LocalDate;
  readonly closed?: LocalDate;
}

export const UNKNOWN_PROGRAMME: ProgrammeState = { facts: [], workflow: EMPTY_WORKFLOW };

export type ProgrammeStatus = 'UNKNOWN' | 'PREPARING' | 'OPEN' | 'CLOSED';

export function evolveProgramme(state: ProgrammeState, event: FoldedEvent<ProgrammeEvent>): ProgrammeState {
  if (isWorkflowEvent(event))
    return { ...state, workflow: evolveWorkflow(state.workflow, event, localDateOf(HOME_ZONE, event.occurredAt)) };
  return { ...state, ...termsIn(event), facts: withFact(state.facts, factOf(event)) };
}

/** The terms that an event sets; what everybody reads is not searched for among the facts each time. */
function termsIn(event: ProgrammeFactEvent): Partial<ProgrammeState> {
  switch (event.type) {
    case 'ProgrammeCreated':
      return { created: event.data };
    case 'ProgrammeTemplateUpgraded':
      return { upgradedTo: event.data.to };
    case 'LandingDefinitionAgreed': {
      const { countedOutcomes, dateBasis, horizonDays } = event.data;
      return { landing: { counted: countedOutcomes, dateBasis, horizonDays } };
    }
    case 'RetentionPolicyAgreed':
      return { retention: event.data };
    case 'ProgrammeOpened':
      return { opened: event.data.on };
    case 'ProgrammeClosed':
      return { closed: event.data.on };
    default:
      return {};
  }
}

/** An event as a fact of the engine's log. */
export const factOf = ({ id, type, data, occurredAt, recordedAt, actor }: FoldedEvent): Fact => ({
  id,
  type,
  on: businessDateOf(data) ?? localDateOf(HOME_ZONE, occurredAt),
  at: occurredAt,
  recordedAt,
  actor: actor.type,
  data: data as Readonly<Record<string, unknown>>,
});

export function statusOfProgramme({ created, opened, closed }: ProgrammeState): ProgrammeStatus {
  if (closed !== undefined) return 'CLOSED';
  if (opened !== undefined) return 'OPEN';
  return created ? 'PREPARING' : 'UNKNOWN';
}

/** The landing definition as it was agreed, with the terms that only reports read. */
export const agreedLanding = ({ facts }: ProgrammeState): LandingDefinitionAgreed | undefined =>
  newestFact(facts, 'LandingDefinitionAgreed')?.data as LandingDefinitionAgreed | undefined;

/** What the programme is; undefined while there is none. */
export const createdProgramme = ({ created }: ProgrammeState): ProgrammeCreated | undefined => created;

/** The template on which whoever is referred now comes; undefined while there is no programme. */
export const templateForNewcomers = ({
  created,
  upgradedTo,
}: ProgrammeState): Pick<ProgrammeCreated, 'templateId' | 'templateVersion'> | undefined =>
  created && { templateId: created.templateId, templateVersion: upgradedTo ?? created.templateVersion };

/** What counts as landed, as a trajectory reads it; undefined until it is agreed. */
export const landingTermsOf = ({ landing }: ProgrammeState): LandingDefinition | undefined => landing;
