import { localDateOf } from '@overstap/calendar';
import { type DecisionContext } from '@overstap/kernel';
import { landingOf } from '../placement/landing.js';
import { type FactLog, firstFact } from '../workflow/facts.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { conclusionOf, type TrajectoryEvent, type TrajectoryState } from './state.js';

export const isErased = (facts: FactLog): boolean => firstFact(facts, 'PersonErased') !== undefined;

/** What runs is closed, with the result where there was one; figures go on to count it, as one whose end nobody knows. */
export function endForErasure(
  { facts }: Pick<TrajectoryState, 'facts'>,
  { now: occurredAt }: DecisionContext,
): readonly TrajectoryEvent[] {
  if (isErased(facts)) return [];
  const on = localDateOf(HOME_ZONE, occurredAt);
  const closureClass = landingOf(facts) ? ('RESULT' as const) : ('INTERRUPTED' as const);
  return [
    ...(conclusionOf(facts)
      ? []
      : [{ type: 'TrajectoryClosed' as const, data: { on, closureClass, reason: 'ERASED' as const }, occurredAt }]),
    { type: 'PersonErased', data: { on }, occurredAt },
  ];
}
