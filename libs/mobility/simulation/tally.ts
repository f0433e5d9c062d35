import { type Calendar, daysBetween, localDateOf, rollDate } from '@overstap/calendar';
import { type FoldedEvent, type LocalDate } from '@overstap/kernel';
import { type TrajectoryEvent } from '../trajectory/state.js';
import { type RungFired } from '../workflow/events.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type Coaches } from './coaches.js';
import { type SimulatedLife } from './life.js';
import { type DeadlineForecast, type ReminderForecast, type RoleLoad, type WeekForecast } from './forecast.js';

/** What has to be done within fewer days than this is mostly done on the last: that says nothing. */
const CHOICE_DAYS = 5;

type Outcome = 'inTime' | 'close' | 'missed' | 'fellAway' | 'running';

interface Followed {
  readonly times: string;
  readonly code: string;
  readonly armedOn: LocalDate;
  dueOn: LocalDate | undefined;
  outcome: Outcome;
}

/** Role, then person, then how many reminders of a week. */
type Heard = Map<string, Map<string, number>>;

/** Counts what happens in a run: reminders as they fire, deadlines as they end, and the work as it stands at the end of each week. */
export class Tally {
  private readonly deadlines = new Map<string, Followed>();
  private readonly heard: Heard[] = [];
  readonly weeks: WeekForecast[] = [];

  constructor(
    private readonly start: LocalDate,
    private readonly calendar: Calendar,
    /** Deadlines and boxes that somebody can meet: a wait that only ends is none. */
    private readonly canBeMet: (times: string, code: string) => boolean,
  ) {}

  hear(event: FoldedEvent<TrajectoryEvent>, life: SimulatedLife): void {
    switch (event.type) {
      case 'RungFired':
        return this.remind(event.data, this.weekOf(localDateOf(HOME_ZONE, event.occurredAt)), life);
      case 'ClockArmed':
      case 'ClockRearmed': {
        const { clockId, times, code, armedOn, dueOn } = event.data;
        const key = `${life.id} ${clockId}`;
        if (!this.canBeMet(times, code)) return;
        const known = this.deadlines.get(key);
        if (known?.outcome !== 'missed') this.deadlines.set(key, { times, code, armedOn, dueOn, outcome: 'running' });
        return;
      }
      case 'ClockResumed':
        return this.change(life, event.data.clockId, (followed) => (followed.dueOn = event.data.dueOn));
      case 'ClockExpired':
        return this.change(life, event.data.clockId, (followed) => (followed.outcome = 'missed'));
      case 'ClockStopped': {
        const { clockId, how, on } = event.data;
        return this.change(life, clockId, (followed) => {
          if (followed.outcome !== 'missed') followed.outcome = how === 'MET' ? this.howMet(followed, on) : 'fellAway';
        });
      }
    }
  }

  /** The week from this Monday ends: on its Sunday, or where the run does. */
  endWeek(monday: LocalDate, until: LocalDate, lives: readonly SimulatedLife[], coaches: Coaches): void {
    const heard = this.heard[this.weekOf(monday)] ?? new Map<string, Map<string, number>>();
    const roles = new Map<string, RoleLoad>();
    const of = (role: string): RoleLoad => {
      const known = roles.get(role) ?? { ...NO_LOAD, role };
      roles.set(role, known);
      return known;
    };
    for (const life of lives) {
      const { tasks, clocks } = life.state.workflow;
      for (const { taskId, role, status, dueOn: named, doneOn } of Object.values(tasks)) {
        if (status === 'CANCELLED' || role === 'SYSTEM') continue;
        const dueOn = clocks[`task.${taskId}`]?.dueOn ?? named;
        const load = of(role);
        if (dueOn !== undefined && dueOn >= monday && dueOn <= until) load.due += 1;
        if (status === 'DONE') load.done += doneOn !== undefined && doneOn >= monday && doneOn <= until ? 1 : 0;
        else {
          load.open += 1;
          if (dueOn !== undefined && dueOn <= until) load.overdue += 1;
        }
      }
    }
    for (const [role, people] of heard)
      for (const count of people.values()) {
        const load = of(role);
        load.reminders += count;
        load.most = Math.max(load.most, count);
      }
    of('PARTICIPANT').people = lives.filter(({ status }) => PRESENT.includes(status)).length;
    of('COACH').people = coaches.count;
    const { weighted, capacity, fullest } = coaches;
    this.weeks.push({
      week: monday,
      caseload: { weighted: rounded(weighted), capacity, fullest: rounded(fullest) },
      roles: [...roles.values()].toSorted((a, b) => (a.role < b.role ? -1 : 1)),
    });
  }

  /** By how many there are at risk, most first. */
  deadlineForecasts(): DeadlineForecast[] {
    const forecasts = new Map<string, DeadlineForecast>();
    for (const { times, code, outcome } of this.deadlines.values()) {
      const key = `${times} ${code}`;
      const known = forecasts.get(key) ?? {
        times,
        code,
        armed: 0,
        inTime: 0,
        close: 0,
        missed: 0,
        running: 0,
        atRisk: 0,
      };
      forecasts.set(key, known);
      if (outcome === 'fellAway') continue;
      known.armed += 1;
      known[outcome] += 1;
      known.atRisk = known.close + known.missed;
    }
    return [...forecasts.values()]
      .filter(({ armed }) => armed > 0)
      .toSorted((a, b) => b.atRisk - a.atRisk || (a.code < b.code ? -1 : 1));
  }

  /** Over the whole run, by role; a week in which nobody of a role heard anything counts. */
  reminderForecasts(): ReminderForecast[] {
    const roles = new Set(this.weeks.flatMap((week) => week.roles.map(({ role }) => role)));
    return [...roles].toSorted().map((role) => {
      const loads = this.weeks.map((week) => week.roles.find((each) => each.role === role) ?? { ...NO_LOAD, role });
      const total = loads.reduce((sum, { reminders }) => sum + reminders, 0);
      const personWeeks = loads.reduce((sum, { people }) => sum + people, 0);
      return {
        role,
        total,
        perPersonPerWeek: personWeeks === 0 ? 0 : rounded(total / personWeeks),
        most: Math.max(0, ...loads.map(({ most }) => most)),
      };
    });
  }

  /** One message is sent for rungs that were missed together. */
  private remind({ toRoles, merged }: RungFired, week: number, life: SimulatedLife): void {
    if (merged) return;
    const heard = (this.heard[week] ??= new Map<string, Map<string, number>>());
    for (const role of toRoles) {
      const people = heard.get(role) ?? new Map<string, number>();
      heard.set(role, people);
      const person = role === 'PARTICIPANT' ? life.id : role === 'COACH' ? (life.coach ?? '') : '';
      people.set(person, (people.get(person) ?? 0) + 1);
    }
  }

  private change(life: SimulatedLife, clockId: string, by: (followed: Followed) => void): void {
    const followed = this.deadlines.get(`${life.id} ${clockId}`);
    if (followed) by(followed);
  }

  private howMet({ armedOn, dueOn }: Followed, on: LocalDate): Outcome {
    if (dueOn === undefined) return 'inTime';
    if (on > dueOn) return 'missed';
    const hasChoice = daysBetween(armedOn, dueOn) >= CHOICE_DAYS;
    return hasChoice && on >= rollDate(this.calendar, dueOn, 'previous') ? 'close' : 'inTime';
  }

  private weekOf(day: LocalDate): number {
    return Math.floor(daysBetween(this.start, day) / 7);
  }
}

const NO_LOAD = { due: 0, done: 0, open: 0, overdue: 0, reminders: 0, people: 1, most: 0 };

const PRESENT: readonly string[] = ['REFERRED', 'INVITED', 'REACHED', 'ACTIVE', 'PAUSED', 'LANDED'];

/** Two digits behind the point. */
const rounded = (value: number): number => Math.round(value * 100) / 100;
