import { type LocalDate } from '@overstap/kernel';
import { type CohortField } from './cohort-field.js';

/** An employer's HR export as it was understood: the columns, the rows that are good, and what is wrong with the others. */
export interface CohortFile {
  readonly encoding: FileEncoding;
  /** Null for a spreadsheet. */
  readonly delimiter: Delimiter | null;
  readonly columns: readonly CohortColumn[];
  readonly rows: readonly CohortRow[];
  /** Every broken rule, by line and then by column; a row with several is listed several times and rejected once. */
  readonly problems: readonly RowProblem[];
  /** SHA-256 of the bytes, lower-case hexadecimal: the same file again has the same checksum. */
  readonly checksum: string;
  /** Rows below the header that are not blank: accepted and rejected together. */
  readonly totalRows: number;
}

export type FileEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'windows-1252' | 'xlsx';
export type Delimiter = ',' | ';' | '\t' | '|';

export interface CohortColumn {
  /** As it stands in the file, outer white space trimmed. */
  readonly header: string;
  /** What the column is read as; null when it is not read. */
  readonly field: CohortField | null;
  /** What the reader of the file should know of this column: why it is not read, or what was lost in it. */
  readonly note?: string;
}

export interface RowProblem {
  /** The line of the file (the row of the sheet) on which the row begins; the first is 1. */
  readonly line: number;
  /** The header as it stands in the file. */
  readonly column: string;
  /** Kebab case, stable: `missing`, `invalid-date`. */
  readonly rule: string;
  /** What to do; never the value. */
  readonly message: string;
}

/** One employee, typed and normalised. Text is kept as it stands, outer white space trimmed. */
export interface CohortRow {
  readonly line: number;
  readonly externalId: string;
  readonly firstName: string;
  /** With its prefix where the file keeps that in a column of its own: `van der Meer`. */
  readonly lastName: string;
  readonly email: string;
  readonly phone?: string;
  /** ISO 639-1, lower case. */
  readonly language?: string;
  readonly function?: string;
  readonly level?: string;
  readonly hoursPerWeek?: number;
  /** Euro cents. */
  readonly grossMonthlyCents?: number;
  readonly employedSince?: LocalDate;
  readonly birthYear?: number;
  readonly site?: string;
  readonly notifiedOn: LocalDate;
  readonly redundantOn: LocalDate;
  readonly contractEndsOn: LocalDate;
  readonly wave?: number;
}

/** Why a file as a whole was not read. No value of a cell in it. */
export interface FileRefusal {
  /** Kebab case, stable: `not-a-table`. */
  readonly rule: string;
  /** What to do next. */
  readonly message: string;
  /** Where in the file, where that is known. */
  readonly line?: number;
}

/** What the parts of this library answer one another when a file cannot be read. */
export class Refused {
  readonly refused: FileRefusal;

  constructor(rule: string, message: string, line?: number) {
    this.refused = { rule, message, ...(line === undefined ? {} : { line }) };
  }
}

export interface CohortFileLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
  /** Characters in one cell. */
  readonly cell: number;
  /** Bytes of a spreadsheet's parts together, unpacked. */
  readonly inflated: number;
}

export const COHORT_FILE_LIMITS: CohortFileLimits = {
  bytes: 20_000_000,
  rows: 50_000,
  columns: 100,
  cell: 32_768,
  inflated: 100_000_000,
};

/** A cell as a file holds it: text, or a number where the spreadsheet says so. A spreadsheet's dates arrive as `YYYY-MM-DD`. */
export type Cell = string | number;

/** A row of a file before it is understood. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly Cell[];
}

export const textOf = (cell: Cell | undefined): string => String(cell ?? '').trim();
export const isBlank = (row: RawRow): boolean => row.cells.every((cell) => textOf(cell) === '');
