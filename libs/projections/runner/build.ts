import { START, type Position, type StoredEvent } from '@overstap/kernel';
import type pg from 'pg';
import { type Checkpoint, type Move } from './checkpoints.js';
import { failureCode } from './failures.js';
import { isFailure, type OpenedPage } from './opened-page.js';
import { type ParkedRow } from './parked-rows.js';
import { type AnyReadModel } from './read-model.js';
import { partitionKey, RowCache } from './row-cache.js';
import { RowShape, type RowSet } from './row-set.js';
import { RowTable, type Address, type TenantChanges } from './row-table.js';
import { type TableWrite } from './table-write.js';

/** `apply` is pure and fails the same way again; a decode that failed is tried anew when its page is opened. */
const ATTEMPTS = 3;

export interface PreparedWrite {
  readonly move: Move;
  readonly write: TableWrite | undefined;
  readonly parked: readonly ParkedRow[];
}

/** A page on its way into a build. */
export interface Fold {
  /** Fetches the rows that are not in memory, before `apply`; undefined where none are missing. What was taken earlier must be in the table. */
  readonly load: ((client: pg.Pool | pg.ClientBase) => Promise<void>) | undefined;
  readonly apply: () => void;
}

type Wanted = Map<string, { readonly address: Address; readonly set: RowSet }>;

type Visit = (event: StoredEvent, partition: string, index: number) => void;

/** One table of one read model on its way along the store, while this worker holds its lease. */
export class Build {
  readonly shape: RowShape;
  readonly table: RowTable;
  readonly cache: RowCache;
  /** How far events were folded; what the checkpoint says follows when they are written. */
  position: Position;
  /** Changed rows since the last call of `prepare`. */
  pending = 0;
  private taken: Position;
  private newlyParked: ParkedRow[] = [];
  private readonly types: ReadonlySet<string> | undefined;
  private readonly aggregates: ReadonlySet<string> | undefined;

  constructor(
    readonly model: AnyReadModel,
    readonly checkpoint: Checkpoint,
    /** Keys of the partitions that are parked. */
    private readonly parked: Set<string>,
    cacheRows: number,
  ) {
    this.shape = new RowShape(model);
    this.table = new RowTable(this.shape, checkpoint.relation);
    this.cache = new RowCache(this.shape, cacheRows, checkpoint.position === START);
    this.position = this.taken = checkpoint.position;
    this.types = model.types && new Set(model.types);
    this.aggregates = model.aggregates && new Set(model.aggregates);
  }

  handles(event: StoredEvent): boolean {
    return (
      (!this.types || this.types.has(event.type)) &&
      (!this.aggregates || this.aggregates.has(event.stream.slice(0, event.stream.indexOf('-'))))
    );
  }

  /** Undefined: not for this model. When the model cannot say, the event is kept apart under its stream. */
  private partitionOf(event: StoredEvent): string | undefined {
    if (!this.model.partitionOf) return event.trajectory;
    try {
      return this.model.partitionOf(event);
    } catch {
      return event.trajectory ?? event.stream;
    }
  }

  /** Begins to fold the events from `first` on. */
  fold(page: OpenedPage, first: number): Fold {
    const wanted: Wanted = new Map();
    if (this.cache.mayHoldMore) this.each(page, first, (event, partition) => this.look(wanted, event, partition));
    return {
      load: wanted.size > 0 ? (client) => this.load(client, wanted) : undefined,
      apply: () => this.each(page, first, (event, partition, index) => this.apply(page, index, event, partition)),
    };
  }

  /** Visits what this model handles of a page. */
  private each(page: OpenedPage, first: number, visit: Visit): void {
    for (let index = first; index < page.stored.length; index++) {
      const stored = page.stored[index] as StoredEvent;
      if (!this.handles(stored)) continue;
      const clear = page.clear[index];
      const event = clear && !isFailure(clear) ? clear : stored;
      const partition = this.partitionOf(event);
      if (partition !== undefined) visit(event, partition, index);
    }
  }

  /** Which rows the event wants that are not in memory. */
  private look(wanted: Wanted, event: StoredEvent, partition: string): void {
    if (this.isParked(event.tenant, partition)) return;
    const { set, missing } = this.cache.open(event.tenant, partition);
    if (missing) this.want(wanted, event.tenant, partition, set);
    else if (this.model.loads) for (const id of set.lookUp(this.idsOf(event))) this.want(wanted, event.tenant, id, set);
  }

  private want(wanted: Wanted, tenant: string, id: string, set: RowSet): void {
    wanted.set(partitionKey(tenant, id), { address: [tenant, id], set });
  }

  private idsOf(event: StoredEvent): readonly string[] {
    try {
      return this.model.loads?.(event) ?? [];
    } catch {
      // `apply` will find out and tell.
      return [];
    }
  }

  private async load(client: pg.Pool | pg.ClientBase, wanted: Wanted): Promise<void> {
    const by = this.model.loads ? 'key' : 'partition';
    const rows = await this.table.load(
      client,
      by,
      [...wanted.values()].map(({ address }) => address),
    );
    for (const { tenant, row } of rows) {
      const set = wanted.get(partitionKey(tenant, row[this.model[by]] as string))?.set;
      // A row of another partition is none of this event's business.
      if (set && row[this.model.partition] === set.partition) set.load(row);
    }
  }

  private apply(page: OpenedPage, index: number, event: StoredEvent, partition: string): void {
    if (this.isParked(event.tenant, partition)) return this.park(event, partition);
    const { set } = this.cache.open(event.tenant, partition);
    // Where all rows are in memory nobody looked for them before.
    if (this.model.loads && !this.cache.mayHoldMore) set.lookUp(this.idsOf(event));
    const before = set.changes;
    const opened = (this.model.needsPersonalData ? page.whole : page.clear)[index];
    let failure: unknown = opened ? (isFailure(opened) ? opened.failure : undefined) : new Error('not opened');
    for (let attempt = 0; opened && !isFailure(opened) && attempt < ATTEMPTS; attempt++)
      try {
        this.model.apply(set, opened);
        this.pending += set.changes - before;
        return set.keep();
      } catch (error) {
        set.revert();
        failure = error;
      }
    this.park(event, partition, failureCode(failure));
  }

  private isParked(tenant: string, partition: string): boolean {
    return this.parked.size > 0 && this.parked.has(partitionKey(tenant, partition));
  }

  /** Puts the event aside, and with it all later ones of its partition. */
  private park(event: StoredEvent, partition: string, error?: string): void {
    this.parked.add(partitionKey(event.tenant, partition));
    this.newlyParked.push({ event, partition, error: error ?? null });
  }

  /** Takes what was folded since the last call, to be written. Rows count as written from now on; if writing fails the build is given up. */
  prepare(): PreparedWrite {
    const changes = this.cache
      .takeTouched()
      .map((set): TenantChanges => ({ tenant: set.tenant, ...set.takeChanges() }));
    const write = this.table.prepare(changes);
    this.cache.trim();
    return { write, ...this.take() };
  }

  /** The same, one write for each partition, so that one that the database refuses does not hold up the others. */
  prepareApart(): Omit<PreparedWrite, 'write'> & {
    readonly writes: readonly { readonly set: RowSet; readonly write: PreparedWrite['write'] }[];
  } {
    const writes = this.cache.takeTouched().map((set) => ({
      set,
      write: this.table.prepare([{ tenant: set.tenant, ...set.takeChanges() }]),
    }));
    this.cache.trim();
    return { writes, ...this.take() };
  }

  /** The events of a partition within a page, to park them all. */
  eventsOf(set: RowSet, page: OpenedPage, first: number): readonly StoredEvent[] {
    const events: StoredEvent[] = [];
    this.each(page, first, ({ tenant }, partition, index) => {
      if (tenant === set.tenant && partition === set.partition) events.push(page.stored[index] as StoredEvent);
    });
    return events;
  }

  private take(): Omit<PreparedWrite, 'write'> {
    const { name, build, epoch } = this.checkpoint;
    const move = { name, build, epoch, from: this.taken, to: this.position };
    const parked = this.newlyParked;
    this.taken = this.position;
    this.pending = 0;
    this.newlyParked = [];
    return { move, parked };
  }
}
