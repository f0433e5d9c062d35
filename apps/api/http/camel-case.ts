const COLUMN = /^[a-z]+(_[a-z0-9]+)+$/;
/** More than there are columns; names within payloads come on top. */
const MOST_REMEMBERED = 2_000;
const remembered = new Map<string, string>();

type Row = Readonly<Record<string, unknown>>;

/** Rows carry column names; the API speaks as the domain does: `planned_end_on` → `plannedEndOn`, at every depth. */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  // A loop: of rows as wide as these, entries and back take three times as long.
  const result: Record<string, unknown> = {};
  for (const column of Object.keys(value)) result[nameOf(column)] = camelCased((value as Row)[column]);
  return result;
}

function nameOf(column: string): string {
  const known = remembered.get(column);
  if (known !== undefined) return known;
  const name = COLUMN.test(column)
    ? column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : column;
  if (remembered.size < MOST_REMEMBERED) remembered.set(column, name);
  return name;
}
