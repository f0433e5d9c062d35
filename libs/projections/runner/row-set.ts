import { takerOf, type ColumnType } from './columns.js';
import { type AnyReadModel, type AnyRow, type Rows } from './read-model.js';

/** What must happen to the table for it to hold the set's rows. */
export interface RowChanges {
  readonly inserted: readonly AnyRow[];
  readonly updated: readonly AnyRow[];
  /** Ids. */
  readonly deleted: readonly string[];
}

/** A fold broke a rule of the runner; a mistake in the read model, and no value in the message. */
export class ReadModelError extends Error {
  override readonly name = 'ReadModelError';
}

/** The declared columns of a model, checked against every row that is put. */
export class RowShape {
  readonly columns: readonly (readonly [name: string, type: ColumnType])[];
  private readonly takers: readonly { readonly name: string; readonly takes: (value: unknown) => boolean }[];

  constructor(readonly model: AnyReadModel) {
    this.columns = Object.entries(model.columns);
    this.takers = this.columns.map(([name, type]) => ({ name, takes: takerOf(type) }));
  }

  check(partition: string, id: string, row: AnyRow): void {
    const { name, key, partition: column } = this.model;
    for (const each of this.takers) {
      const value = row[each.name];
      if (value !== null && !each.takes(value))
        throw new ReadModelError(
          `${name}.${each.name} does not take a value of this kind as ${this.model.columns[each.name]}`,
        );
    }
    // A field without a column would be there in memory and gone after a reload.
    let fields = 0;
    for (const _ in row) fields++;
    if (fields !== this.takers.length) throw new ReadModelError(`${name} has no column for some field`);
    if (row[key] !== id) throw new ReadModelError(`${name}: ${key} is not the id under which the row is put`);
    if (row[column] !== partition) throw new ReadModelError(`${name}: ${column} is not the partition of the event`);
  }
}

/** The rows of one partition in memory: what the table holds, what has changed since, and how to undo one event. */
export class RowSet implements Rows<AnyRow> {
  private readonly rows = new Map<string, AnyRow>();
  /** What changed since the last take, and whether the table holds it; absent of what is only kept, which most sets in memory are. */
  private changed: Map<string, boolean> | undefined;
  private undo: (readonly [id: string, before: AnyRow | undefined])[] | undefined;

  /** `known`: the ids whose absence is certain; undefined when all rows of the partition are here. */
  constructor(
    private readonly shape: RowShape,
    readonly tenant: string,
    readonly partition: string,
    private readonly known?: Set<string>,
  ) {}

  /** A row that the table holds. One that is already here stays: it is the same or newer. */
  load(row: AnyRow): void {
    const id = row[this.shape.model.key] as string;
    if (!this.rows.has(id) && !this.changed?.has(id)) this.rows.set(id, Object.freeze(row));
  }

  /** The ids among these that are not here yet; from now on they count as looked up. */
  lookUp(ids: readonly string[]): readonly string[] {
    const missing = ids.filter(
      (id) => this.known && !this.known.has(id) && !this.rows.has(id) && !this.changed?.has(id),
    );
    for (const id of missing) this.known?.add(id);
    return missing;
  }

  get(id: string): AnyRow | undefined {
    const row = this.rows.get(id);
    if (row === undefined && this.known && !this.known.has(id) && !this.changed?.has(id))
      throw new ReadModelError(`${this.shape.model.name} reads a row that its loads() did not name`);
    return row;
  }

  put(id: string, row: AnyRow): void {
    this.shape.check(this.partition, id, row);
    this.remember(id);
    this.rows.set(id, Object.freeze(row));
  }

  delete(id: string): void {
    if (this.get(id) === undefined) return;
    this.remember(id);
    this.rows.delete(id);
  }

  all(): readonly AnyRow[] {
    if (this.known) throw new ReadModelError(`${this.shape.model.name} has loads(), so not all rows are here`);
    // By id, because the order in which rows came to be here differs between live and rebuilt.
    return [...this.rows.keys()].sort().map((id) => this.rows.get(id) as AnyRow);
  }

  get size(): number {
    return this.rows.size;
  }

  /** Rows with changes to take. */
  get changes(): number {
    return this.changed?.size ?? 0;
  }

  private remember(id: string): void {
    (this.undo ??= []).push([id, this.rows.get(id)]);
    this.changed ??= new Map();
    if (!this.changed.has(id)) this.changed.set(id, this.rows.has(id));
  }

  /** The event was applied. */
  keep(): void {
    this.undo = undefined;
  }

  /** The event failed: the rows are as they were before it. */
  revert(): void {
    for (const [id, before] of this.undo?.reverse() ?? [])
      if (before) this.rows.set(id, before);
      else this.rows.delete(id);
    this.undo = undefined;
  }

  /** The changes since the last call, which from now on count as written. */
  takeChanges(): RowChanges {
    const inserted: AnyRow[] = [];
    const updated: AnyRow[] = [];
    const deleted: string[] = [];
    for (const [id, isStored] of this.changed ?? []) {
      const row = this.rows.get(id);
      if (row) (isStored ? updated : inserted).push(row);
      else if (isStored) deleted.push(id);
    }
    this.changed = undefined;
    return { inserted, updated, deleted };
  }
}
