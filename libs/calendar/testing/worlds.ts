import fc from 'fast-check';
import { isRefusal, type LocalDate } from '@overstap/kernel';
import { type Calendar, calendarNamed } from '../calendar.js';
import { type ClockTerms } from '../clock-arithmetic.js';
import { dateOf, dayOf } from '../dates.js';
import { type Duration } from '../durations.js';
import { type Pause } from '../pauses.js';

/** The shipped calendar of that name, or a failed test. */
export function shipped(name: string, closedDays: readonly LocalDate[] = []): Calendar {
  const calendar = calendarNamed(name, closedDays);
  if (isRefusal(calendar)) throw new Error(calendar.message);
  return calendar;
}

export const nl = shipped('nl');
export const closedOn = (...days: LocalDate[]): Calendar => shipped('nl', days);

const FROM = dayOf('2024-01-01');
const DAYS = 1500;

/** Dates around five Christmases, with every clock change of those years among them. */
export const anyDate: fc.Arbitrary<LocalDate> = fc.integer({ min: 0, max: DAYS }).map((day) => dateOf(FROM + day));

/** Instants of the same years, many of them at the minute of a cut-off or a midnight. */
export const anyInstant = fc
  .tuple(
    fc.integer({ min: 0, max: DAYS }),
    fc.oneof(fc.integer({ min: 0, max: 1439 }), fc.constantFrom(0, 900, 960, 1320, 1380)),
  )
  .map(([day, minutes]) => new Date(((FROM + day) * 1440 + minutes) * 60_000).toISOString());

/** Pauses that have ended, some of them empty. */
export const anyPause: fc.Arbitrary<Required<Pause>> = fc
  .tuple(anyInstant, fc.integer({ min: 0, max: 60 * 1440 }))
  .map(([from, minutes]) => ({ from, to: new Date(Date.parse(from) + minutes * 60_000).toISOString() }));

export const anyCalendar = fc
  .tuple(fc.constantFrom('nl', 'none'), fc.array(anyDate, { maxLength: 20 }))
  .map(([name, closedDays]) => shipped(name, closedDays));

export const anyBudget: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({
    value: fc.integer({ min: 0, max: 120 }),
    unit: fc.constantFrom('workingDays' as const, 'calendarDays' as const),
  }),
  fc.record({
    value: fc.integer({ min: 0, max: 12 }),
    unit: fc.constantFrom('calendarWeeks' as const, 'calendarMonths' as const),
  }),
);

export const anyClock: fc.Arbitrary<ClockTerms> = fc.record(
  {
    calendar: anyCalendar,
    armedOn: anyDate,
    budget: anyBudget,
    pauses: fc.array(anyPause, { maxLength: 5 }),
    cutOff: fc.constantFrom('09:00', '12:30', '17:00', '24:00'),
  },
  { requiredKeys: ['calendar', 'armedOn', 'budget', 'pauses'] },
);
