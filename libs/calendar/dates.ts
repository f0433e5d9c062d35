import { isLocalDate, type LocalDate } from '@overstap/kernel';

/** Days since 1970-01-01, a whole number: local dates are counted in it, without zones or clock changes. */
export type EpochDay = number;

/** The years in which dates are understood; a date outside them is a typing error rather than a plan. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2200;

const DAYS_PER_ERA = 146_097;

/** Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
export function dayOfCivil(year: number, month: number, day: number): EpochDay {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
}

/** The inverse of `dayOfCivil`; months run from 1 to 12. */
export function civilOfDay(epochDay: EpochDay): { year: number; month: number; day: number } {
  const shifted = epochDay + 719_468;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

export const FIRST_DAY: EpochDay = dayOfCivil(FIRST_YEAR, 1, 1);
export const LAST_DAY: EpochDay = dayOfCivil(LAST_YEAR, 12, 31);

/** True for a date that exists and lies in the years 1900 to 2200. */
export const isDate = (value: unknown): value is LocalDate =>
  isLocalDate(value) && Number(value.slice(0, 4)) >= FIRST_YEAR && Number(value.slice(0, 4)) <= LAST_YEAR;

/** Every date that was asked for: reading and writing the text is most of the work of a calendar, and there are no more than the days of these years. */
const READ = new Map<LocalDate, EpochDay>();
const WRITTEN = new Map<EpochDay, LocalDate>();

/** The day number of `YYYY-MM-DD`. Throws a RangeError for what `isDate` refuses: check foreign input with that first. */
export function dayOf(date: LocalDate): EpochDay {
  const before = READ.get(date);
  if (before !== undefined) return before;
  if (!isDate(date))
    throw new RangeError(`a date must exist, be written YYYY-MM-DD and lie in ${FIRST_YEAR}-${LAST_YEAR}`);
  const day = dayOfCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
  READ.set(date, day);
  return day;
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `YYYY-MM-DD` of a day number. Throws a RangeError outside the years 1900 to 2200. */
export function dateOf(day: EpochDay): LocalDate {
  const before = WRITTEN.get(day);
  if (before !== undefined) return before;
  if (!(day >= FIRST_DAY && day <= LAST_DAY))
    throw new RangeError(`a date must lie in the years ${FIRST_YEAR}-${LAST_YEAR}`);
  const civil = civilOfDay(day);
  const date = `${civil.year}-${two(civil.month)}-${two(civil.day)}`;
  WRITTEN.set(day, date);
  return date;
}

/** ISO weekday of a day number: 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: EpochDay): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export const dayOfWeek = (date: LocalDate): number => weekdayOf(dayOf(date));

export const addDays = (date: LocalDate, days: number): LocalDate => dateOf(dayOf(date) + days);

/** How many days `to` lies after `from`; negative when before. */
export const daysBetween = (from: LocalDate, to: LocalDate): number => dayOf(to) - dayOf(from);

const lengthOfMonth = (year: number, month: number): number =>
  (month === 12 ? dayOfCivil(year + 1, 1, 1) : dayOfCivil(year, month + 1, 1)) - dayOfCivil(year, month, 1);

/** The same day of the month some months later or earlier, or that month's last day where it is shorter: 31 January and 1 month is 28 February. */
export function addMonthsToDay(day: EpochDay, months: number): EpochDay {
  const { year, month, day: dayOfMonth } = civilOfDay(day);
  const count = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(count / 12), (((count % 12) + 12) % 12) + 1];
  return dayOfCivil(toYear, toMonth, Math.min(dayOfMonth, lengthOfMonth(toYear, toMonth)));
}
