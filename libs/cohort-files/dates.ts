import { isLocalDate, type LocalDate } from '@overstap/kernel';
import { type Cell, textOf } from './cohort-file.js';
import { broken, type Parsed } from './parsed.js';

const DAY_FIRST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/** A time behind a date says nothing more when no zone is named. */
const TIME = /[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/;

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

/** Day 0 of Excel's calendar; it counts a 29 February 1900 that never was, so serials are read from 1 March 1900 on. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const FIRST_SERIAL = 61;
const LAST_SERIAL = 2_958_465;
const DAY = 86_400_000;

const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');

function written(text: string): LocalDate | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return `${dayFirst[4]}-${two(dayFirst[3])}-${two(dayFirst[1])}`;
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return `${yearFirst[1]}-${two(yearFirst[3])}-${two(yearFirst[4])}`;
  const compact = COMPACT.exec(text);
  return compact ? `${compact[1]}-${compact[2]}-${compact[3]}` : undefined;
}

function serial(days: number): LocalDate | undefined {
  const whole = Math.floor(days);
  if (whole < FIRST_SERIAL || whole > LAST_SERIAL) return undefined;
  return new Date(EXCEL_EPOCH + whole * DAY).toISOString().slice(0, 10);
}

/**
 * A date as Dutch and international exports write it: 31-12-2026, 31/12/2026, 31.12.2026, 2026-12-31, 20261231, or a spreadsheet's
 * serial number. `monthFirst`: the file writes its slashed dates the American way, so those that could be read both ways are refused.
 */
export function parseDate(cell: Cell, monthFirst: boolean): Parsed<LocalDate> {
  const text = textOf(cell).replace(TIME, '');
  const date = (typeof cell === 'number' ? serial(cell) : undefined) ?? written(text);
  if (date === undefined || !isLocalDate(date))
    return broken('invalid-date', 'Not a date that exists. Write a date like 31-12-2026 or 2026-12-31.');
  const slashed = SLASHED.exec(text);
  if (monthFirst && slashed && slashed[1] !== slashed[2])
    return broken('ambiguous-date', 'Day and month can be read either way in this file. Write dates like 2026-12-31.');
  const year = Number(date.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR)
    return broken(
      'out-of-range',
      `The year must lie between ${FIRST_YEAR} and ${LAST_YEAR}; clear the cell if there is no date.`,
    );
  return { value: date };
}

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/\d{4}$/;

/** True when slashed dates make sense with the month first only: some have a second part above 12, none a first part above 12. */
export function writesMonthFirst(cells: Iterable<Cell>): boolean {
  let monthFirst = false;
  for (const cell of cells) {
    const slashed = typeof cell === 'string' ? SLASHED.exec(cell.trim().replace(TIME, '')) : null;
    if (!slashed) continue;
    if (Number(slashed[1]) > 12) return false;
    if (Number(slashed[2]) > 12) monthFirst = true;
  }
  return monthFirst;
}
