import { localDateOf } from '@overstap/calendar';
import { type FoldedEvent, type LocalDate } from '@overstap/kernel';
import { type LandingDefinition } from '../programme-template/definition.js';
import { businessDateOf } from '../trajectory/business-date.js';
import { evolveWorkflow } from '../workflow/evolve.js';
import { WORKFLOW_EVENTS } from '../workflow/events.js';
import { type Fact, type FactLog, firstFact, newestFact, withFact } from '../workflow/facts.js';
import { EMPTY_WORKFLOW, type WorkflowEvent, type WorkflowState } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type ProgrammeFactEvent } from './catalogue.js';
import { type LandingDefinitionAgreed, type ProgrammeCreated, type RetentionPolicyAgreed } from './events.js';

export type ProgrammeEvent = ProgrammeFactEvent | WorkflowEvent;

export interface ProgrammeState {
  readonly facts: FactLog;
  readonly workflow: WorkflowState;
}

export const UNKNOWN_PROGRAMME: ProgrammeState = { facts: [], workflow: EMPTY_WORKFLOW };

export type ProgrammeStatus = 'UNKNOWN' | 'PREPARING' | 'OPEN' | 'CLOSED';

export function evolveProgramme(state: ProgrammeState, event: FoldedEvent<ProgrammeEvent>): ProgrammeState {
  if (isWorkflowEvent(event))
    return { ...state, workflow: evolveWorkflow(state.workflow, event, localDateOf(HOME_ZONE, event.occurredAt)) };
  return { ...state, facts: withFact(state.facts, factOf(event)) };
}

const isWorkflowEvent = (event: { readonly type: string }): event is WorkflowEvent => event.type in WORKFLOW_EVENTS;

/** An event as a fact of the engine's log. */
export const factOf = ({ id, type, data, occurredAt, actor }: FoldedEvent): Fact => ({
  id,
  type,
  on: businessDateOf(data) ?? localDateOf(HOME_ZONE, occurredAt),
  at: occurredAt,
  actor: actor.type,
  data: data as Readonly<Record<string, unknown>>,
});

export function statusOfProgramme({ facts }: Pick<ProgrammeState, 'facts'>): ProgrammeStatus {
  if (newestFact(facts, 'ProgrammeClosed')) return 'CLOSED';
  if (firstFact(facts, 'ProgrammeOpened')) return 'OPEN';
  return firstFact(facts, 'ProgrammeCreated') ? 'PREPARING' : 'UNKNOWN';
}

export const openedOn = ({ facts }: ProgrammeState): LocalDate | undefined => firstFact(facts, 'ProgrammeOpened')?.on;

/** What the programme is: its employer, template, profile and planned dates; undefined while there is none. */
export const createdProgramme = ({ facts }: ProgrammeState): ProgrammeCreated | undefined =>
  firstFact(facts, 'ProgrammeCreated')?.data as ProgrammeCreated | undefined;

export const agreedLanding = ({ facts }: ProgrammeState): LandingDefinitionAgreed | undefined =>
  newestFact(facts, 'LandingDefinitionAgreed')?.data as LandingDefinitionAgreed | undefined;

export const agreedRetention = ({ facts }: ProgrammeState): RetentionPolicyAgreed | undefined =>
  newestFact(facts, 'RetentionPolicyAgreed')?.data as RetentionPolicyAgreed | undefined;

/** The agreed landing definition as a trajectory reads it. */
export function landingTermsOf(state: ProgrammeState): LandingDefinition | undefined {
  const agreed = agreedLanding(state);
  return agreed && { counted: agreed.countedOutcomes, dateBasis: agreed.dateBasis, horizonDays: agreed.horizonDays };
}
