import { type Cell, type CohortFileLimits, isBlank, type RawRow, Refused } from './cohort-file.js';
import { storeParts, unpackXml } from './zip-parts.js';

/** Rows above the header and blank rows between are tolerated up to this many. */
const SPARE_ROWS = 1000;
/** Bytes of markup that may surround a cell's text, and the most bytes that one character takes. */
const BYTES_PER_CHARACTER = 6;

/**
 * The sheets of an .xlsx workbook, each as rows with their number in the sheet; blank rows are left out.
 * Sizes are checked before anything is unpacked, and the grid before it is laid out.
 */
export async function readSpreadsheet(
  bytes: Uint8Array,
  limits: CohortFileLimits,
): Promise<readonly (readonly RawRow[])[] | Refused> {
  const parts = unpackXml(bytes, limits.inflated);
  if (parts instanceof Refused) return parts;
  if (!parts.has('xl/workbook.xml'))
    return new Refused(
      'not-a-table',
      'This is a compressed file or another kind of document, not an Excel workbook. Save the list of employees as .csv or .xlsx and import that.',
    );
  for (const [name, part] of parts) {
    const refused = checkPart(name, part, limits);
    if (refused) return refused;
  }
  try {
    // Loaded with the first workbook.
    const { default: readXlsxFile } = await import('read-excel-file/node');
    const sheets = await readXlsxFile(storeParts(parts));
    return sheets.map(({ data }) =>
      data.map((row, index): RawRow => ({ line: index + 1, cells: row.map(cellOf) })).filter((row) => !isBlank(row)),
    );
  } catch {
    return new Refused(
      'unreadable-spreadsheet',
      'This workbook cannot be read. Open it, save it as .xlsx again (no macros, no password) and import that.',
    );
  }
}

function cellOf(value: unknown): Cell {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return typeof value === 'number' ? value : String(value ?? '');
}

/** A row or a cell far away makes a reader lay out everything before it; a text of many megabytes makes it copy them. */
function checkPart(name: string, part: Buffer, limits: CohortFileLimits): Refused | undefined {
  const sheet = part.includes('sheetData');
  if (!sheet && !/sharedStrings/i.test(name)) return undefined;
  for (let at = 0; at >= 0 && at < part.length;) {
    const next = part.indexOf('<', at + 1);
    if ((next < 0 ? part.length : next) - at > limits.cell * BYTES_PER_CHARACTER)
      return new Refused(
        'cell-too-large',
        `A cell of this workbook holds more than ${limits.cell} characters. Shorten it.`,
      );
    at = next;
  }
  if (!sheet) return undefined;
  for (const [, , reference = ''] of part.toString('latin1').matchAll(/\sr\s*=\s*(["'])([^<]*?)\1/g)) {
    const place = /^([A-Z]{0,3})(\d{0,7})$/.exec(reference);
    const [row, column] = place ? [Number(place[2]), columnNumber(place[1] ?? '')] : [Infinity, Infinity];
    if (row > limits.rows + SPARE_ROWS)
      return new Refused(
        'too-many-rows',
        `A sheet of this workbook goes beyond row ${limits.rows + SPARE_ROWS}. Delete what stands below the employees, or split the file.`,
      );
    if (column > limits.columns)
      return new Refused(
        'too-many-columns',
        `A sheet of this workbook has more than ${limits.columns} columns. Keep the columns that describe employees.`,
      );
  }
  return undefined;
}

/** `A` is 1, `AA` is 27. */
const columnNumber = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
