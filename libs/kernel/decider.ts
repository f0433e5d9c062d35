import { type Actor, type DomainEvent, type Instant, type RecordedEvent } from './event.js';
import { type Refusal } from './refusal.js';

/** What a decision may know beside the state: who, when, and the ids it may give out. */
export interface DecisionContext {
  readonly now: Instant;
  readonly actor: Actor;
  /** The account or key that was let in, where one was: the same person in two roles is one person. */
  readonly account?: string;
  /** Deterministic per command: the n-th call for the same command gives the same id. */
  readonly newId: () => string;
}

/**
 * One aggregate: `decide` turns a command into events or a refusal and changes nothing; `evolve` folds an event that was once
 * accepted into the state and never refuses. `World` is what the decision reads of other aggregates.
 */
export interface Decider<State, Command, Event extends DomainEvent, World = undefined> {
  readonly initialState: State;
  decide(command: Command, state: State, world: World, context: DecisionContext): readonly Event[] | Refusal;
  evolve(state: State, event: FoldedEvent<Event>): State;
}

/** An event as `evolve` sees it: what was decided, and the envelope fields that the fold may use. */
export type FoldedEvent<Event extends DomainEvent = DomainEvent> = Event &
  Pick<RecordedEvent, 'id' | 'recordedAt' | 'actor'>;
