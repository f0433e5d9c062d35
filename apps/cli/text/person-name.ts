type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

/** `{firstName, lastName}` under `name` as one text; what may not be read, or is gone, stays null. */
export function withNameInFull(row: Row): Row {
  const { name } = row;
  if (!isRow(name)) return row;
  const parts = [name['firstName'], name['lastName']].filter((part) => typeof part === 'string');
  return { ...row, name: parts.join(' ') };
}
