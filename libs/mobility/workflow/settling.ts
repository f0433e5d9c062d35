import { localDateOf } from '@overstap/calendar';
import { type DecisionContext, type DomainEvent, type FoldedEvent } from '@overstap/kernel';
import { consequences } from './consequences.js';
import { due, withOneMessage } from './due.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';
import { HOME_ZONE } from './zone.js';

/** What the engine needs to know of an aggregate that it runs. */
export interface Run<State, Event extends DomainEvent> {
  readonly evolve: (state: State, event: FoldedEvent<Event>) => State;
  rules(state: State): WorkflowRules;
  subject(state: State): Subject;
  /** What follows from the facts before the engine looks at them: the start of a trajectory. */
  before?(state: State): readonly Event[];
  /** What is a fact by having fallen due: a window of the benefit that is over. */
  fell?(fallen: readonly Consequence[], state: State): readonly Event[];
}

/** A decision as it grows: every event is folded once, when it is added. */
class Append<State, Event extends DomainEvent> {
  readonly events: Event[] = [];

  constructor(
    private readonly run: Run<State, Event>,
    public state: State,
    private readonly context: DecisionContext,
  ) {}

  add(events: readonly Event[]): void {
    const { now: recordedAt, actor } = this.context;
    for (const event of events) {
      // Nothing refers to these facts by id before they are stored.
      const id = `decided-${this.events.length}`;
      this.state = this.run.evolve(this.state, { id, recordedAt, actor, ...event });
      this.events.push(event);
    }
  }

  follow(present: Present): void {
    const { run } = this;
    this.add(run.before?.(this.state) ?? []);
    consequences(run.rules(this.state), run.subject(this.state), present, (events) => {
      this.add(events as unknown as readonly Event[]);
      return run.subject(this.state);
    });
  }
}

export const presentOf = ({ now }: Pick<DecisionContext, 'now'>): Present => ({
  now,
  today: localDateOf(HOME_ZONE, now),
});

/** What was decided with all that follows from it, for one append. */
export function withConsequences<State, Event extends DomainEvent>(
  decided: readonly Event[],
  state: State,
  run: Run<State, Event>,
  context: DecisionContext,
): readonly Event[] {
  const append = new Append(run, state, context);
  append.add(decided);
  append.follow(presentOf(context));
  return append.events;
}

/** A word to somebody: no phase, clock or task hangs on it, so that what was settled before it still is. */
const SPOKEN: readonly string[] = ['RungFired', 'RungSuppressed', 'TaskEscalated'];

/** Everything that has fallen due by now, one thing after the other, each with what follows from it. */
export function untilNow<State, Event extends DomainEvent>(
  state: State,
  run: Run<State, Event>,
  context: DecisionContext,
): readonly Event[] {
  const append = new Append(run, state, context);
  const present = presentOf(context);
  for (;;) {
    const fallen = due(run.rules(append.state), run.subject(append.state), present);
    if (fallen.length === 0) return withOneMessage(append.events);
    append.add(fallen as unknown as readonly Event[]);
    append.add(run.fell?.(fallen, append.state) ?? []);
    if (!fallen.every(({ type }) => SPOKEN.includes(type))) append.follow(present);
  }
}
