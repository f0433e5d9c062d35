import { RowSet, type RowShape } from './row-set.js';

/** A partition within all tenants. Neither part can hold a NUL. */
export const partitionKey = (tenant: string, partition: string): string => `${tenant}\0${partition}`;

interface Entry {
  readonly set: RowSet;
  /** Rows of the set when they were last counted; at least one, for an empty one takes room too. */
  counted: number;
  recent: boolean;
  touched: boolean;
}

/**
 * The partitions of one table that are in memory. Sound for as long as the lease is held: nobody else writes these rows.
 * What was not touched for long leaves first, and nothing before its changes were taken.
 */
export class RowCache {
  /** By tenant and partition. */
  private readonly tenants = new Map<string, Map<string, Entry>>();
  private touched: Entry[] = [];
  private rows = 0;

  /** `complete`: the table was empty when the cache began, so what is not here does not exist. */
  constructor(
    private readonly shape: RowShape,
    private readonly limit: number,
    private complete: boolean,
  ) {}

  /** The partition's rows, and whether they must first be loaded. */
  open(tenant: string, partition: string): { readonly set: RowSet; readonly missing: boolean } {
    let entries = this.tenants.get(tenant);
    if (!entries) this.tenants.set(tenant, (entries = new Map()));
    let entry = entries.get(partition);
    const isNew = !entry;
    const byId = this.shape.model.loads !== undefined;
    if (!entry) {
      const set = new RowSet(this.shape, tenant, partition, byId ? new Set() : undefined);
      entry = { set, counted: 1, recent: false, touched: false };
      entries.set(partition, entry);
      this.rows += 1;
    }
    entry.recent = true;
    if (!entry.touched) {
      entry.touched = true;
      this.touched.push(entry);
    }
    return { set: entry.set, missing: isNew && !byId && !this.complete };
  }

  /** Whether rows that are not here may be in the table. */
  get mayHoldMore(): boolean {
    return !this.complete;
  }

  /** The partitions opened since the last call, of which some have changes to take; then call `trim`. */
  takeTouched(): readonly RowSet[] {
    const sets: RowSet[] = [];
    for (const entry of this.touched) {
      const rows = Math.max(1, entry.set.size);
      this.rows += rows - entry.counted;
      entry.counted = rows;
      entry.touched = false;
      if (entry.set.changes > 0) sets.push(entry.set);
    }
    this.touched = [];
    return sets;
  }

  /** Lets go of what is beyond the limit; rows that are looked up by id are not kept at all. */
  trim(): void {
    if (this.shape.model.loads) {
      this.complete &&= this.tenants.size === 0;
      this.tenants.clear();
      this.rows = 0;
      return;
    }
    for (const entries of this.tenants.values())
      for (const [partition, entry] of entries) {
        if (this.rows <= this.limit) return;
        entries.delete(partition);
        if (entry.recent) {
          entry.recent = false;
          entries.set(partition, entry);
        } else {
          this.complete = false;
          this.rows -= entry.counted;
        }
      }
  }
}
