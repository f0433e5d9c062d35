import { daysOf, type Duration, parseDuration } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { readSource, type Source } from './source.js';

/** What a template may build on: files by name (`START`, `IND-6`), and the day whose legal parameters count. */
export interface TemplateParts {
  readonly today: LocalDate;
  readonly read: (name: string) => TemplateFile | undefined;
  /** The legal parameters that count, instead of those of the file: an agency's own. */
  readonly parameters?: readonly LegalParameterRow[];
  /** What a template names of the law stays named in it: whoever publishes puts the values in their places. */
  readonly keepsLaws?: boolean;
}

export interface TemplateFile {
  readonly file: string;
  readonly text: string;
}

/** Where no files lie: a template has to stand on its own there. */
export const NO_PARTS: TemplateParts = { today: '', read: () => undefined };

/** The name of the part that lists the legal parameters. */
export const LEGAL_PARAMETERS = 'legal-parameters';

/** One validity of a rule of law, as the file lists it and as an agency keeps it. */
export interface LegalParameterRow {
  readonly code: string;
  readonly value: string;
  /** `calendarMonths` and its like where the rule is a time; else what is counted. */
  readonly unit: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
  readonly source: string;
  readonly confidence: 'H' | 'M' | 'L';
}

/** The legal parameters that count; none where the file of them is not there or cannot be read. */
export function legalParametersOf({ read, parameters }: TemplateParts): readonly LegalParameterRow[] {
  if (parameters) return parameters;
  const found = read(LEGAL_PARAMETERS);
  const value = found && readSource(found.text).value;
  return Array.isArray(value) ? (value as LegalParameterRow[]) : [];
}

/** The row that is valid on a day; of several the one that began last, so that one of an agency's own stands before that which it replaces. */
export const parameterOn = (
  rows: readonly LegalParameterRow[],
  code: string,
  day: LocalDate,
): LegalParameterRow | undefined =>
  rows
    .filter((row) => row.code === code && row.validFrom <= day && (row.validTo === undefined || row.validTo >= day))
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
    .at(-1);

/** The reasons for which the law stops a deadline on a day, by the deadline's code: the row `WIA_PAUSE` says so of WIA. */
export const pausesByLaw = (rows: readonly LegalParameterRow[], deadline: string, day: LocalDate): readonly string[] =>
  parameterOn(rows, `${deadline}_PAUSE`, day)?.value.split(' ') ?? [];

/** The time that a rule of law gives on a day; undefined where no row says one. */
export function timeByLaw(rows: readonly LegalParameterRow[], code: string, day: LocalDate): Duration | undefined {
  const row = parameterOn(rows, code, day);
  const time = row && parseDuration(row.value.startsWith('P') ? row.value : `${row.value} ${row.unit}`);
  return time && 'error' in time ? undefined : time;
}

/** How many a rule of law asks for on a day, where the rule is a whole number; undefined where no row says one. */
export function countByLaw(rows: readonly LegalParameterRow[], code: string, day: LocalDate): number | undefined {
  const { value = '' } = parameterOn(rows, code, day) ?? {};
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}

/** The time of a rule of law, in days from a day on. */
export function daysByLaw(rows: readonly LegalParameterRow[], code: string, day: LocalDate): number | undefined {
  const time = timeByLaw(rows, code, day);
  return time && daysOf(time, day);
}

/** A file that is read, and where its values stand. */
export interface ReadFile {
  readonly file: string;
  readonly source: Source;
}
