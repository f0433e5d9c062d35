import { type Instant, type LocalDate } from '@overstap/kernel';
import { type Calendar } from './calendar.js';
import { addMonthsToDay, dateOf, dayOf, LAST_DAY, type EpochDay } from './dates.js';
import { budgetOf, type Budget, type Duration } from './durations.js';
import { type Pause, pausedDays, type PausedDays } from './pauses.js';
import { dayAt, instantOf, minutesOf, msAt, msOf } from './zones.js';

/** Where a date goes that is not a working day. */
export type Roll = 'none' | 'next' | 'previous';

/** All that decides when a clock is due (docs/time.md, "Durations" and "Clocks"). */
export interface ClockTerms {
  readonly calendar: Calendar;
  /** The local day of arming; it is not counted. */
  readonly armedOn: LocalDate;
  /** Zero or more. */
  readonly budget: Duration;
  /** When a working day is consumed, local `HH:mm`; 17:00 unless given. Calendar days are always consumed at midnight. */
  readonly cutOff?: string;
  readonly pauses: readonly Pause[];
  /** `none` unless given. */
  readonly roll?: Roll;
}

export interface Due {
  /** The day on which the budget is spent: the legal day of a statutory deadline. */
  readonly dueOn: LocalDate;
  /** The cut-off of that day; for calendar units its end, 24:00, which is the next day's first instant. */
  readonly instant: Instant;
  /** `dueOn`, or the working day that the rolling rule puts in its place. */
  readonly rolledOn: LocalDate;
  readonly rolledInstant: Instant;
}

/** One day of the way to a due date, and why it counts or not. */
export interface CountedDay {
  readonly date: LocalDate;
  readonly counted: boolean;
  /** `working day`, `calendar day`, `day of arming`, `paused`, `weekend`, `holiday: King's Day` or `closing day`. */
  readonly why: string;
}

export interface Ledger {
  /** In days, as the budget's unit counts them. */
  readonly budget: number;
  readonly consumed: number;
  readonly remaining: number;
}

const DEFAULT_CUT_OFF = '17:00';

/** The terms worked out: everything in day numbers. */
interface Count {
  readonly armed: EpochDay;
  readonly budget: Budget;
  readonly paused: readonly PausedDays[];
  readonly counts: (day: EpochDay) => boolean;
  readonly cutOffMs: (day: EpochDay) => number;
  /** The first day whose cut-off lies after a moment. */
  readonly firstOpenDay: (ms: number) => EpochDay;
}

function countOf({ calendar, armedOn, budget: duration, cutOff, pauses }: ClockTerms): Count {
  const budget = budgetOf(duration, armedOn);
  const working = budget.counts === 'workingDays';
  const minutes = minutesOf(working ? (cutOff ?? DEFAULT_CUT_OFF) : '24:00');
  const cutOffMs = (day: EpochDay): number => msAt(calendar.zone, day, minutes);
  const firstOpenDay = (ms: number): EpochDay => {
    const day = dayAt(calendar.zone, ms);
    return cutOffMs(day) > ms ? day : day + 1;
  };
  const counts = working ? (day: EpochDay): boolean => calendar.isWorkingDay(day) : (): boolean => true;
  return { armed: dayOf(armedOn), budget, paused: pausedDays(pauses, firstOpenDay), counts, cutOffMs, firstOpenDay };
}

/** How many days after arming, up to and including `until`, the clock consumes, at most `most`; and the last of them. */
function consume(count: Count, until: EpochDay, most: number): { consumed: number; last: EpochDay } {
  let [consumed, last, next] = [0, count.armed, 0];
  for (let day = count.armed + 1; day <= until && consumed < most; day += 1) {
    let pause = count.paused[next];
    while (pause && pause.last < day) pause = count.paused[(next += 1)];
    if (pause && pause.first <= day) day = pause.last;
    else if (count.counts(day)) [consumed, last] = [consumed + 1, day];
  }
  return { consumed, last };
}

function dueDay(count: Count): EpochDay | undefined {
  const { consumed, last } = consume(count, LAST_DAY, count.budget.days);
  return consumed < count.budget.days ? undefined : last;
}

/** The date, or the working day that the rule puts in its place. Throws a RangeError when that lies outside the years 1900 to 2200. */
export function rollDate(calendar: Calendar, date: LocalDate, roll: Roll): LocalDate {
  if (roll === 'none') return date;
  let day = dayOf(date);
  while (!calendar.isWorkingDay(day)) day += roll === 'next' ? 1 : -1;
  return dateOf(day);
}

/**
 * When a clock is due. Undefined when it has no due date: a pause without end comes first, or the date would lie after 2200. A budget of
 * zero is due on the day of arming, whatever pauses there are.
 */
export function dueOf(terms: ClockTerms): Due | undefined {
  const count = countOf(terms);
  const day = dueDay(count);
  if (day === undefined) return undefined;
  const dueOn = dateOf(day);
  const rolledOn = rollDate(terms.calendar, dueOn, terms.roll ?? 'none');
  const instant = instantOf(count.cutOffMs(day));
  return {
    dueOn,
    instant,
    rolledOn,
    rolledInstant: rolledOn === dueOn ? instant : instantOf(count.cutOffMs(dayOf(rolledOn))),
  };
}

/** The clock's books at an instant: a day is consumed at its cut-off, and never more days than the budget has. */
export function ledgerAt(terms: ClockTerms, instant: Instant): Ledger {
  const count = countOf(terms);
  const budget = count.budget.days;
  const { consumed } = consume(count, Math.min(count.firstOpenDay(msOf(instant)) - 1, LAST_DAY), budget);
  return { budget, consumed, remaining: budget - consumed };
}

/** Every day from arming to the due date with the reason why it counts or not; without a due date, up to the first day of the endless pause. */
export function explain(terms: ClockTerms): { due?: LocalDate; instant?: Instant; days: CountedDay[] } {
  const count = countOf(terms);
  const due = dueDay(count);
  const endless = count.paused.find(({ last }) => last === Infinity);
  const last = due ?? Math.max(count.armed, Math.min(endless?.first ?? LAST_DAY, LAST_DAY));
  const days: CountedDay[] = [];
  for (let day = count.armed; day <= last; day += 1) days.push({ date: dateOf(day), ...whyCounted(terms, count, day) });
  return due === undefined ? { days } : { due: dateOf(due), instant: instantOf(count.cutOffMs(due)), days };
}

function whyCounted({ calendar }: ClockTerms, count: Count, day: EpochDay): { counted: boolean; why: string } {
  if (day === count.armed) return { counted: false, why: 'day of arming' };
  if (!count.counts(day)) {
    const { reason, name } = calendar.whyDay(day);
    return { counted: false, why: reason === 'closed' ? 'closing day' : reason + (name ? `: ${name}` : '') };
  }
  if (count.paused.some(({ first, last }) => first <= day && day <= last)) return { counted: false, why: 'paused' };
  return { counted: true, why: count.budget.counts === 'workingDays' ? 'working day' : 'calendar day' };
}

/**
 * A date some time from an anchor, without pauses: later for a positive duration, earlier for a negative one (`end -10 workingDays`). The
 * anchor itself is not counted in either direction; months clamp. Throws a RangeError when the date would leave the years 1900 to 2200.
 */
export function offset(calendar: Calendar, anchor: LocalDate, { value, unit }: Duration): LocalDate {
  let day = dayOf(anchor);
  if (unit === 'calendarMonths') return dateOf(addMonthsToDay(day, value));
  if (unit !== 'workingDays') return dateOf(day + value * (unit === 'calendarWeeks' ? 7 : 1));
  let left = Math.abs(value);
  while (left > 0) {
    day += Math.sign(value);
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return dateOf(day);
}

/** The date that lies a duration before an anchor, counted backwards by the same rule. */
export const before = (calendar: Calendar, anchor: LocalDate, { value, unit }: Duration): LocalDate =>
  offset(calendar, anchor, { value: -value, unit });
