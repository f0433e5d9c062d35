import { CELL_RULES, DATE_FIELDS, type FieldValues, type FileHabits } from './cell-rules.js';
import { type CohortColumn, type CohortRow, type RawRow, type RowProblem, textOf } from './cohort-file.js';
import { type CohortField, labelOf, REQUIRED_FIELDS } from './cohort-field.js';
import { writesMonthFirst } from './dates.js';
import { rowRules } from './row-rules.js';

export interface ReadRows {
  readonly rows: readonly CohortRow[];
  readonly problems: readonly RowProblem[];
}

/** Turns the rows below the header into typed ones; a row that breaks a rule is left out and every rule it breaks is listed. */
export function readRows(columns: readonly CohortColumn[], raw: readonly RawRow[]): ReadRows {
  const habits: FileHabits = { monthFirst: writesMonthFirst(dateCells(columns, raw)) };
  const seen = new Seen();
  const rows: CohortRow[] = [];
  const problems: RowProblem[] = [];
  for (const each of raw) {
    const { values, found } = readCells(columns, each, habits);
    for (const { field, ...rest } of [...rowRules(values), ...seen.add(values, each.line)])
      found.push({ column: columns.findIndex((column) => column.field === field), ...rest });
    found.sort((a, b) => a.column - b.column);
    for (const { column, rule, message } of found)
      problems.push({ line: each.line, column: columns[column]?.header ?? '', rule, message });
    const row = found.length === 0 ? complete(each.line, values) : undefined;
    if (row) rows.push(row);
  }
  return { rows, problems };
}

function* dateCells(columns: readonly CohortColumn[], raw: readonly RawRow[]) {
  for (const [index, { field }] of columns.entries())
    if (field && DATE_FIELDS.includes(field)) for (const { cells } of raw) yield cells[index] ?? '';
}

interface Found {
  /** Index of the column. */
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}

type Values = Partial<FieldValues>;

function readCells(columns: readonly CohortColumn[], { cells }: RawRow, habits: FileHabits) {
  const values: Values = {};
  const found: Found[] = [];
  const read = <Field extends CohortField>(field: Field, column: number): void => {
    const cell = cells[column] ?? '';
    if (textOf(cell) === '') {
      if (REQUIRED_FIELDS.includes(field))
        found.push({ column, rule: 'missing', message: `The ${labelOf(field)} is empty. Fill it in.` });
      return;
    }
    const parsed = CELL_RULES[field](cell, habits);
    if ('value' in parsed) values[field] = parsed.value;
    else found.push({ column, ...parsed });
  };
  for (const [index, { field }] of columns.entries()) if (field) read(field, index);
  if (cells.slice(columns.length).some((cell) => textOf(cell) !== ''))
    found.push({
      column: columns.length - 1,
      rule: 'too-many-cells',
      message: 'The row has more cells than there are headers. Put a cell that holds the delimiter in quotes.',
    });
  return { values, found };
}

/** Who stood in the file before: by employee number, and by mail address with birth year. */
class Seen {
  private readonly numbers = new Map<string, number>();
  private readonly people = new Map<string, number>();

  add({ externalId, email, birthYear }: Values, line: number) {
    const found: { field: CohortField; rule: string; message: string }[] = [];
    const sameNumber = externalId && first(this.numbers, externalId.toLowerCase(), line);
    if (sameNumber)
      found.push({
        field: 'externalId',
        rule: 'duplicate-employee-number',
        message: `The same employee number stands on line ${sameNumber}. Keep one of the two rows, or correct the number.`,
      });
    const samePerson = email && birthYear && first(this.people, `${birthYear} ${email.toLowerCase()}`, line);
    if (samePerson && !sameNumber)
      found.push({
        field: 'email',
        rule: 'duplicate-person',
        message: `The same mail address and birth year stand on line ${samePerson}. Keep one of the two rows, or correct the address.`,
      });
    return found;
  }
}

/** The line that had this key before; remembers this one when there was none. */
function first(lines: Map<string, number>, key: string, line: number): number | undefined {
  const before = lines.get(key);
  if (before === undefined) lines.set(key, line);
  return before;
}

function complete(line: number, { namePrefix, ...values }: Values): CohortRow | undefined {
  const { externalId, firstName, lastName, email, notifiedOn, redundantOn, contractEndsOn } = values;
  if (!externalId || !firstName || !lastName || !email || !notifiedOn || !redundantOn || !contractEndsOn)
    return undefined;
  const fullName = namePrefix ? `${namePrefix} ${lastName}` : lastName;
  return { line, ...values, externalId, firstName, lastName: fullName, email, notifiedOn, redundantOn, contractEndsOn };
}
