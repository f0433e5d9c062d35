import { type Command, conflict, type DecisionContext, notFound, type Refusal } from '@overstap/kernel';
import { type ParticipantEvent } from './catalogue.js';
import { DATA_CATEGORIES } from './codes.js';
import { type PlaceRetentionHold, type ReleaseRetentionHold } from './commands.js';
import { type ParticipantState } from './state.js';

type HoldCommand =
  Command<'PlaceRetentionHold', PlaceRetentionHold> | Command<'ReleaseRetentionHold', ReleaseRetentionHold>;

/** A legal hold is per category, as destruction is: one event each. */
export function decideHold(
  { type, data: { classes = DATA_CATEGORIES, reason } }: HoldCommand,
  { details, erased, held }: ParticipantState,
  { now: occurredAt }: DecisionContext,
): readonly ParticipantEvent[] | Refusal {
  if (!details) return notFound('participant-unknown', 'There is no such participant; register them first.');
  if (erased.has('identity'))
    return conflict('participant-erased', 'This person was erased; there is nothing left to hold.');
  const places = type === 'PlaceRetentionHold';
  return [...new Set(classes)]
    .filter((category) => held.has(category) !== places && !erased.has(category))
    .map((category) => ({
      type: places ? 'RetentionHoldPlaced' : 'RetentionHoldReleased',
      data: { class: category, reason },
      occurredAt,
    }));
}
