import { NOT_KNOWN } from './numbers.js';
import { type Column, printable, table } from './table.js';

/** A field of an answer as a column: where it stands (a dot leads into a part) and what to call it. */
export type Shown = readonly [field: string, heading: string, align?: Column['align']];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of an answer of the program, `{items}`; none where it has none. */
export function itemsOf(answer: unknown, name = 'items'): readonly Readonly<Record<string, unknown>>[] {
  const items = isRecord(answer) ? answer[name] : answer;
  return Array.isArray(items) ? items.filter(isRecord) : [];
}

/** Rows as a table of the fields named; `nobody` is said where there is no row. */
export function rowsText(
  rows: readonly Readonly<Record<string, unknown>>[],
  shown: readonly Shown[],
  none: string,
): string {
  if (rows.length === 0) return `${none}\n`;
  return table(
    shown.map(([, heading, align]) => ({ heading, ...(align && { align }) })),
    rows.map((row) => shown.map(([field]) => cellOf(valueAt(row, field)))),
  );
}

const valueAt = (row: unknown, field: string): unknown =>
  field.split('.').reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), row);

/** One value on one line. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return NOT_KNOWN;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(cellOf).join(', ');
  return Object.entries(value)
    .map(([name, each]) => `${wordsOf(name)} ${cellOf(each)}`)
    .join(', ');
}

/** Any answer, for reading: a name and its value per line, and what has parts of its own indented below its name. */
export function factsText(answer: unknown, indent = ''): string {
  if (!isRecord(answer)) return `${indent}${cellOf(answer)}\n`;
  const fields = Object.entries(answer);
  const simple = fields.filter(([, value]) => !hasParts(value));
  const wide = Math.max(0, ...simple.map(([name]) => wordsOf(name).length));
  return fields
    .map(([name, value]) => {
      if (!hasParts(value)) return `${indent}${wordsOf(name).padEnd(wide)}  ${cellOf(value)}\n`;
      const parts = Array.isArray(value) ? value : [value];
      return `${indent}${wordsOf(name)}:\n${parts.map((part) => factsText(part, `${indent}  `)).join(Array.isArray(value) ? '\n' : '')}`;
    })
    .join('');
}

const hasParts = (value: unknown): boolean =>
  (isRecord(value) && Object.keys(value).length > 0) || (Array.isArray(value) && value.some(isRecord));

/** `plannedEnd` and `planned_end` → `planned end`. */
const wordsOf = (name: string): string =>
  name
    .replace(/_/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
