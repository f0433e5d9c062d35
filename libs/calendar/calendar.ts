import { invalid, type LocalDate, type Refusal } from '@overstap/kernel';
import { dayOf, isDate, weekdayOf, type EpochDay } from './dates.js';
import { HOLIDAY_RULES, holidaysBy, type HolidayRules } from './holidays.js';
import { isZone } from './zones.js';

/** What a calendar is made of: as a tenant states it and an event keeps it. */
export interface CalendarDefinition {
  readonly name: string;
  /** IANA name: `Europe/Amsterdam`. */
  readonly zone: string;
  /** ISO weekdays, 1 is Monday: `[6, 7]`. */
  readonly weekend: readonly number[];
  readonly holidays: HolidayRules;
  /** The tenant's own closing days, in any order. */
  readonly closedDays: readonly LocalDate[];
  /** Grows by one with every change, so that a clock can say by which version its date was found. */
  readonly version: number;
}

export type DayReason = 'working' | 'weekend' | 'holiday' | 'closed';

/** Why a day is a working day or not: the first reason that suffices, in the order weekend, holiday, closing day. */
export interface DayKind {
  readonly working: boolean;
  readonly reason: DayReason;
  /** The holiday's name in English, where there is one. */
  readonly name?: string;
}

/** Tells working days from others. Immutable. Day numbers are for loops, dates for everyone else. */
export class Calendar {
  private readonly weekend: readonly boolean[];
  private readonly holidays: ReadonlyMap<EpochDay, string>;
  private readonly closed: ReadonlySet<EpochDay>;

  /** `calendarFrom` is the door: it checks the definition first. */
  constructor(readonly definition: CalendarDefinition) {
    this.weekend = Array.from({ length: 8 }, (_, weekday) => definition.weekend.includes(weekday));
    this.holidays = holidaysBy(definition.holidays);
    this.closed = new Set(definition.closedDays.map(dayOf));
  }

  get name(): string {
    return this.definition.name;
  }

  get zone(): string {
    return this.definition.zone;
  }

  get version(): number {
    return this.definition.version;
  }

  isWorking(date: LocalDate): boolean {
    return this.isWorkingDay(dayOf(date));
  }

  why(date: LocalDate): DayKind {
    return this.whyDay(dayOf(date));
  }

  isWorkingDay(day: EpochDay): boolean {
    return !this.isWeekend(day) && !this.isHoliday(day);
  }

  isWeekend(day: EpochDay): boolean {
    return this.weekend[weekdayOf(day)] ?? false;
  }

  /** A holiday by rule or a closing day of the tenant, whatever the weekday. */
  isHoliday(day: EpochDay): boolean {
    return this.holidays.has(day) || this.closed.has(day);
  }

  whyDay(day: EpochDay): DayKind {
    const holiday = this.holidays.get(day);
    const name = holiday === undefined ? {} : { name: holiday };
    if (this.isWeekend(day)) return { working: false, reason: 'weekend', ...name };
    if (holiday !== undefined) return { working: false, reason: 'holiday', ...name };
    if (this.closed.has(day)) return { working: false, reason: 'closed' };
    return { working: true, reason: 'working' };
  }
}

/** The calendars that come with the program: `nl`, and `none`, which knows Saturday and Sunday alone. */
export const SHIPPED_CALENDARS: readonly CalendarDefinition[] = (['nl', 'none'] as const).map((name) => ({
  name,
  zone: 'Europe/Amsterdam',
  weekend: [6, 7],
  holidays: name,
  closedDays: [],
  version: 1,
}));

/** The calendar of a definition, or which of its fields breaks which rule. */
export function calendarFrom(definition: CalendarDefinition): Calendar | Refusal {
  const { zone, weekend, holidays, closedDays, version } = definition;
  if (!isZone(zone))
    return invalid(
      'zone',
      'unknown-zone',
      'the time zone is unknown; name one of the IANA list, such as Europe/Amsterdam',
    );
  if (!weekend.every((weekday) => Number.isInteger(weekday) && weekday >= 1 && weekday <= 7))
    return invalid('weekend', 'weekday', 'a weekday is a number from 1 (Monday) to 7 (Sunday)');
  if (new Set(weekend).size === 7)
    return invalid('weekend', 'no-working-day', 'a weekend of all seven days leaves no working day; leave one out');
  if (!HOLIDAY_RULES.includes(holidays))
    return invalid(
      'holidays',
      'unknown-holidays',
      `there are no such holidays; choose from: ${HOLIDAY_RULES.join(', ')}`,
    );
  if (!closedDays.every(isDate))
    return invalid(
      'closedDays',
      'date',
      'each closing day must be a date that exists, written YYYY-MM-DD, from 1900 to 2200',
    );
  if (!Number.isInteger(version) || version < 1)
    return invalid('version', 'version', 'the version of a calendar is a whole number from 1 on');
  return new Calendar(definition);
}

const shipped = new Map(SHIPPED_CALENDARS.map((definition) => [definition.name, new Calendar(definition)]));

/** A shipped calendar by name, with a tenant's closing days when given; an unknown name is refused, never a silent Monday to Friday. */
export function calendarNamed(name: string, closedDays: readonly LocalDate[] = []): Calendar | Refusal {
  const known = shipped.get(name);
  if (!known)
    return invalid(
      'calendar',
      'unknown-calendar',
      `there is no such calendar; choose from: ${[...shipped.keys()].join(', ')}`,
    );
  return closedDays.length === 0 ? known : calendarFrom({ ...known.definition, closedDays });
}
