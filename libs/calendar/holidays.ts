import { dayOfCivil, FIRST_YEAR, LAST_YEAR, weekdayOf, type EpochDay } from './dates.js';

/** The sets of holidays that are computed by rule; `none` has none. */
export type HolidayRules = 'nl' | 'none';

export const HOLIDAY_RULES: readonly HolidayRules[] = ['nl', 'none'];

/** Easter Sunday of a Gregorian year (Meeus, Jones and Butcher, "Astronomical Algorithms", chapter 8). */
export function easterSunday(year: number): EpochDay {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const inMarch = h + l - 7 * m + 22;
  return dayOfCivil(year, 3, 1) + inMarch - 1;
}

/**
 * The days on which the Dutch calendar closes (docs/time.md, "Calendars"), by the rules of today for every year. Good Friday is not among
 * them: a tenant that closes on it says so. Easter and Whit Sunday are weekend.
 */
function dutchHolidays(year: number): [EpochDay, string][] {
  const easter = easterSunday(year);
  const kingsDay = dayOfCivil(year, 4, 27);
  return [
    [dayOfCivil(year, 1, 1), "New Year's Day"],
    [easter + 1, 'Easter Monday'],
    [weekdayOf(kingsDay) === 7 ? kingsDay - 1 : kingsDay, "King's Day"],
    ...(year % 5 === 0 ? ([[dayOfCivil(year, 5, 5), 'Liberation Day']] as [EpochDay, string][]) : []),
    [easter + 39, 'Ascension Day'],
    [easter + 50, 'Whit Monday'],
    [dayOfCivil(year, 12, 25), 'Christmas Day'],
    [dayOfCivil(year, 12, 26), 'Second Christmas Day'],
  ];
}

const YEARS = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at);
const tables: Partial<Record<HolidayRules, ReadonlyMap<EpochDay, string>>> = {};

/** Every holiday of the years 1900 to 2200 by day number, with its English name. Computed once. */
export function holidaysBy(rules: HolidayRules): ReadonlyMap<EpochDay, string> {
  return (tables[rules] ??= new Map(rules === 'none' ? [] : YEARS.flatMap(dutchHolidays)));
}
