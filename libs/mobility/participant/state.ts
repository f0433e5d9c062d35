import { localDateOf } from '@overstap/calendar';
import { assertNever, type Category, type FoldedEvent } from '@overstap/kernel';
import { factOf } from '../programme/state.js';
import { evolveWorkflow } from '../workflow/evolve.js';
import { type FactLog, withFact } from '../workflow/facts.js';
import { EMPTY_WORKFLOW, isWorkflowEvent, type WorkflowState } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type ParticipantEvent } from './catalogue.js';
import { DATA_CATEGORIES } from './codes.js';
import { type ParticipantRegistered, type ProcessingRestricted } from './events.js';

export interface ParticipantState {
  /** As they are now; fields whose key is destroyed are absent. */
  readonly details?: ParticipantRegistered;
  /** Categories that nobody may destroy for now. */
  readonly held: ReadonlySet<Category>;
  readonly erased: ReadonlySet<Category>;
  /** While nothing about them goes to their employer. */
  readonly restriction?: ProcessingRestricted;
  /** What they asked for and what became of it. */
  readonly facts: FactLog;
  /** The events by which their details were changed: what puts right what was wrong in them. */
  readonly corrections: readonly string[];
  /** The tasks of that. */
  readonly workflow: WorkflowState;
}

export const UNKNOWN_PARTICIPANT: ParticipantState = {
  held: new Set(),
  erased: new Set(),
  facts: [],
  corrections: [],
  workflow: EMPTY_WORKFLOW,
};

export function evolveParticipant(state: ParticipantState, event: FoldedEvent<ParticipantEvent>): ParticipantState {
  if (isWorkflowEvent(event))
    return { ...state, workflow: evolveWorkflow(state.workflow, event, localDateOf(HOME_ZONE, event.occurredAt)) };
  switch (event.type) {
    case 'ParticipantRegistered':
      return { ...state, details: event.data };
    case 'ParticipantDetailsChanged':
      return state.details
        ? {
            ...state,
            details: { ...state.details, ...event.data },
            corrections: [...state.corrections, event.id],
          }
        : state;
    case 'RetentionHoldPlaced':
      return { ...state, held: new Set([...state.held, event.data.class]) };
    case 'RetentionHoldReleased':
      return { ...state, held: new Set([...state.held].filter((category) => category !== event.data.class)) };
    case 'ProcessingRestricted':
      return { ...state, restriction: event.data };
    case 'ProcessingRestrictionLifted': {
      const { restriction: _lifted, ...free } = state;
      return free;
    }
    case 'SubjectKeyDestroyed':
      return { ...state, erased: new Set([...state.erased, event.data.class]) };
    case 'SubjectErased':
      return { ...state, erased: new Set(DATA_CATEGORIES), facts: withFact(state.facts, factOf(event)) };
    case 'SubjectRequestReceived':
    case 'SubjectRequestFulfilled':
    case 'SubjectRequestRefused':
      return { ...state, facts: withFact(state.facts, factOf(event)) };
    default:
      return assertNever(event);
  }
}
