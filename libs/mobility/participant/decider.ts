import {
  assertNever,
  type Category,
  type CommandsOf,
  conflict,
  type Decider,
  type FoldedEvent,
  invalid,
  notFound,
} from '@overstap/kernel';
import { changedFields, given, sameValues } from '../same-values.js';
import { type ParticipantEvent } from './catalogue.js';
import { DATA_CATEGORIES } from './codes.js';
import { type PARTICIPANT_COMMANDS } from './commands.js';
import { type ParticipantRegistered } from './events.js';

export type ParticipantCommand = CommandsOf<typeof PARTICIPANT_COMMANDS>;

export interface ParticipantState {
  /** As they are now; fields whose key is destroyed are absent. */
  readonly details?: ParticipantRegistered;
  /** Categories that nobody may destroy for now. */
  readonly held: ReadonlySet<Category>;
  readonly erased: ReadonlySet<Category>;
}

/** A person, apart from any trajectory: who they are and how to reach them. */
export const participant: Decider<ParticipantState, ParticipantCommand, ParticipantEvent> = {
  initialState: { held: new Set(), erased: new Set() },

  decide(command, state, _world, { now: occurredAt }) {
    const { details, erased } = state;
    switch (command.type) {
      case 'RegisterParticipant': {
        const data = given(command.data);
        if (!details) return [{ type: 'ParticipantRegistered', data, occurredAt }];
        return sameValues(details, data)
          ? []
          : conflict(
              'participant-known',
              'There is a participant of this id with other details; change the details instead.',
            );
      }
      case 'ChangeParticipantDetails': {
        if (!details) return notFound('participant-unknown', 'There is no such participant; register them first.');
        if (erased.has('identity'))
          return conflict('participant-erased', 'This person was erased; register them anew under another id.');
        const told = given(command.data);
        if (Object.keys(told).length === 0)
          return invalid('', 'changes-empty', 'No field is given; say which details change.');
        const changed = changedFields(told, details);
        if (changed.length === 0) return [];
        const data = Object.fromEntries(Object.entries(told).filter(([name]) => changed.includes(name)));
        return [{ type: 'ParticipantDetailsChanged', data, occurredAt }];
      }
      case 'RecordErasure':
        return erased.size === DATA_CATEGORIES.length
          ? []
          : [{ type: 'SubjectErased', data: command.data, occurredAt }];
      default:
        return assertNever(command);
    }
  },

  evolve: evolveParticipant,
};

function evolveParticipant(state: ParticipantState, event: FoldedEvent<ParticipantEvent>): ParticipantState {
  switch (event.type) {
    case 'ParticipantRegistered':
      return { ...state, details: event.data };
    case 'ParticipantDetailsChanged':
      return state.details ? { ...state, details: { ...state.details, ...event.data } } : state;
    case 'RetentionHoldPlaced':
      return { ...state, held: new Set([...state.held, event.data.class]) };
    case 'RetentionHoldReleased':
      return { ...state, held: new Set([...state.held].filter((category) => category !== event.data.class)) };
    case 'SubjectKeyDestroyed':
      return { ...state, erased: new Set([...state.erased, event.data.class]) };
    case 'SubjectErased':
      return { ...state, erased: new Set(DATA_CATEGORIES) };
    case 'SubjectRequestReceived':
    case 'SubjectRequestFulfilled':
      return state;
    default:
      return assertNever(event);
  }
}
