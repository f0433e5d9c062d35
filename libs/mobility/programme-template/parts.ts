import { type Duration, parseDuration } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { readSource, type Source } from './source.js';

/** What a template may build on: files by name (`START`, `IND-6`), and the day whose legal parameters count. */
export interface TemplateParts {
  readonly today: LocalDate;
  readonly read: (name: string) => TemplateFile | undefined;
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

/** The rows of the file of legal parameters; none where it is not there or cannot be read. */
export function legalParametersOf({ read }: TemplateParts): readonly LegalParameterRow[] {
  const found = read(LEGAL_PARAMETERS);
  const value = found && readSource(found.text).value;
  return Array.isArray(value) ? (value as LegalParameterRow[]) : [];
}

/** The row that is valid on a day. */
export const parameterOn = (
  rows: readonly LegalParameterRow[],
  code: string,
  day: LocalDate,
): LegalParameterRow | undefined =>
  rows.find((row) => row.code === code && row.validFrom <= day && (row.validTo === undefined || row.validTo >= day));

/** The time that a rule of law gives on a day; undefined where no row says one. */
export function timeByLaw(rows: readonly LegalParameterRow[], code: string, day: LocalDate): Duration | undefined {
  const row = parameterOn(rows, code, day);
  const time = row && parseDuration(row.value.startsWith('P') ? row.value : `${row.value} ${row.unit}`);
  return time && 'error' in time ? undefined : time;
}

/** A file that is read, and where its values stand. */
export interface ReadFile {
  readonly file: string;
  readonly source: Source;
}
