/** How a column of a table is set: its heading, and on which side its cells line up. */
export interface Column {
  readonly heading: string;
  readonly align?: 'left' | 'right';
}

/** Plain aligned columns, two spaces between; no trailing blanks, a line break at the end of each row. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, index) =>
    rows.reduce((widest, row) => Math.max(widest, width(row[index] ?? '')), width(heading)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => padded(cells[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  const head = columns.some(({ heading }) => heading !== '') ? [line(columns.map(({ heading }) => heading))] : [];
  return [...head, ...rows.map(line)].map((each) => `${each}\n`).join('');
}

/** Letters as people count them: an accent written apart is no letter of its own. */
const width = (text: string): number => [...text.normalize('NFC')].length;

function padded(text: string, wide: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, wide - width(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** What others wrote must not steer the reader's terminal, nor break a row. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
