import { type EventPage, type EventStore, type Position, type Subscription } from '@overstap/kernel';
import { OperatorError, type RightOfWay } from '@overstap/platform';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { beginRebuildIn, declareBuilds, indexBuilds, swapIn } from './builds.js';
import { Checkpoints, readCheckpoints, type Checkpoint } from './checkpoints.js';
import { isHeldUp, isOvertaken } from './failures.js';
import { Follower } from './follower.js';
import { Loop } from './loop.js';
import { ParkedEvents } from './parked-events.js';
import { measureLag, Progress, type Lag } from './progress.js';
import { type AnyReadModel, type EventOpener, type Reactor } from './read-model.js';
import { declareReactor, REACTOR_VERSION, ReactorFollower } from './reactor-follower.js';
import { Shares } from './shares.js';
import { inTransaction } from './transaction.js';

export interface ProjectionOptions {
  readonly store: EventStore;
  readonly opener: EventOpener;
  /** The worker's pool. */
  readonly pool: pg.Pool;
  /** Connections for leases, on which nothing else waits; by default the same. */
  readonly leases?: pg.Pool;
  readonly models: readonly AnyReadModel[];
  readonly reactors?: readonly Reactor[];
  /** Hears of what failed and will be tried again; `where` names the part. */
  readonly report: (where: string, error: unknown) => void;
  /** Work that goes before read models and reactors, as long as they come behind it by no more than a moment. */
  readonly way?: RightOfWay;
  /** How long a worker that was killed keeps others out, and one and a half times as long where the next was killed as well. Default 3 s. */
  readonly leaseMs?: number;
  /** Events per read; default 1,000. */
  readonly pageSize?: number;
  /** Events per commit of live rows while catching up, which is what a worker that is behind keeps in memory; default 2,000. */
  readonly commitEvery?: number;
  /** Changed rows of one read model per commit in a rebuild; default 20,000. */
  readonly commitRows?: number;
  /** Rows that each read model keeps in memory; default 500 of live ones, and 50,000 in a rebuild, which is over when it has them all. */
  readonly cacheRows?: number;
}

const HELD_UP =
  'A query that runs long, or a rebuild that is under way, holds the rows that would make way; nothing was begun. Try again in a moment.';

/**
 * Keeps the read models and reactors up with the store: live ones as events arrive, builds of new versions beside them, reactors on their own.
 * Several may run at once, in one process or many; each read model is moved by one of them at a time.
 */
export class ProjectionRunner {
  readonly parked: ParkedEvents;
  private readonly live: Follower;
  private readonly building: Follower;
  private readonly reactors: readonly ReactorFollower[];
  private readonly progress: Progress;
  private readonly names: readonly string[];
  private readonly loops: readonly Loop[];
  private readonly listening: Loop;
  private readonly shares: Shares;
  private readonly sharing: Loop;
  private subscription: Subscription | undefined;
  private stopping = false;
  private swapping: Promise<void> = Promise.resolve();

  /** Makes the tables and checkpoints that are missing, and a runner that moves nothing yet. */
  static async open(options: ProjectionOptions): Promise<ProjectionRunner> {
    const { pool, store, models, reactors = [] } = options;
    const names = [...models, ...reactors].map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`Two read models or reactors are called ${twice}`);
    await declareBuilds(pool, models);
    for (const reactor of reactors) await declareReactor(pool, store, reactor);
    return new ProjectionRunner(options, names);
  }

  private constructor(
    private readonly options: ProjectionOptions,
    names: readonly string[],
  ) {
    const { store, opener, pool, models, reactors = [], report } = options;
    const { leaseMs = 3_000, pageSize = 1_000, commitEvery = 2_000, commitRows = 20_000, cacheRows } = options;
    // Whoever looks at the tables sees which process it is.
    const holder = `${hostname()}/${process.pid}/${randomUUID()}`;
    const checkpoints = new Checkpoints(options.leases ?? pool, holder, leaseMs);
    this.names = names;
    this.progress = new Progress(
      store,
      pool,
      models.map(({ name }) => name),
    );
    const newer = (error: Error): void => report('newer version', error);
    this.shares = new Shares(options.leases ?? pool, holder, leaseMs, [
      ...models,
      ...reactors.map(({ name }) => ({ name, version: REACTOR_VERSION })),
    ]);
    const { shares } = this;
    const giveWay = async (): Promise<void> => options.way?.give();
    const common = {
      newer,
      giveWay,
      store,
      opener,
      pool,
      checkpoints,
      shares,
      models,
      pageSize,
      commitEvery,
      commitRows,
    };
    this.live = new Follower({
      ...common,
      state: 'live',
      cacheRows: cacheRows ?? 500,
      wasRead: (after, page) => this.offerReactors(after, page),
      moved: (moves) => this.progress.moved(moves),
    });
    this.building = new Follower({
      ...common,
      state: 'building',
      cacheRows: cacheRows ?? 50_000,
      moved: () => undefined,
    });
    this.reactors = reactors.map((reactor) => new ReactorFollower({ ...common, reactor }));
    this.parked = new ParkedEvents(store, opener, pool, models, reactors);
    const loop = (where: string, work: () => Promise<void>) =>
      new Loop(work, leaseMs / 3, (error) => report(where, error));
    this.loops = [
      loop('projections', () => this.live.pull()),
      loop('rebuild', () => this.advanceBuilds()),
      ...this.reactors.map((follower, nth) => loop(`reactor ${reactors[nth]?.name}`, () => follower.pull())),
    ];
    this.listening = loop('subscription', () => this.listen());
    this.sharing = new Loop(
      () => this.share(),
      shares.lookMs,
      (error) => report('shares', error),
    );
  }

  start(): void {
    for (const loop of [...this.loops, this.listening, this.sharing]) loop.start();
  }

  /** Finishes what is under way and lets others take over at once. */
  async stop(): Promise<void> {
    this.stopping = true;
    const followers = [this.live, this.building, ...this.reactors];
    for (const follower of followers) follower.halt();
    const quiet = [this.listening.stop(), this.sharing.stop(), this.subscription?.stop()];
    // Before the releases: who sees them free must not leave a part of them to this one. A database that is away forgets it by itself.
    await this.shares.leave().catch(() => undefined);
    // Each as soon as it is done: a reactor that takes long holds up nothing but itself.
    const released = followers.map(async (follower, nth) => {
      await this.loops[nth]?.stop();
      await follower.release();
    });
    const ends = await Promise.allSettled([...quiet, ...released]);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /**
   * Answers when builds are swapped in, and live rows and reactors have handled everything committed so far and what reactors appended
   * on the way; waits for what another worker holds. Throws after the time-out.
   */
  async drain(timeoutMs = 60_000): Promise<void> {
    const { store } = this.options;
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const head = await store.head();
      if (!(await this.isBehind(head))) return;
      await this.advanceBuilds();
      await this.live.pull();
      const behind = this.reactors.filter(
        ({ position }) => position === undefined || store.compare(position, head) < 0,
      );
      await Promise.all(behind.map((follower) => follower.pull()));
      if (performance.now() > deadline)
        throw (await this.standsBeforeNewer()) ?? new Error(`Read models are not up to date after ${timeoutMs} ms`);
      if (await this.isBehind(head)) await sleep(20);
    }
  }

  /** A build under way, or live rows or a reactor that have not handled everything up to the position, here or with another worker. */
  private async isBehind(head: Position): Promise<boolean> {
    const checkpoints = (await readCheckpoints(this.options.pool, this.names)).filter(this.isOwn);
    const handled = ({ name, state, position }: Checkpoint): Position =>
      (state === 'reactor' ? this.reactorNamed(name)?.position : undefined) ?? position;
    return checkpoints.some(
      (checkpoint) => checkpoint.state === 'building' || this.options.store.compare(handled(checkpoint), head) < 0,
    );
  }

  private reactorNamed(name: string): ReactorFollower | undefined {
    return this.reactors.find((_, nth) => this.options.reactors?.[nth]?.name === name);
  }

  private offerReactors(after: Position, page: EventPage): void {
    for (const reactor of this.reactors) reactor.offer(after, page);
  }

  /** Fills these read models (default all) anew beside the live ones, in one pass, and answers when they are swapped in. */
  async rebuild(names?: readonly string[]): Promise<void> {
    const { models, pool } = this.options;
    const chosen = names ? models.filter(({ name }) => names.includes(name)) : models;
    const unknown = names?.find((name) => !models.some((model) => model.name === name));
    if (unknown !== undefined)
      throw new Error(`There is no read model ${unknown}; there are ${models.map(({ name }) => name).join(', ')}`);
    const chosenNames = chosen.map(({ name }) => name);
    await this.refuseBeyondTheLog(chosenNames);
    await inTransaction(pool, async (client) => {
      for (const model of chosen) await beginRebuildIn(client, model);
    }).catch((error: unknown) => {
      throw isHeldUp(error) ? new OperatorError(HELD_UP, { cause: error }) : error;
    });
    this.building.lookForLeases();
    for (;;) {
      if (this.stopping) throw new Error('The program stops; the rebuild goes on once a worker runs again.');
      // Where somebody else began it anew meanwhile, that one is waited for.
      await this.advanceBuilds().catch((error: unknown) => {
        if (!isOvertaken(error)) throw error;
      });
      if (!(await readCheckpoints(pool, chosenNames)).some(({ state }) => state === 'building')) return;
      const { error } = this.building.standstill;
      if (error) throw error;
      await sleep(100);
    }
  }

  /** Rows that followed a longer log than there is would be waited for without end. */
  private async refuseBeyondTheLog(names: readonly string[]): Promise<void> {
    const { pool, store } = this.options;
    const checkpoints = await readCheckpoints(pool, names);
    const head = await store.head();
    const beyond = checkpoints.find(({ position }) => store.compare(position, head) > 0);
    if (beyond)
      throw new OperatorError(`${beyond.name} followed the log beyond its end: restore both from the same stop.`);
  }

  /** True once a query would see what was recorded up to the position; false after the time-out. */
  waitFor(position: Position, timeoutMs: number, names?: readonly string[]): Promise<boolean> {
    return this.progress.waitFor(position, timeoutMs, names);
  }

  /** Says that a newer version has to go past something first; undefined when nothing here stands still for that. */
  async standsBeforeNewer(): Promise<Error | undefined> {
    for (const { standstill } of [this.live, this.building, ...this.reactors])
      if (!(await standstill.isOver())) return standstill.error;
    return undefined;
  }

  lag(): Promise<readonly Lag[]> {
    return measureLag(this.options.store, this.options.pool, this.names);
  }

  /** Of a version that this program knows; during an upgrade others may be about. */
  private readonly isOwn = ({ name, version, state }: Checkpoint): boolean =>
    state === 'reactor' || this.options.models.some((model) => model.name === name && model.version === version);

  /** Moves the builds to the head and swaps in those that are there. One call at a time. */
  private advanceBuilds(): Promise<void> {
    const result = this.swapping.then(async () => {
      await this.building.pull();
      if (this.stopping) return;
      const { pool } = this.options;
      const held = [...this.building.held];
      if (held.length > 0) await this.building.keepDuring(indexBuilds(pool, held));
      for (const { model, checkpoint } of held)
        await swapIn(pool, model, (live) => this.bringTo(live?.position, checkpoint)).finally(() => {
          this.building.lookForLeases();
          this.live.lookForLeases();
        });
      this.loops[0]?.ring();
    });
    this.swapping = result.catch(() => undefined);
    return result;
  }

  /** Says that this worker lives, and rings where something is to be taken or left to others. */
  private async share(): Promise<void> {
    const { shares } = this;
    // One that stands before what only a newer version knows takes no share from those that go on.
    const stands = [this.live, this.building, ...this.reactors].some(({ standstill }) => standstill.error);
    await (stands ? shares.leave() : shares.join());
    await shares.look();
    for (const [state, follower, loop] of [
      ['live', this.live, this.loops[0]],
      ['building', this.building, this.loops[1]],
    ] as const)
      if (shares.vacant(state).length + shares.surplus(state).length > 0) {
        follower.lookForLeases();
        loop?.ring();
      }
    const due = shares.vacant('reactor');
    const surplus = shares.surplus('reactor');
    shares.gives(surplus);
    for (const [nth, follower] of this.reactors.entries()) {
      const isNamed = ({ name }: { readonly name: string }): boolean => name === this.options.reactors?.[nth]?.name;
      if (surplus.some(isNamed)) await follower.release();
      else if (due.some(isNamed)) {
        follower.lookForLease();
        this.loops[nth + 2]?.ring();
      }
    }
  }

  private async bringTo(position: Position | undefined, { name, build }: Checkpoint): Promise<Checkpoint | undefined> {
    const find = () =>
      this.building.held.find(({ checkpoint }) => checkpoint.name === name && checkpoint.build === build);
    const { store } = this.options;
    const own = find();
    if (own && position !== undefined && store.compare(own.position, position) < 0) await this.building.pull(position);
    const caught = find();
    // One that is halted may not have come so far.
    if (!caught || (position !== undefined && store.compare(caught.position, position) < 0)) return undefined;
    return { ...caught.checkpoint, position: caught.position };
  }

  /**
   * Rings for every arrival, and hands the page over to the live read models, which mostly stand right before it. A reactor is rung for what it
   * handles; past the rest its checkpoint goes with its next tick.
   */
  private async listen(): Promise<void> {
    let cursor = await this.options.store.head();
    if (this.stopping) return;
    this.subscription = this.options.store.subscribe(cursor, {}, (page) => {
      this.live.offer(cursor, page);
      this.offerReactors(cursor, page);
      cursor = page.next;
      this.loops[0]?.ring();
      for (const [nth, { types }] of (this.options.reactors ?? []).entries())
        if (page.events.some(({ type }) => types.includes(type))) this.loops[nth + 2]?.ring();
      return Promise.resolve();
    });
    await this.subscription.done;
  }
}
