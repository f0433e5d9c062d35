import { expect } from '@jest/globals';
import { type Decider, type DecisionContext, type FoldedEvent } from '../decider.js';
import { type DomainEvent } from '../event.js';
import { isRefusal, type Refusal } from '../refusal.js';

/**
 * Given/when/then over a decider: `scenario(decider, world).given(a, b).when(command).then(c)`. Events given are folded, events
 * expected are compared by type, data and business time.
 */
export function scenario<State, Command, Event extends DomainEvent, World>(
  decider: Decider<State, Command, Event, World>,
  world: World,
  context: Partial<DecisionContext> = {},
) {
  let ids = 0;
  const full: DecisionContext = {
    now: '2026-09-01T08:00:00.000Z',
    actor: { type: 'COACH', id: 'coach-1' },
    newId: () => `id-${++ids}`,
    ...context,
  };
  const fold = (events: readonly Event[], from = decider.initialState): State =>
    events.reduce(
      (state, event, index) =>
        decider.evolve(state, {
          ...event,
          id: `e-${index}`,
          recordedAt: full.now,
          actor: full.actor,
        } as FoldedEvent<Event>),
      from,
    );
  return {
    given: (...events: readonly Event[]) => {
      const state = fold(events);
      return {
        state,
        when: (command: Command) => {
          const decision = decider.decide(command, state, world, full);
          return {
            decision,
            then: (...expected: readonly Event[]) => expect(decision).toEqual(expected),
            thenTypes: (...types: readonly string[]) =>
              expect(isRefusal(decision) ? decision : decision.map((event) => event.type)).toEqual(types),
            thenRefused: (code: string, part: Partial<Refusal> = {}) =>
              expect(decision).toMatchObject({ code, ...part }),
            thenNothing: () => expect(decision).toEqual([]),
          };
        },
      };
    },
  };
}
