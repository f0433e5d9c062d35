import { type LocalDate } from '@overstap/kernel';
import { parseAmount, parseHours } from './amounts.js';
import { type Cell, textOf } from './cohort-file.js';
import { type CohortField } from './cohort-field.js';
import { parseDate } from './dates.js';
import { languageCode } from './languages.js';
import { broken, type Parsed } from './parsed.js';

/** The typed value of each field. */
export interface FieldValues {
  externalId: string;
  firstName: string;
  namePrefix: string;
  lastName: string;
  email: string;
  phone: string;
  language: string;
  function: string;
  level: string;
  hoursPerWeek: number;
  grossMonthlyCents: number;
  employedSince: LocalDate;
  birthYear: number;
  site: string;
  notifiedOn: LocalDate;
  redundantOn: LocalDate;
  contractEndsOn: LocalDate;
  wave: number;
}

/** What a rule must know of the file as a whole. */
export interface FileHabits {
  readonly monthFirst: boolean;
}

type CellRule<T> = (cell: Cell, habits: FileHabits) => Parsed<T>;

const date: CellRule<LocalDate> = (cell, { monthFirst }) => parseDate(cell, monthFirst);

/** Text as it stands; line breaks and tabs in it are data, other control characters are damage. */
const text =
  (max: number): CellRule<string> =>
  (cell) => {
    const value = textOf(cell);
    if (value.length > max) return broken('too-long', `At most ${max} characters. Shorten the text.`);
    // eslint-disable-next-line no-control-regex -- control characters are what it refuses
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value))
      return broken('control-character', 'The text holds a character that cannot be shown. Type it again.');
    if (/^#(N\/A|N\/B|REF!|VERW!|VALUE!|WAARDE!|NAME\?|NAAM\?|DIV\/0!|DEEL\/0!|NUM!|GETAL!|NULL!|LEEG!)$/.test(value))
      return broken('formula-error', 'The spreadsheet shows an error here. Replace the formula by its value.');
    return { value };
  };

const LOCAL_PART = /^[^\s@"(),:;<>[\]\\]+$/;
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

const email: CellRule<string> = (cell) => {
  const value = textOf(cell);
  const at = value.lastIndexOf('@');
  const local = value.slice(0, at);
  const well =
    at > 0 &&
    value.length <= 254 &&
    local.length <= 64 &&
    LOCAL_PART.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    DOMAIN.test(value.slice(at + 1));
  return well ? { value } : broken('invalid-email', 'Not a mail address. Write one address like naam@voorbeeld.nl.');
};

const phone: CellRule<string> = (cell) => {
  const value = textOf(cell);
  const digits = value.replace(/\D/g, '').length;
  return /^\+?[\d\s().\-/]+$/.test(value) && !/[\r\n\t]/.test(value) && digits >= 7 && digits <= 15
    ? { value }
    : broken(
        'invalid-phone',
        'Not a phone number. Write one number like 06-12345678 or +31 6 12345678, or clear the cell.',
      );
};

const language: CellRule<string> = (cell) => {
  const value = languageCode(textOf(cell));
  return value
    ? { value }
    : broken(
        'unknown-language',
        'Not a known language. Write a code such as nl, en, de, pl, tr, ar or uk, or clear the cell.',
      );
};

const EARLIEST_BIRTH = 1930;

/** A year, or a birth date of which only the year is kept. */
const birthYear: CellRule<number> = (cell, habits) => {
  const plain = textOf(cell);
  const bare = /^\d{4}$/.test(plain) ? Number(plain) : undefined;
  const parsed = bare === undefined ? parseDate(cell, habits.monthFirst) : { value: `${plain}-01-01` };
  if (!('value' in parsed)) return broken('invalid-year', 'Not a year. Write a year like 1985.');
  const year = Number(parsed.value.slice(0, 4));
  if (year < EARLIEST_BIRTH || year > 2100)
    return broken(
      'out-of-range',
      `A birth year lies in or after ${EARLIEST_BIRTH}. Correct the year, or clear the cell.`,
    );
  return { value: year };
};

const wave: CellRule<number> = (cell) => {
  const plain = textOf(cell);
  if (!/^-?\d+([.,]0+)?$/.test(plain))
    return broken('invalid-number', 'Not a whole number. Write the wave as 1, 2, 3.');
  const value = Number(plain.replace(',', '.'));
  return value >= 1 && value <= 99
    ? { value }
    : broken('out-of-range', 'A wave is a whole number from 1 to 99. Correct it.');
};

export const CELL_RULES: { readonly [Field in CohortField]: CellRule<FieldValues[Field]> } = {
  externalId: text(100),
  firstName: text(200),
  namePrefix: text(50),
  lastName: text(200),
  email,
  phone,
  language,
  function: text(200),
  level: text(50),
  hoursPerWeek: parseHours,
  grossMonthlyCents: parseAmount,
  employedSince: date,
  birthYear,
  site: text(200),
  notifiedOn: date,
  redundantOn: date,
  contractEndsOn: date,
  wave,
};

export const DATE_FIELDS: readonly CohortField[] = ['employedSince', 'notifiedOn', 'redundantOn', 'contractEndsOn'];
