import { type EventStore, inTurns, type Position } from '@overstap/kernel';
import type pg from 'pg';
import { readCheckpoints, type Move } from './checkpoints.js';

const POLL_MS = 50;
/** What is further behind is told as more. */
const COUNTED = 1000;
/** After a restore or a move of the log all of them are far behind at once. */
const READS_AT_ONCE = 4;

export interface Lag {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'building' | 'reactor';
  readonly position: Position;
  /** Events not yet handled, counted up to a thousand; `more` when there are others beyond. */
  readonly behind: number;
  readonly more: boolean;
  /** When the oldest of them was recorded; undefined when there is none. */
  readonly since: string | undefined;
  /** Whether a worker holds it. */
  readonly leased: boolean;
  /** Partitions set aside. */
  readonly parked: number;
}

/**
 * How far the read models are, for those who wait and those who watch. Works in any process that may read the checkpoints; where the runner is
 * in the same one, it tells of each commit and nobody needs to poll for it.
 */
export class Progress {
  private readonly reached = new Map<string, Position>();
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly store: EventStore,
    private readonly pool: pg.Pool,
    private readonly names: readonly string[],
  ) {}

  /** Live builds that this process has just moved. */
  moved(moves: readonly Pick<Move, 'name' | 'to'>[]): void {
    for (const { name, to } of moves) this.reached.set(name, to);
    for (const wake of [...this.waiting]) wake();
  }

  /** True once the live rows of these read models (default all) hold what was recorded up to the position; false after the time-out. */
  async waitFor(position: Position, timeoutMs: number, names = this.names): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const open = new Set(names);
    const close = (name: string, reached: Position | undefined): void => {
      if (reached !== undefined && this.store.compare(reached, position) >= 0) open.delete(name);
    };
    for (;;) {
      for (const name of open) close(name, this.reached.get(name));
      if (open.size === 0) return true;
      for (const checkpoint of await readCheckpoints(this.pool, [...open]))
        if (checkpoint.state === 'live') close(checkpoint.name, checkpoint.position);
      if (open.size === 0) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await this.nextMove(Math.min(left, POLL_MS));
    }
  }

  private nextMove(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
    });
  }
}

/** How far each read model and reactor is behind the store, for health and metrics. Reads `parked_event`, so it wants the worker's pool. */
export async function measureLag(store: EventStore, pool: pg.Pool, names: readonly string[]): Promise<readonly Lag[]> {
  const checkpoints = await readCheckpoints(pool, names);
  const { rows } = await pool.query<{ name: string; build: number; partitions: number }>(
    'SELECT name, build, count(DISTINCT (tenant, partition))::int AS partitions FROM parked_event GROUP BY name, build',
  );
  // Those that one worker moves stand at one place, which is read once.
  const places = new Map<Position, Pick<Lag, 'behind' | 'more' | 'since'>>();
  await inTurns([...new Set(checkpoints.map(({ position }) => position))], READS_AT_ONCE, async (position) => {
    const { events, atHead } = await store.readAll(position, COUNTED);
    places.set(position, { behind: events.length, more: !atHead, since: events[0]?.recordedAt });
  });
  return checkpoints.flatMap(({ name, build, version, state, position, leased }): readonly Lag[] => {
    const parked = rows.find((row) => row.name === name && row.build === build)?.partitions ?? 0;
    const place = places.get(position);
    return place ? [{ name, version, state, position, ...place, leased, parked }] : [];
  });
}
