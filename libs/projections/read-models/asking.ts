import pg from 'pg';
import { rowTypes } from '../runner/columns.js';

/** A connection of the reader's role whose session names the tenant: row-level security shows that tenant's rows alone. */
export type TenantClient = Pick<pg.ClientBase, 'query'>;

/** Each plan takes memory of each connection: whoever asks in more ways than these has their questions planned anew. */
const MOST_PREPARED = 100;
const prepared = new Map<string, string>();

/** Under which name a connection keeps the plan of a question; planning one takes longer than answering it. */
function nameOf(text: string): string | undefined {
  const known = prepared.get(text);
  if (known !== undefined || prepared.size === MOST_PREPARED) return known;
  const name = `ask-${prepared.size}`;
  prepared.set(text, name);
  return name;
}

/** The rows that are there are of another version of their read model, and lack a column that is asked for. */
export class OtherVersionError extends Error {
  override readonly name = 'OtherVersionError';
}

const UNDEFINED_COLUMN = '42703';

/** Rows with dates as `YYYY-MM-DD`, moments as instants and numbers as numbers, as the fold had put them. Throws OtherVersionError. */
export async function ask<Row extends object>(
  client: TenantClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  // Of a pool nobody would drop the connection whose plan fits no more.
  const name = client instanceof pg.Pool ? undefined : nameOf(text);
  try {
    const { rows } = await client.query<Row>({
      text,
      values: [...values],
      types: rowTypes,
      ...(name !== undefined && { name }),
    });
    return rows;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_COLUMN && text.includes('read_model.'))
      throw new OtherVersionError(error.message, { cause: error });
    throw error;
  }
}

/** These columns of a read model, by name: of `*` whoever asks would be shown what a newer version has added, which nobody here has judged. */
export const named = (columns: object, of: string): string =>
  ['tenant', ...Object.keys(columns)].map((column) => `${of}.${column}`).join(', ');

/** A page, and what to pass as `after` for the next one; undefined when there is none. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | undefined;
}

/** Text that stands for the place after a row; the reader hands it back unread. */
export const cursorOf = (key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** The key that the cursor stands for; undefined when it is not one of ours: answer that with a problem, not with the first page. */
export function keyOfCursor(cursor: string, length: number): readonly (string | number)[] | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const valid =
      Array.isArray(key) && key.length === length && key.every((part) => ['string', 'number'].includes(typeof part));
    return valid ? (key as (string | number)[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Thrown for a cursor that no page gave out; answer it as bad input. */
export class CursorError extends Error {
  override readonly name = 'CursorError';
  constructor() {
    super('The cursor is not one that a page gave out; begin again without it.');
  }
}

export function readCursor(cursor: string | undefined, length: number): readonly (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const key = keyOfCursor(cursor, length);
  if (!key) throw new CursorError();
  return key;
}

/** One row more than the page was asked for, so that it is known whether another page follows. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? cursorOf(key(last)) : undefined };
}
