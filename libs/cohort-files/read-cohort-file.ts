import { createHash } from 'node:crypto';
import {
  COHORT_FILE_LIMITS,
  type CohortColumn,
  type CohortFile,
  type CohortFileLimits,
  type Delimiter,
  type FileEncoding,
  type FileRefusal,
  isBlank,
  type RawRow,
  Refused,
  textOf,
} from './cohort-file.js';
import { type ColumnMapping, countKnown, recogniseColumns } from './columns.js';
import { readDelimited, recogniseDelimiter } from './delimited-text.js';
import { decodeText } from './encoding.js';
import { hasLostLetters } from './lost-letters.js';
import { kindOf } from './file-kind.js';
import { readRows } from './rows.js';
import { readSpreadsheet } from './spreadsheet.js';

export interface ReadCohortFileOptions {
  /** Header of the file → field, where the header does not say it by itself. */
  readonly mapping?: ColumnMapping;
  readonly limits?: Partial<CohortFileLimits>;
}

/** A file of which nothing was read, and why. */
export interface RefusedFile {
  readonly refused: FileRefusal;
}

export const isRefusedFile = (result: CohortFile | RefusedFile): result is RefusedFile => 'refused' in result;

/**
 * Reads an employer's HR export, .csv or .xlsx, up to clean rows; writes nothing. Delimiter, encoding, headers, dates and decimals are
 * recognised. A file that is not a list of employees is refused whole; otherwise each row is good or is listed with what is wrong.
 */
export async function readCohortFile(
  bytes: Uint8Array,
  options: ReadCohortFileOptions = {},
): Promise<CohortFile | RefusedFile> {
  const limits = { ...COHORT_FILE_LIMITS, ...options.limits };
  const mapping = options.mapping ?? {};
  const table = await readTable(bytes, mapping, limits);
  if (table instanceof Refused) return { refused: table.refused };
  const [header, ...below] = table.rows;
  if (!header) return { refused: new Refused('empty-file', 'The file is empty. Export the employees again.').refused };
  const headers = withoutTrailingBlanks(header.cells.map(textOf));
  const columns = recogniseColumns(headers, mapping);
  if (columns instanceof Refused) return { refused: columns.refused };
  if (below.length === 0)
    return {
      refused: new Refused('no-rows', 'The file has a header and no employees below it. Export the employees again.')
        .refused,
    };
  return {
    encoding: table.encoding,
    delimiter: table.delimiter,
    columns: columns.map((column, index) => noteLostLetters(column, index, below)),
    ...readRows(columns, below),
    checksum: createHash('sha256').update(bytes).digest('hex'),
    totalRows: below.length,
  };
}

interface Table {
  readonly encoding: FileEncoding;
  readonly delimiter: Delimiter | null;
  /** The header and the rows below it, none of them blank. */
  readonly rows: readonly RawRow[];
}

async function readTable(
  bytes: Uint8Array,
  mapping: ColumnMapping,
  limits: CohortFileLimits,
): Promise<Table | Refused> {
  if (bytes.byteLength > limits.bytes)
    return new Refused(
      'file-too-large',
      `The file is larger than ${Math.round(limits.bytes / 1e6)} MB. Split it into several files.`,
    );
  const kind = kindOf(bytes);
  if (kind instanceof Refused) return kind;
  const known = (headers: readonly string[]): number => countKnown(headers, mapping);
  if (kind === 'zip') {
    const sheets = await readSpreadsheet(bytes, limits);
    if (sheets instanceof Refused) return sheets;
    const rows = await within(limits, bestSheet(sheets, known));
    return rows instanceof Refused ? rows : { encoding: 'xlsx', delimiter: null, rows };
  }
  const { encoding, utf8 } = decodeText(bytes);
  const delimiter = recogniseDelimiter(utf8, known);
  const rows = await within(limits, readDelimited(utf8, delimiter, limits));
  return rows instanceof Refused ? rows : { encoding, delimiter, rows };
}

/** The sheet whose first row has the most known headers; the first of those. */
function bestSheet(
  sheets: readonly (readonly RawRow[])[],
  known: (headers: readonly string[]) => number,
): readonly RawRow[] {
  const score = (rows: readonly RawRow[]): number => known((rows[0]?.cells ?? []).map(textOf));
  return sheets.reduce<readonly RawRow[]>((best, rows) => (score(rows) > score(best) ? rows : best), sheets[0] ?? []);
}

/** Collects the rows that are not blank, and stops at the first limit that one of them passes. */
async function within(
  limits: CohortFileLimits,
  source: Iterable<RawRow> | AsyncIterable<RawRow | Refused>,
): Promise<readonly RawRow[] | Refused> {
  const rows: RawRow[] = [];
  for await (const row of source) {
    if (row instanceof Refused) return row;
    if (isBlank(row)) continue;
    if (rows.length === 0 && row.cells.length > limits.columns)
      return new Refused(
        'too-many-columns',
        `The file has ${row.cells.length} columns; at most ${limits.columns} are read. Keep the columns that describe employees.`,
        row.line,
      );
    if (row.cells.some((cell) => typeof cell === 'string' && cell.length > limits.cell))
      return new Refused(
        'cell-too-large',
        `In the row that begins on line ${row.line} a cell holds more than ${limits.cell} characters. Shorten it.`,
        row.line,
      );
    if (rows.length > limits.rows)
      return new Refused(
        'too-many-rows',
        `The file has more than ${limits.rows} employees. Split it into several files.`,
      );
    rows.push(row);
  }
  return rows;
}

function withoutTrailingBlanks(headers: readonly string[]): readonly string[] {
  const last = headers.findLastIndex((header) => header !== '');
  return headers.slice(0, last + 1);
}

/** Letters that the export lost cannot be found again here, but it can be seen before the import. */
function noteLostLetters(column: CohortColumn, index: number, rows: readonly RawRow[]): CohortColumn {
  if (!column.field || !NAMES.has(column.field)) return column;
  const lost = rows.filter(({ cells }) => hasLostLetters(textOf(cells[index]))).length;
  if (lost === 0) return column;
  const note =
    `${lost} ${lost === 1 ? 'cell holds' : 'cells hold'} a "?" where the export could not write a letter. ` +
    'They are imported as they stand; export again as UTF-8 and import that to have the letters.';
  return { ...column, note };
}

const NAMES: ReadonlySet<string> = new Set(['firstName', 'lastName', 'namePrefix', 'site']);
