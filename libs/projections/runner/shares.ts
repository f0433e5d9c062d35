import type pg from 'pg';
import { type CheckpointId, type CheckpointState } from './checkpoints.js';

/** Looks of one worker within a lease: so often it says that it lives, and sees what has become free. */
const LOOKS_PER_LEASE = 6;
/** What is free for so many looks of the worker that it falls to is anybody's: that one ended as well. */
const LOOKS_TO_TAKE = 3;

/** What can be held, and how it stands. */
interface Seen extends CheckpointId {
  readonly state: CheckpointState;
  readonly holder: string | null;
  readonly free: boolean;
  /** Other workers that live and could hold it: they know this version. */
  readonly others: number;
}

const keyOf = ({ name, build }: CheckpointId): string => `${name} ${build}`;

/**
 * Which read models and reactors are this worker's, so that those who live have about as many each. Every worker reckons it by itself from the
 * same two tables; that two never hold one at the same time is the lease's matter, not this one's.
 */
export class Shares {
  readonly lookMs: number;
  private seen: readonly Seen[] = [];
  private lookedAt = -Infinity;
  private looking: Promise<void> | undefined;
  /** Since when each was seen to be free. */
  private freeSince = new Map<string, number>();
  private takesPart = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly holder: string,
    private readonly leaseMs: number,
    /** What this worker could hold. */
    private readonly known: readonly { readonly name: string; readonly version: number }[],
  ) {
    this.lookMs = leaseMs / LOOKS_PER_LEASE;
  }

  /** From now on others leave it a share. One that never joins, as for the length of one command, takes only what no living worker could hold. */
  async join(): Promise<void> {
    if (this.takesPart) return;
    this.takesPart = true;
    await this.pool.query(`DELETE FROM projection_worker WHERE alive_until < clock_timestamp() - interval '1 minute'`);
  }

  /** What it holds is to be released after this. */
  async leave(): Promise<void> {
    if (!this.takesPart) return;
    this.takesPart = false;
    await this.looking;
    await this.pool.query('DELETE FROM projection_worker WHERE holder = $1', [this.holder]);
  }

  /** Says that this worker lives, and sees how all stand, unless it did so a moment ago. */
  look(noOlderThanMs = 0): Promise<void> {
    if (performance.now() - this.lookedAt < noOlderThanMs) return Promise.resolve();
    this.looking ??= this.lookNow().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    const lookedAt = performance.now();
    const { rows } = await this.pool.query<Seen>({
      name: 'look at shares',
      text: `WITH alive AS (
          INSERT INTO projection_worker (holder, knows, alive_until)
          SELECT $1, $2::text[], clock_timestamp() + $3 * interval '1 ms' WHERE $4::boolean
          ON CONFLICT (holder) DO UPDATE SET knows = excluded.knows, alive_until = excluded.alive_until)
        SELECT c.name, c.build, c.state, c.holder, (c.lease_until IS NULL OR c.lease_until < clock_timestamp()) AS free,
          (SELECT count(*)::int FROM projection_worker w
           WHERE w.holder <> $1 AND w.alive_until > clock_timestamp() AND c.name || ' ' || c.version = ANY (w.knows)) AS others
        FROM projection_checkpoint c WHERE c.name || ' ' || c.version = ANY ($2::text[]) ORDER BY c.name, c.build`,
      values: [this.holder, this.known.map(({ name, version }) => `${name} ${version}`), this.leaseMs, this.takesPart],
    });
    this.seen = rows;
    this.lookedAt = lookedAt;
    const freeSince = rows
      .filter(({ free }) => free)
      .map((row) => [keyOf(row), this.freeSince.get(keyOf(row)) ?? lookedAt] as const);
    this.freeSince = new Map(freeSince);
  }

  /** What this worker is to hold of a state: its own, what is free and falls to it, and what nobody has taken for a while. */
  due(state: CheckpointState): readonly CheckpointId[] {
    const own = this.own(state);
    return [...own, ...this.vacant(state, own.length)];
  }

  /** What falls to this worker and it does not hold. */
  vacant(state: CheckpointState, held = this.own(state).length): readonly CheckpointId[] {
    const free = this.seen
      .filter((seen) => seen.state === state && seen.free && seen.holder !== this.holder)
      .filter(({ others }) => this.takesPart || others === 0)
      .toSorted((a, b) => a.others - b.others);
    const room = Math.max(0, this.quota(state) - held);
    const forgotten = free
      .slice(room)
      .filter(
        (seen) => this.lookedAt - (this.freeSince.get(keyOf(seen)) ?? this.lookedAt) > LOOKS_TO_TAKE * this.lookMs,
      );
    return [...free.slice(0, room), ...forgotten];
  }

  /** What this worker holds beyond its share, as when another has just come. */
  surplus(state: CheckpointState): readonly CheckpointId[] {
    if (!this.takesPart) return [];
    const own = this.own(state);
    return own
      .filter(({ others }) => others > 0)
      .toSorted((a, b) => b.others - a.others)
      .slice(0, Math.max(0, own.length - this.quota(state)));
  }

  /** These are being released: they are not this worker's any more, whatever it saw a moment ago. */
  gives(ids: readonly CheckpointId[]): void {
    const keys = ids.map(keyOf);
    this.seen = this.seen.filter((seen) => !keys.includes(keyOf(seen)));
  }

  private own(state: CheckpointState): readonly Seen[] {
    return this.seen.filter((seen) => seen.state === state && seen.holder === this.holder);
  }

  /** An equal part of everything that it knows; all of it for one that is alone. */
  private quota(state: CheckpointState): number {
    const parts = this.seen.filter((seen) => seen.state === state).map(({ others }) => 1 / (others + 1));
    const sum = parts.reduce((a, b) => a + b, 0);
    return Math.ceil(sum - 1e-9);
  }
}
