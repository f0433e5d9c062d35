import { count, NOT_KNOWN } from './numbers.js';
import { printable, table } from './table.js';

/** What the program answers to an import: fixed from the first day. */
export interface Imported {
  readonly dryRun: boolean;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicates: number;
  /** Of those, people whose names lacked letters that this file has. */
  readonly corrected: number;
  readonly encoding: string;
  readonly delimiter: string | null;
  readonly columns: readonly { readonly header: string; readonly field: string | null; readonly note?: string }[];
  readonly rows: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly rule: string;
    readonly message: string;
  }[];
  readonly batchId?: string;
}

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

/** What was recognised, what happened to the rows, and what to do next. */
export function importText(imported: Imported, programme: string): string {
  const { dryRun, accepted, rejected, duplicates, corrected, encoding, delimiter, columns, rows, batchId } = imported;
  const right = 'right' as const;
  const counts = table(
    [{ heading: '' }, { heading: '', align: right }],
    [
      [dryRun ? 'Would be accepted' : 'Accepted', count(accepted)],
      ['Rejected', count(rejected)],
      ['In the programme already', count(duplicates)],
      ...(corrected > 0
        ? [[dryRun ? 'Names that would get their letters' : 'Names that got their letters', count(corrected)]]
        : []),
    ],
  );
  const format = delimiter === null ? encoding : `${encoding}, separated by ${DELIMITERS[delimiter] ?? delimiter}`;
  const parts = [
    `Read as ${format}.\n`,
    table(
      [{ heading: 'Column' }, { heading: 'Read as' }, { heading: '' }],
      columns.map(({ header, field, note }) => [printable(header), field ?? NOT_KNOWN, note ?? '']),
    ),
    counts,
  ];
  if (rows.length > 0)
    parts.push(
      table(
        [{ heading: 'Line', align: right }, { heading: 'Column' }, { heading: 'Rule' }, { heading: 'What to do' }],
        rows.map(({ line, column, rule, message }) => [
          String(line),
          printable(column ?? NOT_KNOWN),
          rule,
          printable(message),
        ]),
      ),
    );
  if (dryRun) parts.push('Nothing was changed. Leave --dry-run out to import.\n');
  if (batchId !== undefined)
    parts.push(
      `Nobody is invited by an import: overstap wave release 1 --programme ${programme}\n` +
        `To take it back: overstap import undo ${batchId} --programme ${programme} --reason "…"\n`,
    );
  return parts.join('\n');
}
