import type pg from 'pg';
import { Build } from './build.js';
import { type CheckpointId, type Checkpoints } from './checkpoints.js';
import { type Standstill } from './newer-events.js';
import { parkedPartitions } from './parked-rows.js';
import { type AnyReadModel } from './read-model.js';
import { type Shares } from './shares.js';

export interface HeldBuildsOptions {
  readonly pool: pg.Pool;
  readonly checkpoints: Checkpoints;
  readonly shares: Shares;
  readonly models: readonly AnyReadModel[];
  readonly state: 'live' | 'building';
  /** Rows that each read model keeps in memory. */
  readonly cacheRows: number;
}

const sameId = (a: CheckpointId) => (b: CheckpointId) => a.name === b.name && a.build === b.build;

/** The builds whose leases this worker holds, and what is in memory of each. */
export class HeldBuilds {
  private builds: readonly Build[] = [];
  /** When free leases were last looked for, and when the held ones were last renewed: renewing must not pass for having looked. */
  private leasesSeen = -Infinity;
  private leasesKept = -Infinity;

  constructor(
    private readonly options: HeldBuildsOptions,
    private readonly standstill: Standstill,
  ) {}

  get all(): readonly Build[] {
    return this.builds;
  }

  /** Leases may be free that this worker did not know of. Who is catching up, which may take long, writes what it has and looks. */
  lookForLeases(): void {
    this.leasesSeen = -Infinity;
  }

  get isCalled(): boolean {
    return this.leasesSeen === -Infinity;
  }

  /** Gives up what is in memory; the leases run until they are taken again. */
  forget(): void {
    this.builds = [];
    this.lookForLeases();
  }

  /** Lets others take over at once. */
  async letGo(): Promise<void> {
    const holds = this.builds.map(({ checkpoint }) => checkpoint);
    this.forget();
    await this.options.checkpoints.release(holds);
  }

  /** Renews what is held, leaves to others what is theirs, and takes what is free and this worker's: answers whether there was any. Cheap when it was done a moment ago. */
  async refresh(): Promise<boolean> {
    const { checkpoints, shares, models, state, pool, cacheRows } = this.options;
    if (!this.isDue(this.leasesSeen)) return false;
    // Before the queries: whoever calls for another look while they run is heard.
    this.leasesSeen = performance.now();
    if (!(await this.standstill.isOver())) return false;
    await this.renew();
    await shares.look();
    await this.leaveToOthers(shares.surplus(state));
    const wanted = shares.due(state).filter((id) => !this.builds.some(({ checkpoint }) => sameId(id)(checkpoint)));
    const acquired = await checkpoints.acquire(state, wanted);
    const parked = await parkedPartitions(pool, acquired);
    for (const [nth, checkpoint] of acquired.entries()) {
      const model = models.find(({ name }) => name === checkpoint.name);
      if (model) this.builds = [...this.builds, new Build(model, checkpoint, parked[nth] ?? new Set(), cacheRows)];
    }
    // In which checkpoints are locked, also where each is moved by itself.
    this.builds = this.builds.toSorted((a, b) => (a.model.name < b.model.name ? -1 : 1));
    return acquired.length > 0;
  }

  /** A build that keeps its rows back for long moves no checkpoint, which would keep its lease. */
  async keep(): Promise<void> {
    if (this.isDue(this.leasesKept)) await this.renew();
  }

  async renew(): Promise<void> {
    this.leasesKept = performance.now();
    const still = await this.options.checkpoints.renew(this.builds.map(({ checkpoint }) => checkpoint));
    this.builds = this.builds.filter(({ checkpoint }) => still.some(sameId(checkpoint)));
  }

  private isDue(last: number): boolean {
    return performance.now() - last >= this.options.checkpoints.leaseMs / 3;
  }

  /** Nothing of theirs waits to be written where leases are looked for. */
  private async leaveToOthers(ids: readonly CheckpointId[]): Promise<void> {
    const leaving = this.builds.filter(({ checkpoint }) => ids.some(sameId(checkpoint)));
    if (leaving.length === 0) return;
    this.builds = this.builds.filter((build) => !leaving.includes(build));
    const holds = leaving.map(({ checkpoint }) => checkpoint);
    this.options.shares.gives(holds);
    await this.options.checkpoints.release(holds);
  }
}
