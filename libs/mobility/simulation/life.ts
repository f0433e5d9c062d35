import { addDays, instantAt, localDateOf } from '@overstap/calendar';
import { type FoldedEvent, type Instant, isRefusal, type LocalDate, type Role } from '@overstap/kernel';
import { trajectory, type TrajectoryCommand } from '../trajectory/decider.js';
import { statusOf, type TrajectoryEvent, type TrajectoryState, type TrajectoryStatus } from '../trajectory/state.js';
import { coachOf } from '../trajectory/subject.js';
import { type TrajectoryWorld } from '../trajectory/world.js';
import { nextDueAt } from '../workflow/due.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { weightOf } from './caseload.js';
import { type Chance } from './chance.js';
import { type Coaches } from './coaches.js';
import { type AgeBand, type HazardName } from './hazards.js';

/** What all lives of a run have in common. */
export interface Surroundings {
  readonly world: TrajectoryWorld;
  readonly coaches: Coaches;
  readonly hazards: HazardName;
  /** Hears every event, with the life as it is after it. */
  readonly hears: (event: FoldedEvent<TrajectoryEvent>, life: SimulatedLife) => void;
}

/** Something that happens on its day, if it still can. */
export type Act = (life: SimulatedLife, today: LocalDate) => void;

/** One person's trajectory under a virtual clock: it is decided and folded by the very functions that run the real ones. */
export class SimulatedLife {
  state: TrajectoryState = trajectory.initialState;
  now: Instant = '';
  /** Tasks, phases and ends for which it is settled who does what when. */
  readonly settled = new Set<string>();
  /** Something happened since it was last looked at who has to do what. */
  stirred = false;
  /** The day on which work is found, known to chance alone. */
  landsOn: LocalDate | undefined;
  /** The codes of what was refused: something that could not happen any more. */
  readonly refused: string[] = [];
  private readonly agenda = new Map<LocalDate, Act[]>();
  private ids = 0;
  private weight = 0;
  private next: { readonly of: TrajectoryState; readonly at: Instant | undefined } | undefined;

  constructor(
    readonly id: string,
    readonly notifiedOn: LocalDate,
    readonly ageBand: AgeBand,
    readonly chance: Chance,
    readonly around: Surroundings,
  ) {}

  get status(): TrajectoryStatus {
    return statusOf(this.state);
  }

  get coach(): string | undefined {
    return coachOf(this.state);
  }

  /** On a day: what happens on it, or null where it is only to be looked at who has to do what. */
  plan(day: LocalDate, act: Act | null): void {
    this.agenda.set(day, [...(this.agenda.get(day) ?? []), ...(act ? [act] : [])]);
  }

  /** True when the day brings anything at all. */
  isEventful(day: LocalDate): boolean {
    if (this.stirred || this.agenda.has(day)) return true;
    const due = this.nextDue();
    return due !== undefined && due < instantAt(HOME_ZONE, addDays(day, 1), '00:00');
  }

  act(day: LocalDate): void {
    for (let acts = this.agenda.get(day); acts; acts = this.agenda.get(day)) {
      this.agenda.delete(day);
      this.stirred = true;
      for (const each of acts) each(this, day);
    }
  }

  /** Lets time pass up to a moment; each instant at which something falls due is visited at its own time. */
  passUntil(day: LocalDate, time: string): void {
    const target = instantAt(HOME_ZONE, day, time);
    for (let next = this.nextDue(); next !== undefined && next <= target; next = this.nextDue()) {
      this.now = next > this.now ? next : this.now;
      this.send({ type: 'FallDue', data: {} }, 'SYSTEM');
    }
    this.now = target;
  }

  /** False when it was refused. */
  send(command: TrajectoryCommand, by: Role): boolean {
    const actor = { type: by, id: by === 'COACH' ? (this.coach ?? 'coach') : by.toLowerCase() };
    const newId = () => `${this.id}-${++this.ids}`;
    const decided = trajectory.decide(command, this.state, this.around.world, { now: this.now, actor, newId });
    if (isRefusal(decided)) {
      this.refused.push(`${command.type}: ${decided.code}`);
      return false;
    }
    for (const event of decided) {
      const folded = { ...event, id: newId(), recordedAt: this.now, actor };
      this.state = trajectory.evolve(this.state, folded);
      this.around.hears(folded, this);
    }
    this.stirred ||= decided.length > 0;
    this.weigh();
    return true;
  }

  get today(): LocalDate {
    return localDateOf(HOME_ZONE, this.now);
  }

  private nextDue(): Instant | undefined {
    if (this.next?.of !== this.state) this.next = { of: this.state, at: nextDueAt(this.state.workflow) };
    return this.next.at;
  }

  /** The coach carries what the trajectory weighs now. */
  private weigh(): void {
    const { coaches, world } = this.around;
    if (this.coach === undefined) return;
    const weight = weightOf(this.state, world.template.programmeType);
    if (weight === this.weight) return;
    coaches.carry(this.coach, weight - this.weight);
    this.weight = weight;
  }
}
