import { CsvError, parse } from 'csv-parse/sync';
import { LANDED, type Observation } from './observation.js';

export const MAX_ROWS = 1_000_000;
const MAX_ROW_LENGTH = 10_000;
/** A file that is wrong throughout is wrong in the same way; nobody reads a million messages. */
const MAX_PROBLEMS = 100;

/** What is wrong with an analyst's file and what to do about it; never a value of the file. */
export interface SurvivalCsvProblem {
  /** The line on which the row begins, from 1. */
  readonly line: number;
  /** `time` or `cause`; null when it is the row or the file as a whole. */
  readonly column: string | null;
  /** Kebab case, stable. */
  readonly rule: string;
  readonly message: string;
}

export type SurvivalCsv =
  | { readonly outcome: 'read'; readonly observations: readonly Observation[] }
  | { readonly outcome: 'refused'; readonly problems: readonly SurvivalCsvProblem[] };

/**
 * Reads an analyst's file: a header with `time` and `cause`, in either order, other columns left alone; one person a row.
 * Time in days, 0 or more, with a decimal point or, where `;` separates the columns, a decimal comma. Cause empty: censored;
 * `landed`: the event of interest; any other: a competing event. Comma or semicolon as the header has it, any line ends, with or
 * without BOM, quotes as in RFC 4180; blank lines are passed over. A header alone is a cohort of nobody.
 *
 * All or nothing: a curve without the rows that could not be read would be another curve.
 */
export function parseSurvivalCsv(text: string): SurvivalCsv {
  const content = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const delimiter = /^.*$/m.exec(content)?.[0].includes(';') ? ';' : ',';
  const rows = rowsOf(content, delimiter);
  if (!Array.isArray(rows)) return refused(rows);
  const [header, ...people] = rows;
  if (!header)
    return refused(
      problem(1, null, 'empty-file', 'The file is empty; begin with the header time,cause, then one row per person.'),
    );
  const columns = columnsOf(header);
  if ('rule' in columns) return refused(columns);

  const observations: Observation[] = [];
  const problems: SurvivalCsvProblem[] = [];
  for (const row of people) {
    if (problems.length >= MAX_PROBLEMS) {
      problems.push(
        problem(row.line, null, 'more', 'From here on nothing was checked; mend what is named so far first.'),
      );
      break;
    }
    const found = observationOf(row, columns, delimiter);
    if ('rule' in found) problems.push(found);
    else observations.push(found);
  }
  return problems.length > 0 ? refused(...problems) : { outcome: 'read', observations };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Where the two columns stand, and how many columns a row must have. */
interface Columns {
  readonly time: number;
  readonly cause: number;
  readonly width: number;
}

const problem = (line: number, column: string | null, rule: string, message: string): SurvivalCsvProblem => ({
  line,
  column,
  rule,
  message,
});

const refused = (...problems: readonly SurvivalCsvProblem[]): SurvivalCsv => ({ outcome: 'refused', problems });

function rowsOf(content: string, delimiter: string): Row[] | SurvivalCsvProblem {
  const options = { delimiter, trim: true, relax_column_count: true, max_record_size: MAX_ROW_LENGTH };
  try {
    const records: string[][] = parse(content, { ...options, to: MAX_ROWS + 2 });
    const { rows, nextLine } = numbered(records);
    return rows.length <= MAX_ROWS + 1
      ? rows
      : problem(nextLine - 1, null, 'too-many-rows', `At most ${MAX_ROWS} rows; split the file or draw a sample.`);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const before = Number(error['records']);
    const line = before > 0 ? numbered(parse(content, { ...options, to: before })).nextLine : 1;
    return error.code === 'CSV_MAX_RECORD_SIZE'
      ? problem(
          line,
          null,
          'row-too-long',
          `A row has at most ${MAX_ROW_LENGTH} characters; is a quote left open here?`,
        )
      : problem(
          line,
          null,
          'quotes',
          'A quote stands alone; put the whole value in quotes and double each quote in it.',
        );
  }
}

/** Records with the lines they begin on (a quoted value may run over several), blank lines left out. */
function numbered(records: readonly string[][]): { rows: Row[]; nextLine: number } {
  const rows: Row[] = [];
  let nextLine = 1;
  for (const cells of records) {
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: nextLine, cells });
    nextLine += 1;
    for (const cell of cells) if (cell.includes('\n')) nextLine += cell.split('\n').length - 1;
  }
  return { rows, nextLine };
}

function columnsOf({ line, cells }: Row): Columns | SurvivalCsvProblem {
  const names = cells.map((name) => name.toLowerCase());
  for (const name of ['time', 'cause'])
    if (names.filter((each) => each === name).length !== 1)
      return problem(
        line,
        name,
        'header',
        `The header must name the column ${name} once; begin with the line time,cause.`,
      );
  return { time: names.indexOf('time'), cause: names.indexOf('cause'), width: names.length };
}

function observationOf({ line, cells }: Row, columns: Columns, delimiter: string): Observation | SurvivalCsvProblem {
  const { time: timeColumn, cause: causeColumn, width } = columns;
  if (cells.length !== width)
    return problem(
      line,
      null,
      'columns',
      `The row has ${cells.length} columns where the header has ${width}; write an empty cause too, and quote a value with the separator in it.`,
    );
  const written = cells[timeColumn] ?? '';
  const time = numberOf(delimiter === ';' ? written.replace(',', '.') : written);
  if (time === null)
    return problem(
      line,
      'time',
      'number',
      'Time must be a number of days, such as 21 or 21.5, without separators between thousands.',
    );
  if (time < 0)
    return problem(line, 'time', 'not-negative', 'Time must be 0 or more days; count from the start to the event.');
  const cause = cells[causeColumn] ?? '';
  // Read as competing events these would bend the result without a word.
  if (cause !== LANDED && /^(landed|censored|na|nan|null|none)$/i.test(cause))
    return problem(
      line,
      'cause',
      'cause',
      'Write landed in small letters for a landing, and nothing at all for a censored person.',
    );
  return { time, cause: cause === '' ? null : cause };
}

function numberOf(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}
