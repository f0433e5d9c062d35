import pg from 'pg';

/**
 * Column types of read models, and the JavaScript value of each: bigint is a number, a date `YYYY-MM-DD`, a timestamptz an Instant. `json` is for what
 * folds alone read, where it is long: it is stored as it comes, `jsonb` is taken apart first, at several times the cost. A query looks into `jsonb` only.
 */
export type ColumnType =
  'text' | 'integer' | 'bigint' | 'double precision' | 'boolean' | 'date' | 'timestamptz' | 'json' | 'jsonb' | 'text[]';

const isText = (value: unknown): boolean => typeof value === 'string' && !value.includes('\0');
const isJson = (value: unknown): boolean =>
  typeof value === 'object' || typeof value === 'number' || typeof value === 'boolean' || isText(value);

/** What a fold may put; what is not accepted here would fail in the database, or come back from it as something else. */
const ACCEPTS: { readonly [type in ColumnType]: (value: unknown) => boolean } = {
  text: isText,
  integer: (value) => Number.isInteger(value) && Math.abs(value as number) <= 0x7fffffff,
  bigint: (value) => Number.isSafeInteger(value),
  'double precision': (value) => Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  timestamptz: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  json: isJson,
  jsonb: isJson,
  'text[]': (value) => Array.isArray(value) && value.every(isText),
};

/** Says of a value that is not null whether a column of the type takes it. */
export const takerOf = (type: ColumnType): ((value: unknown) => boolean) => ACCEPTS[type];

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text;

/** An array of text as PostgreSQL writes it. */
export const arrayLiteral = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

type Encode = (value: never) => string;
const jsonText = (value: unknown): string => escaped(JSON.stringify(value));
const ENCODES: { readonly [type in ColumnType]?: Encode } = {
  text: escaped,
  json: jsonText,
  jsonb: jsonText,
  'text[]': (items: readonly string[]) => escaped(arrayLiteral(items)),
};

/** Writes values of the type as COPY's text format wants them. */
export const copyTextOf = (type: ColumnType): ((value: unknown) => string) => {
  const encode = (ENCODES[type] ?? String) as (value: unknown) => string;
  return (value) => (value === null ? '\\N' : encode(value));
};

/** A fold puts texts into arrays and nothing else; those without marks of their own are read as they stand. */
const arrayOf = (pg.types.getTypeParser as (oid: number) => unknown)(1009) as (text: string) => unknown;

const parsed = (text: string): unknown => JSON.parse(text);

const OIDS: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  20: Number,
  23: Number,
  701: Number,
  1184: (text) => new Date(text).toISOString(),
  114: parsed,
  3802: parsed,
  1009: (text) => (text === '{}' ? [] : /["\\]/.test(text) ? arrayOf(text) : text.slice(1, -1).split(',')),
};

/** Parsers that give back exactly what a fold had put: a row that was loaded folds on like one that was kept in memory. */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) => OIDS[oid] ?? ((text: string) => text)) as typeof pg.types.getTypeParser,
};
