import { addDays, type Calendar, daysBetween } from '@overstap/calendar';
import { type LocalDate, type Role } from '@overstap/kernel';
import { type ProgrammeState, type TrajectoryState } from '@overstap/mobility';
import { type DemoProgramme, type Person } from './agency.js';
import { type Chance } from './chance.js';
import { ODDS } from './odds.js';

type Fields = Readonly<Record<string, unknown>>;

/** Something that somebody records, and the day on which it happened. What refers to what is recorded already is made at the counter. */
export interface Act {
  readonly on: LocalDate;
  readonly type: string;
  readonly data: Fields | ((state: TrajectoryState) => Fields | undefined);
  /** Who records it, where several may. */
  readonly by?: Role;
}

/** What comes due on a stream, as it was last looked at. */
export interface Due {
  readonly revision: number;
  readonly at: string | undefined;
}

/** A stream that lives: a programme, or a person's trajectory. */
export class Life {
  /** Tasks, phases and ends for which it is settled who does what when. */
  readonly settled = new Set<string>();
  due: Due = { revision: -2, at: undefined };
  private readonly agenda = new Map<LocalDate, Act[]>();

  constructor(
    readonly aggregate: 'programme' | 'trajectory',
    readonly id: string,
    readonly programme: DemoProgramme,
    readonly chance: Chance,
    readonly calendar: Calendar,
  ) {}

  /**
   * These acts are told one after the other, each some days after it happened: nobody writes everything down at once. What would be told after
   * today is not known yet.
   */
  tell(acts: readonly Act[], { promptly = false } = {}): void {
    let told = '';
    for (const act of acts) {
      const { mean, most } = ODDS.recordingLag;
      const lag = promptly ? 0 : Math.min(most, Math.floor(this.chance.wait(mean)));
      const day = this.workingDay(addDays(act.on, lag));
      told = day > told ? day : told;
      this.agenda.set(told, [...(this.agenda.get(told) ?? []), act]);
    }
  }

  /** What is told on a day, by the day on which it happened. */
  actsOf(day: LocalDate): readonly Act[] {
    const acts = this.agenda.get(day) ?? [];
    this.agenda.delete(day);
    return acts.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  }

  /** The day itself, or the first working day after it. */
  workingDay(day: LocalDate): LocalDate {
    let working = day;
    while (!this.calendar.isWorking(working)) working = addDays(working, 1);
    return working;
  }

  after(day: LocalDate, days: readonly [number, number]): LocalDate {
    return this.workingDay(addDays(day, this.chance.within(days)));
  }

  /** The day on which somebody gets to what is due on `dueOn`, not before `earliest`. */
  doneBy(
    dueOn: LocalDate,
    earliest: LocalDate,
    odds: Readonly<Record<'inTime' | 'late' | 'veryLate' | 'forgotten', number>>,
  ): LocalDate {
    const from = earliest > dueOn ? earliest : dueOn;
    const room = Math.max(0, daysBetween(earliest, dueOn));
    switch (this.chance.weighted(odds)) {
      case 'inTime':
        return this.latestWorking(addDays(from, -this.chance.whole(0, Math.min(room, 12))), earliest);
      case 'late':
        return this.after(from, [1, 7]);
      case 'veryLate':
        return this.after(from, [8, 30]);
      case 'forgotten':
        return this.after(from, [31, 90]);
    }
  }

  /** The day or the working day before it, but not before `earliest`. */
  private latestWorking(day: LocalDate, earliest: LocalDate): LocalDate {
    let working = day;
    while (working > earliest && !this.calendar.isWorking(working)) working = addDays(working, -1);
    return this.workingDay(working < earliest ? earliest : working);
  }
}

export class ProgrammeLife extends Life {
  constructor(programme: DemoProgramme, chance: Chance, calendar: Calendar) {
    super('programme', programme.code, programme, chance, calendar);
  }
}

/** A person's trajectory, with what the story has to remember beside what is recorded. */
export class TrajectoryLife extends Life {
  readonly participant: string;
  coach: string | undefined;
  private readonly counts = new Map<string, number>();
  /** The newest of the person's placements. */
  placement = '';
  /** An application is under way of which it is sure that it ends in work. */
  promisedUntil: LocalDate = '';
  /** The round inside the employer: proposed for a job there until this day. */
  matchOverOn: LocalDate = '';

  constructor(
    { trajectory, participant }: { readonly trajectory: string; readonly participant: string },
    readonly person: Person,
    programme: DemoProgramme,
    chance: Chance,
    calendar: Calendar,
  ) {
    super('trajectory', trajectory, programme, chance, calendar);
    this.participant = participant;
  }

  /** The id of the next application, placement, session or report. */
  number(kind: string): string {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    return `${kind}-${count}`;
  }

  ageOn(day: LocalDate): number {
    return Number(day.slice(0, 4)) - this.person.birthYear;
  }
}

export type LifeState = ProgrammeState | TrajectoryState;
