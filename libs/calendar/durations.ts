import { type LocalDate } from '@overstap/kernel';
import { addMonthsToDay, dayOf } from './dates.js';

export type DurationUnit = 'workingDays' | 'calendarDays' | 'calendarWeeks' | 'calendarMonths';

/** A length of time: a budget when zero or more, an offset from an anchor with either sign. Whole numbers only. */
export interface Duration {
  readonly value: number;
  readonly unit: DurationUnit;
}

/** The longest duration that is understood, per unit: about 27 years. Longer ones are typing errors. */
export const LONGEST: Readonly<Record<DurationUnit, number>> = {
  workingDays: 10_000,
  calendarDays: 10_000,
  calendarWeeks: 1_428,
  calendarMonths: 328,
};

const UNITS: Readonly<Record<string, DurationUnit>> = {
  workingday: 'workingDays',
  calendarday: 'calendarDays',
  calendarweek: 'calendarWeeks',
  calendarmonth: 'calendarMonths',
};

const EXAMPLES = '"10 workingDays", "30 calendarDays", "6 calendarWeeks", "1 calendarMonth", "P42D", "P6W" or "P6M"';

const durationOf = (sign: string | undefined, value: number, unit: DurationUnit): Duration | { error: string } => {
  if (value > LONGEST[unit]) return { error: `the duration is too long; write at most ${LONGEST[unit]} ${unit}` };
  return { value: sign && value !== 0 ? -value : value, unit };
};

/** ISO-8601 in one unit. Days, weeks, months and years only; hours where they make whole days: `PT48H` is two calendar days. */
function parseIso(sign: string | undefined, text: string): Duration | { error: string } {
  const date = /^P(\d{1,9})([DWMY])$/.exec(text);
  if (date) {
    const value = Number(date[1]);
    if (date[2] === 'D') return durationOf(sign, value, 'calendarDays');
    if (date[2] === 'W') return durationOf(sign, value, 'calendarWeeks');
    return durationOf(sign, date[2] === 'Y' ? value * 12 : value, 'calendarMonths');
  }
  const hours = /^PT(\d{1,9})H$/.exec(text);
  if (hours) return fromHours(sign, Number(hours[1]));
  return { error: `an ISO duration has one whole number and one unit, such as P42D, P6W, P6M or PT48H` };
}

const fromHours = (sign: string | undefined, hours: number): Duration | { error: string } =>
  hours % 24 === 0
    ? durationOf(sign, hours / 24, 'calendarDays')
    : { error: 'hours must make whole days: write 24, 48, 72 hours or a number of calendarDays' };

/**
 * Reads `10 workingDays`, `10 working days`, `-5 workingDays`, `48 h`, `P42D`, `-P6M`; ISO never yields working days. The error says what
 * to write instead.
 */
export function parseDuration(text: string): Duration | { error: string } {
  const signed = /^\s*([-\u2212])?\s*(\S.{0,38}?)\s*$/.exec(text);
  const [sign, body] = [signed?.[1], signed?.[2] ?? ''];
  if (body.startsWith('P')) return parseIso(sign, body);
  const words = /^(\d{1,9})\s*([A-Za-z]+(?:\s[A-Za-z]+)?)$/.exec(body);
  if (!words) return { error: `write a whole number and a unit: ${EXAMPLES}` };
  const value = Number(words[1]);
  const word = (words[2] ?? '').replace(/\s/, '').toLowerCase();
  if (word === 'h' || word === 'hours') return fromHours(sign, value);
  const unit = UNITS[word.replace(/s$/, '')];
  return unit ? durationOf(sign, value, unit) : { error: `the unit is unknown; write ${EXAMPLES}` };
}

/** `10 workingDays`: what `parseDuration` reads back as the same duration. */
export const formatDuration = ({ value, unit }: Duration): string => `${value} ${unit}`;

/** What a clock spends: a number of days, and which days count. */
export interface Budget {
  readonly days: number;
  readonly counts: 'workingDays' | 'calendarDays';
}

/** The budget that a duration becomes on the day a clock is armed: weeks are seven days, months clamp and become days. */
export function budgetOf({ value, unit }: Duration, armedOn: LocalDate): Budget {
  const counts = unit === 'workingDays' ? 'workingDays' : 'calendarDays';
  if (unit === 'calendarWeeks') return { days: value * 7, counts };
  if (unit !== 'calendarMonths') return { days: value, counts };
  const armed = dayOf(armedOn);
  return { days: addMonthsToDay(armed, value) - armed, counts };
}

/** The days of that budget alone. */
export const daysOf = (duration: Duration, armedOn: LocalDate): number => budgetOf(duration, armedOn).days;
