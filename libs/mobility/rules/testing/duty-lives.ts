import { type Calendar, calendarNamed, localDateOf } from '@overstap/calendar';
import {
  type Actor,
  type Decider,
  type DomainEvent,
  type FoldedEvent,
  type Instant,
  isRefusal,
} from '@overstap/kernel';
import { nextDueAt } from '../../workflow/due.js';
import { type WorkflowState } from '../../workflow/state.js';
import { HOME_ZONE } from '../../workflow/zone.js';

const OFFICE: Actor = { type: 'QUALITY_OFFICER', id: 'q-1' };

export const HOME = calendarNamed('nl') as Calendar;

/** A coach or a person on whose stream time passes, from 10:00 on a day to 10:00 on another. */
export class DutyLife<
  State extends { readonly workflow: WorkflowState },
  Command extends { readonly type: string; readonly data: object },
  Event extends DomainEvent,
  World,
> {
  state: State;
  readonly events: FoldedEvent<Event>[] = [];
  private now: Instant;

  constructor(
    private readonly decider: Decider<State, Command | { type: 'FallDue'; data: object }, Event, World>,
    private readonly world: World,
    day: string,
  ) {
    this.state = decider.initialState;
    this.now = `${day}T09:00:00.000Z`;
  }

  tell(...commands: readonly Command[]): this {
    for (const command of commands) this.decide(command);
    return this;
  }

  until(day: string): this {
    const end = `${day}T09:00:00.000Z`;
    for (let at = this.nextAt(); at !== undefined && at <= end; at = this.nextAt()) {
      this.now = at;
      this.decide({ type: 'FallDue', data: {} });
    }
    this.now = end;
    return this;
  }

  /** Which rungs fired on which local day, and for whom. */
  get fired(): string[] {
    return this.events.flatMap(({ type, data, occurredAt }) => {
      if (type !== 'RungFired') return [];
      const { rung, toRoles } = data as unknown as { readonly rung: string; readonly toRoles: readonly string[] };
      return [`${localDateOf(HOME_ZONE, occurredAt)} ${rung} ${toRoles.join('+')}`];
    });
  }

  private nextAt(): Instant | undefined {
    return nextDueAt(this.state.workflow);
  }

  private decide(command: Command | { type: 'FallDue'; data: object }): void {
    const { now } = this;
    const decided = this.decider.decide(command, this.state, this.world, { now, actor: OFFICE, newId: () => 'id' });
    if (isRefusal(decided)) throw new Error(`${decided.code}: ${decided.message}`);
    for (const event of decided) {
      const folded = { ...event, id: `e-${this.events.length}`, recordedAt: now, actor: OFFICE } as FoldedEvent<Event>;
      this.state = this.decider.evolve(this.state, folded);
      this.events.push(folded);
    }
  }
}
