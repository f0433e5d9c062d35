import { type EventPage, inTurns, type Position, type StoredEvent } from '@overstap/kernel';
import { setImmediate as aMoment } from 'node:timers/promises';
import { type Build, type PreparedWrite } from './build.js';
import { type Move } from './checkpoints.js';
import { failureCode, Fenced, FENCED_AT_MOST, isRefusedRow, refusalOf } from './failures.js';
import { HeldBuilds, type HeldBuildsOptions } from './held-builds.js';
import { Standstill } from './newer-events.js';
import { openPage } from './opened-page.js';
import { Pages, type PagesOptions, type ReadPage } from './pages.js';
import { insertParked, type ParkedRow } from './parked-rows.js';
import { writeTables } from './table-write.js';
import { inTransaction } from './transaction.js';

export interface FollowerOptions extends HeldBuildsOptions, PagesOptions {
  /** Events per commit of live rows, while there is more to read. */
  readonly commitEvery: number;
  /** Lets what goes first pass, before a pull and after each `pageSize` events, or however many were folded in half a second; not right after a takeover. */
  readonly giveWay: () => Promise<void>;
  /** Changed rows that a build keeps back: nobody reads them yet, and a row that changes often is written once. */
  readonly commitRows: number;
  /** Hears, once, that the log holds what only a newer version knows. */
  readonly newer: (error: Error) => void;
  /** Told after each commit. */
  readonly moved: (moves: readonly Move[]) => void;
}

/** From so many events on, what waits on sockets meanwhile goes in between two models: writes of rows, and in one program with the API its answers. */
const LONG_PAGE = 100;
/** Look-ups of rows of several read models go side by side; some connections are left for what else goes on. */
const LOADS_AT_ONCE = 4;
/** Live rows are not kept back for longer than this, at the end of a page, however few events they are of. */
const COMMIT_AFTER_MS = 1_000;
/** After so much work of its own it gives way, however few events that were. */
const TURN_MS = 500;
/** Beyond this it gives way again, level or not: what falls due waits as well. */
const LEVEL_MS = 10_000;

/**
 * Moves the builds whose leases this worker holds along the store, all in one pass: a page is read and decoded once, folded by each, and
 * written with all their checkpoints in one transaction. Any failure gives up what is in memory and begins again from the checkpoints.
 */
export class Follower {
  private readonly builds: HeldBuilds;
  /** Up to here a row was refused: partitions are written one by one, so that only the one at fault is parked. */
  private carefulUntil: Position | undefined;
  /** What was taken over has waited long enough, and moves on only once those behind it have come to where it stands: until then nobody is given way to. */
  private level: { readonly at: Position; readonly until: number } | undefined;
  private halted = false;
  private isWriting = false;
  private tail: Promise<unknown> = Promise.resolve();
  private readonly pages: Pages;

  /** Where the log goes on with what only a newer version knows. */
  readonly standstill: Standstill;

  constructor(private readonly options: FollowerOptions) {
    const { pool, store, opener, state, models, newer } = options;
    this.pages = new Pages(options);
    const names = models.map(({ name }) => name);
    const compare = (a: Position, b: Position): number => store.compare(a, b);
    this.standstill = new Standstill({ pool, known: opener.known, compare, state, names, report: newer });
    this.builds = new HeldBuilds(options, this.standstill);
  }

  get held(): readonly Build[] {
    return this.builds.all;
  }

  /** A page that a subscription has brought; spares reading it again. */
  offer(after: Position, page: EventPage): void {
    this.pages.offer(after, page);
  }

  /** See `HeldBuilds`. */
  lookForLeases(): void {
    this.builds.lookForLeases();
  }

  /** Folds and writes everything committed so far (or at least up to `until`), of the builds it holds. One call at a time. */
  pull(until?: Position): Promise<void> {
    return this.inTurn(async () => {
      for (let attempt = 1; ; attempt++)
        try {
          const newer = await this.pullNow(until);
          if (newer) await this.standBefore(newer);
          return;
        } catch (error) {
          this.giveUp(error);
          // A change of hands is no failure: go on with what is still this worker's. Of a refused row, go and find the one at fault.
          const goOn = error instanceof Fenced || isRefusedRow(error);
          if (!goOn || attempt === FENCED_AT_MOST) throw error;
        }
    });
  }

  /** Writes what it has at the end of the page, however far the log goes on: whoever takes over goes on from there. */
  halt(): void {
    this.halted = true;
  }

  /** Lets others take over at once. */
  release(): Promise<void> {
    return this.inTurn(() => this.builds.letGo());
  }

  /** Everything up to the event is written; the event itself is a newer version's. */
  private async standBefore(event: StoredEvent): Promise<void> {
    this.standstill.at(event);
    await this.builds.letGo();
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.tail.then(work);
    this.tail = result.catch(() => undefined);
    return result;
  }

  private giveUp(error: unknown): void {
    if (isRefusedRow(error)) this.carefulUntil = this.furthest();
    this.builds.forget();
  }

  /** Keeps the leases while work goes on that moves no checkpoint. */
  async keepDuring(work: Promise<void>): Promise<void> {
    const keep = (): void => void this.inTurn(() => this.builds.renew()).catch(() => undefined);
    const timer = setInterval(keep, this.options.checkpoints.leaseMs / 3);
    await work.finally(() => clearInterval(timer));
  }

  /** Answers what only a newer version knows, where the log goes on with that. */
  private async pullNow(until: Position | undefined): Promise<StoredEvent | undefined> {
    if (this.halted) return undefined;
    const cold = await this.builds.refresh();
    if (this.held.length === 0) return undefined;
    let after = this.lowest();
    if (cold && this.options.state === 'live' && this.carefulUntil === undefined) {
      this.pages.beginSmall();
      this.level = { at: this.furthest() ?? after, until: performance.now() + LEVEL_MS };
    } else await this.giveWay(after);
    const { store, commitEvery, commitRows, pageSize } = this.options;
    if (this.carefulUntil !== undefined && store.compare(after, this.carefulUntil) >= 0) this.carefulUntil = undefined;
    let next = this.read(after);
    let folded = 0;
    let since = performance.now();
    let turn = { events: 0, since };
    let writing: Promise<void> = Promise.resolve();
    for (;;) {
      const began = performance.now();
      const read = await next;
      const { page, newer } = read;
      // Behind a transaction that still runs the subscription looks again, and rings.
      const isThere =
        until === undefined ? this.builds.isCalled || page.next === after : store.compare(page.next, until) >= 0;
      const last = page.atHead || isThere;
      if (!last) {
        next = this.read(page.next);
        next.catch(() => undefined);
      }
      if (this.carefulUntil !== undefined) {
        await this.foldCarefully(after, page, this.carefulUntil);
        return last ? newer : this.pullNow(until);
      }
      folded += page.events.length;
      await this.fold(after, page, () => writing);
      const isMuch = folded >= commitEvery || performance.now() - since >= COMMIT_AFTER_MS;
      const ends = last || this.halted;
      const all = ends || (this.options.state === 'live' && isMuch);
      const due = all ? this.held : this.held.filter(({ pending }) => pending >= commitRows);
      for (const some of this.groupsOf(due)) {
        const prepared = some.map((build) => build.prepare());
        await writing;
        writing = this.write(prepared);
        writing.catch(() => undefined);
        folded = 0;
        since = performance.now();
      }
      await this.keep();
      after = page.next;
      // Of what nobody reads yet nobody waits for the next page.
      if (this.options.state === 'live') this.pages.took(read, performance.now() - began);
      if (ends) {
        await writing;
        return newer;
      }
      turn.events += page.events.length;
      if (turn.events < pageSize && performance.now() - turn.since < TURN_MS) continue;
      await this.giveWay(after);
      turn = { events: 0, since: performance.now() };
    }
  }

  private async giveWay(after: Position): Promise<void> {
    const { level } = this;
    if (level && this.options.store.compare(after, level.at) < 0 && performance.now() < level.until) return;
    this.level = undefined;
    await this.options.giveWay();
  }

  private read(after: Position): Promise<ReadPage> {
    return this.pages.next(
      after,
      this.held.map(({ model }) => model),
    );
  }

  /** The builds that have not passed the page, each with the index of the first event that it has not seen. */
  private behind(after: Position, page: EventPage): { readonly build: Build; readonly first: number }[] {
    const { store } = this.options;
    return this.held
      .filter((build) => store.compare(build.position, page.next) < 0)
      .map((build) => {
        if (build.position === after) return { build, first: 0 };
        const first = page.events.findIndex((event) => store.compare(event.position, build.position) > 0);
        return { build, first: first < 0 ? page.events.length : first };
      });
  }

  private async fold(after: Position, page: EventPage, written: () => Promise<void>): Promise<void> {
    const builds = this.behind(after, page);
    if (page.events.length > 0) {
      const opened = await this.open(page);
      const folds = builds.map(({ build, first }) => build.fold(opened, first));
      const loads = folds.flatMap(({ load }) => load ?? []);
      if (loads.length > 0) await written();
      await inTurns(loads, LOADS_AT_ONCE, async (load) => {
        await load(this.options.pool);
        await this.keep();
      });
      for (const { apply } of folds) {
        apply();
        if (page.events.length >= LONG_PAGE) await aMoment();
        await this.keep();
      }
    }
    for (const { build } of builds) build.position = page.next;
  }

  /** Where processes wait for a processor, one page may take longer than a lease lasts. A write extends the leases itself, and locks what a renewal would wait for. */
  private async keep(): Promise<void> {
    if (!this.isWriting) await this.builds.keep();
  }

  private open(page: EventPage) {
    const whole = this.held.filter(({ model }) => model.needsPersonalData);
    return openPage(this.options.opener, page.events, (event) => whole.some((build) => build.handles(event)));
  }

  /** Live rows are written all at once. Those that nobody reads yet go some builds at a time, and the next are made ready meanwhile. */
  private groupsOf(builds: readonly Build[]): readonly (readonly Build[])[] {
    const { state, commitRows } = this.options;
    const groups: Build[][] = [];
    let group: Build[] = [];
    let rows = 0;
    for (const build of builds) {
      if (group.length === 0) groups.push(group);
      group.push(build);
      rows += build.pending;
      if (state === 'live' || rows < commitRows) continue;
      [group, rows] = [[], 0];
    }
    return groups;
  }

  private async write(prepared: readonly PreparedWrite[]): Promise<void> {
    const moving = prepared.filter(({ move }) => move.from !== move.to);
    const moves = moving.map(({ move }) => move);
    if (moves.length === 0) return;
    this.isWriting = true;
    await inTransaction(this.options.pool, async (client) => {
      await this.options.checkpoints.advance(client, moves);
      await writeTables(
        client,
        moving.flatMap(({ write }) => write ?? []),
      );
      for (const { parked, move } of moving) await insertParked(client, move, parked);
    }).finally(() => (this.isWriting = false));
    this.options.moved(moves);
    await this.keep();
  }

  private async foldCarefully(after: Position, page: EventPage, until: Position): Promise<void> {
    const { pool, checkpoints, store, moved } = this.options;
    const builds = this.behind(after, page);
    const opened = await this.open(page);
    const moves: Move[] = [];
    await inTransaction(pool, async (client) => {
      for (const { build, first } of builds) {
        const { load, apply } = build.fold(opened, first);
        await load?.(pool);
        apply();
        build.position = page.next;
        const { move, parked, writes } = build.prepareApart();
        moves.push(move);
        await checkpoints.advance(client, [move]);
        const refused: ParkedRow[] = [];
        for (const { set, write } of writes) {
          const error = await refusalOf(client, write);
          if (error === undefined) continue;
          const aside = build
            .eventsOf(set, opened, first)
            .filter((event) => !parked.some((row) => row.event.id === event.id));
          for (const [nth, event] of aside.entries())
            refused.push({ event, partition: set.partition, error: nth === 0 ? failureCode(error) : null });
        }
        const order = new Map(page.events.map(({ id }, index) => [id, index]));
        const rows = [...parked, ...refused].sort(
          (a, b) => (order.get(a.event.id) ?? 0) - (order.get(b.event.id) ?? 0),
        );
        await insertParked(client, move, rows);
      }
    });
    moved(moves);
    // What was refused is in memory as if it had been written.
    if (store.compare(page.next, until) >= 0) this.carefulUntil = undefined;
    this.builds.forget();
  }

  private lowest(): Position {
    const { store } = this.options;
    return this.held.map(({ position }) => position).reduce((a, b) => (store.compare(b, a) < 0 ? b : a));
  }

  private furthest(): Position | undefined {
    const { store } = this.options;
    const positions = this.held.map(({ position }) => position);
    return positions.length > 0 ? positions.reduce((a, b) => (store.compare(b, a) > 0 ? b : a)) : undefined;
  }
}
