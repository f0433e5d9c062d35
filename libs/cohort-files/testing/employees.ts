import { Buffer } from 'node:buffer';
import { type CohortFile, type FileEncoding } from '../cohort-file.js';
import { readCohortFile, type ReadCohortFileOptions } from '../read-cohort-file.js';

/** A good employee under Dutch headers; a test changes what it is about. */
export const EMPLOYEE = {
  Medewerkernr: '100001',
  Voornaam: 'Sanne',
  Achternaam: 'van der Meer',
  'E-mail': 'sanne@voorbeeld.example',
  'Datum aanzegging': '25-08-2026',
  'Boventallig per': '01-09-2026',
  'Datum uit dienst': '01-01-2027',
};

export type Employee = Record<string, string>;

/** Employees with a number and a mail address of their own. */
export const employees = (count: number, change: Employee = {}): Employee[] =>
  Array.from({ length: count }, (_, index) => ({
    ...EMPLOYEE,
    Medewerkernr: String(100001 + index),
    'E-mail': `sanne${index}@voorbeeld.example`,
    ...change,
  }));

export interface Writing {
  readonly delimiter?: string;
  readonly lineBreak?: string;
  /** Quotes around every cell, also where none is needed. */
  readonly quoteAll?: boolean;
  readonly encoding?: Exclude<FileEncoding, 'xlsx'>;
}

/** The cells as delimited text, quoted where they must be. */
export function write(table: readonly (readonly string[])[], writing: Writing = {}): Buffer {
  const { delimiter = ';', lineBreak = '\r\n', quoteAll = false, encoding = 'utf-8' } = writing;
  const cell = (text: string): string =>
    quoteAll || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return encode(table.map((row) => row.map(cell).join(delimiter) + lineBreak).join(''), encoding);
}

const WINDOWS_1252: Record<string, number> = { '€': 0x80, '’': 0x92, '–': 0x96, Š: 0x8a, Ž: 0x8e, ž: 0x9e, Ÿ: 0x9f };

export function encode(text: string, encoding: Exclude<FileEncoding, 'xlsx'>): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`);
  if (encoding === 'utf-16le') return Buffer.from(`\ufeff${text}`, 'utf16le');
  return Buffer.from([...text].map((char) => WINDOWS_1252[char] ?? char.charCodeAt(0)));
}

/** Header and rows of these employees; the columns are those of the first. */
export const tableOf = (people: readonly Employee[]): string[][] => {
  const headers = Object.keys(people[0] ?? EMPLOYEE);
  return [headers, ...people.map((person) => headers.map((header) => person[header] ?? ''))];
};

export async function readGood(bytes: Uint8Array, options?: ReadCohortFileOptions): Promise<CohortFile> {
  const result = await readCohortFile(bytes, options);
  if ('refused' in result) throw new Error(`refused: ${result.refused.rule}: ${result.refused.message}`);
  return result;
}

/** The rule by which the file is refused, and what it says. */
export async function refusalOf(bytes: Uint8Array, options?: ReadCohortFileOptions) {
  const result = await readCohortFile(bytes, options);
  if (!('refused' in result)) throw new Error('the file was read');
  return result.refused;
}

/** The rules that one employee breaks. */
export async function problemsOf(change: Employee): Promise<string[]> {
  const { problems } = await readGood(write(tableOf([{ ...EMPLOYEE, ...change }])));
  return problems.map(({ column, rule }) => `${column}: ${rule}`);
}
