import { type RecordedEvent, type StoredEvent } from '@overstap/kernel';
import { type ColumnType } from './columns.js';

/** An event as a read model sees it. Sealed blocks may be copied into a row as they are, never their content in clear. */
export type ProjectedEvent = RecordedEvent & Pick<StoredEvent, 'sealed'>;

/** The rows of one partition while its events are folded. Rows are values: change one by putting a new object in its place. */
export interface Rows<Row extends object> {
  get(id: string): Readonly<Row> | undefined;
  /** Every column must be there, empty ones as null; the id and partition columns must say where the row is put. */
  put(id: string, row: Row): void;
  delete(id: string): void;
  /** All rows of the partition by id; refused when the model loads rows by id. */
  all(): readonly Readonly<Row>[];
}

/**
 * A read model: a pure fold of events into rows of one table. Rows of a partition (usually a trajectory) are only ever touched by
 * that partition's events, in the store's order. The same events give the same rows, whatever was redelivered or rebuilt.
 */
export interface ReadModel<Row extends object> {
  /** What queries call it: `read_model.<name>`. Lower case with underscores. */
  readonly name: string;
  /** A change of columns or of meaning is a new version: it is filled beside the live one, which it then replaces. */
  readonly version: number;
  readonly columns: { readonly [column in keyof Row & string]: ColumnType };
  /** The column of the row's id, unique within the tenant. */
  readonly key: keyof Row & string;
  /** The column that holds the partition; the key itself where a partition has one row. */
  readonly partition: keyof Row & string;
  /** Further indexes, each a list of columns; the tenant is put in front. */
  readonly indexes?: readonly (readonly (keyof Row & string)[])[];
  /** Event types it handles; all when left out. */
  readonly types?: readonly string[];
  /** Stream kinds it handles; all when left out. */
  readonly aggregates?: readonly string[];
  /** Default: the event's trajectory. An event without a partition is not for this model. Sees clear fields alone. */
  partitionOf?(event: StoredEvent): string | undefined;
  /**
   * Left out: `apply` may look at all rows of the partition. Given: only at those whose ids it names for the event, and any other
   * id that `apply` puts is a new row; cheaper for lists that mostly grow.
   */
  loads?(event: StoredEvent): readonly string[];
  /** True when `apply` must see decrypted fields. Others get the clear part alone, which is cheaper and safe after an erasure. */
  readonly needsPersonalData?: boolean;
  apply(rows: Rows<Row>, event: ProjectedEvent): void;
}

/** A read model of any row, as the runner holds it. */
export type AnyRow = { readonly [column: string]: unknown };
export type AnyReadModel = ReadModel<AnyRow>;

/** Checks a declaration and forgets the type of its rows, so that models of different rows stand in one list. */
export function defineReadModel<Row extends object>(model: ReadModel<Row>): AnyReadModel {
  const names = [model.name, ...Object.keys(model.columns)];
  const bad = names.find((name) => !/^[a-z][a-z0-9_]{0,39}$/.test(name));
  if (bad !== undefined)
    throw new Error(`Read model ${model.name}: "${bad}" must be lower case, at most 40 characters`);
  if ('tenant' in model.columns) throw new Error(`Read model ${model.name}: the runner itself adds the column tenant`);
  for (const column of [model.key, model.partition, ...(model.indexes ?? []).flat()])
    if (!(column in model.columns)) throw new Error(`Read model ${model.name} has no column ${column}`);
  for (const column of [model.key, model.partition])
    if (model.columns[column] !== 'text') throw new Error(`Read model ${model.name}: ${column} must be text`);
  if (!Number.isInteger(model.version) || model.version < 1)
    throw new Error(`Read model ${model.name}: the version is a whole number from 1`);
  return model as unknown as AnyReadModel;
}

/**
 * Something that sends, schedules or calls out when an event has happened. Runs at least once per event and in the order of its
 * partition; a rebuild never runs it.
 */
export interface Reactor {
  readonly name: string;
  readonly types: readonly string[];
  /**
   * The name that it had before it began to handle more types, where it did: an older version of the program, which passes over those, goes on
   * under that name and moves a checkpoint of its own. This one begins where that checkpoint stands, and may react to the rest once more.
   */
  readonly succeeds?: string;
  /** Where its very first run begins: at what happens from now on, or at the first event ever. */
  readonly from: 'now' | 'start';
  /** True: sees the clear fields alone, which is cheaper and can give nothing personal away. */
  readonly clearOnly?: boolean;
  /** Default: the event's stream. When `react` keeps failing, this partition is parked and the others go on. */
  partitionOf?(event: StoredEvent): string;
  react(event: RecordedEvent): Promise<void>;
}

/** How stored events are made readable; the privacy codec of the caller. */
export interface EventOpener {
  /** The types that this version of the program knows, each up to its version; nothing is advanced over any other. Left out: every type is known. */
  readonly known?: ReadonlyMap<string, { readonly version: number }>;
  /** Brings the clear fields to their current version and leaves the sealed blocks as they are. */
  clear(event: StoredEvent): StoredEvent;
  /** Brings to the current version and decrypts, in the same order. */
  decode(events: readonly StoredEvent[]): Promise<readonly RecordedEvent[]>;
}
