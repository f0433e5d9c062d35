import { CsvError, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { type CohortFileLimits, type Delimiter, type RawRow, Refused } from './cohort-file.js';

const DELIMITERS: readonly Delimiter[] = [';', ',', '\t', '|'];
const LINE_BREAKS = ['\r\n', '\n', '\r'];
/** How much of a file is looked at to find its delimiter. */
const HEADER_BYTES = 65_536;
const CHUNK_BYTES = 262_144;

/** Excel's own first line `sep=;`, which names the delimiter and is no row. */
const SEPARATOR_LINE = /^"?sep=(.)"?(\r\n|\n|\r)/i;

/**
 * The delimiter under which the first row has the most known headers, then the most columns.
 * `known` counts the headers of a row that mean something.
 */
export function recogniseDelimiter(utf8: Buffer, known: (headers: readonly string[]) => number): Delimiter {
  const head = utf8.toString('utf8', 0, HEADER_BYTES);
  const named = DELIMITERS.find((delimiter) => delimiter === SEPARATOR_LINE.exec(head)?.[1]);
  if (named) return named;
  const scored = DELIMITERS.map((delimiter) => {
    const headers = firstRecord(head, delimiter);
    return { delimiter, known: known(headers), columns: headers.length };
  });
  scored.sort((a, b) => b.known - a.known || b.columns - a.columns);
  return scored[0]?.delimiter ?? ';';
}

function firstRecord(head: string, delimiter: Delimiter): readonly string[] {
  try {
    const records = parseSync(head, {
      delimiter,
      record_delimiter: LINE_BREAKS,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: 1,
    });
    return records[0] ?? [];
  } catch {
    return [];
  }
}

const LF = 0x0a;
const CR = 0x0d;

/** Line breaks in `utf8` between two offsets; CR LF is one. */
function lineBreaks(utf8: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const byte = utf8[at];
    if (byte === LF || (byte === CR && utf8[at + 1] !== LF)) count += 1;
  }
  return count;
}

/**
 * The rows of delimited text (RFC 4180: quotes doubled, line breaks within quotes), each with the line on which it begins.
 * Yields a refusal, and ends, where the text cannot be cut into rows.
 */
export async function* readDelimited(
  utf8: Buffer,
  delimiter: Delimiter,
  limits: CohortFileLimits,
): AsyncGenerator<RawRow | Refused> {
  const skipped = Buffer.byteLength(SEPARATOR_LINE.exec(utf8.toString('latin1', 0, 16))?.[0] ?? '');
  let line = 1 + lineBreaks(utf8, 0, skipped);
  let end = skipped;
  const begun: number[] = [];
  const parser = parse({
    delimiter,
    record_delimiter: LINE_BREAKS,
    relax_column_count: true,
    trim: true,
    // A row may hold several full cells; what is larger is stopped while it is read.
    max_record_size: limits.cell * 8,
    // Called as each row is cut, before it is read: `line` is also right when the next row cannot be cut.
    on_record: (cells, { bytes }) => {
      begun.push(line);
      line += lineBreaks(utf8, end, skipped + bytes);
      end = skipped + bytes;
      return cells;
    },
  });
  for (let at = skipped; at < utf8.length; at += CHUNK_BYTES) parser.write(utf8.subarray(at, at + CHUNK_BYTES));
  parser.end();
  try {
    let index = 0;
    for await (const cells of parser as AsyncIterable<string[]>) {
      yield { line: begun[index] ?? line, cells };
      index += 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield refusalOf(error.code, line, limits);
  }
}

/** The parser's own messages repeat the value of the cell; ours name the line only. */
function refusalOf(code: string, line: number, limits: CohortFileLimits): Refused {
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new Refused(
      'cell-too-large',
      `The row that begins on line ${line} is larger than a row of ${limits.cell * 8} bytes may be. ` +
        'Look for a quote that is not closed, or shorten its cells.',
      line,
    );
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new Refused(
      'unterminated-quote',
      `In the row that begins on line ${line} a quote (") is opened and never closed. Close it and import again.`,
      line,
    );
  return new Refused(
    'misplaced-quote',
    `In the row that begins on line ${line} a quote (") stands in the middle of a cell, or one before it is not closed. ` +
      'Put the whole cell in quotes and double the quotes within it.',
    line,
  );
}
