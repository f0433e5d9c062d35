import { type EventPage, START, type EventStore, type Position, type StoredEvent } from '@overstap/kernel';
import type pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Checkpoint, type Checkpoints } from './checkpoints.js';
import { failureCode, Fenced, FENCED_AT_MOST, isPassing } from './failures.js';
import { knownPart, Standstill } from './newer-events.js';
import { decodeEach, isFailure } from './opened-page.js';
import { insertParked, parkedPartitions, type ParkedRow } from './parked-rows.js';
import { type EventOpener, type Reactor } from './read-model.js';
import { partitionKey } from './row-cache.js';
import { type Shares } from './shares.js';
import { inTransaction } from './transaction.js';

/** What a run does between two checkpoints; after a crash so many events may be reacted to again. */
const PAGE = 500;
/** Partitions that are reacted to side by side. */
const AT_ONCE = 16;
const RETRIES_MS = [100, 500];
/** Of all reactors: what a reactor does must stay what it did. */
export const REACTOR_VERSION = 1;

export interface ReactorFollowerOptions {
  readonly store: EventStore;
  readonly opener: EventOpener;
  readonly pool: pg.Pool;
  readonly checkpoints: Checkpoints;
  readonly shares: Shares;
  /** Lets what goes first pass, before each page. */
  readonly giveWay: () => Promise<void>;
  readonly reactor: Reactor;
  /** Hears, once, that the log holds what only a newer version knows. */
  readonly newer: (error: Error) => void;
}

interface Held {
  readonly checkpoint: Checkpoint;
  /** Up to here everything is handled. */
  position: Position;
  /** What the checkpoint says, and since when. */
  saved: Position;
  savedAt: number;
  readonly parked: Set<string>;
}

/** Makes the checkpoint of a reactor that is new: where the one that it succeeds stands, with what that has put aside, or where its first run begins. */
export async function declareReactor(pool: pg.Pool, store: EventStore, reactor: Reactor): Promise<void> {
  const { name, from, succeeds = null } = reactor;
  const first = from === 'now' ? await store.head() : START;
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO projection_checkpoint (name, build, version, relation, state, position)
       VALUES ($1, 0, ${REACTOR_VERSION}, '', 'reactor',
         coalesce((SELECT position FROM projection_checkpoint WHERE name = $3 AND build = 0 AND state = 'reactor'), $2))
       ON CONFLICT DO NOTHING`,
      [name, first, succeeds],
    );
    if (rowCount === 1 && succeeds !== null)
      await client.query(
        `INSERT INTO parked_event (name, build, tenant, partition, event_id, stream, revision, position, type, error)
         SELECT $1, 0, tenant, partition, event_id, stream, revision, position, type, error
         FROM parked_event WHERE name = $2 AND build = 0 ORDER BY seq`,
        [name, succeeds],
      );
  });
}

/** Carries one reactor along the store under its own lease and checkpoint: every event at least once, in order. */
export class ReactorFollower {
  private halted = false;
  private held: Held | undefined;
  private leasesSeen = -Infinity;
  private tail: Promise<unknown> = Promise.resolve();
  private underWay = 0;
  private offered: { readonly after: Position; readonly page: EventPage } | undefined;

  /** Where the log goes on with what only a newer version knows. */
  readonly standstill: Standstill;

  constructor(private readonly options: ReactorFollowerOptions) {
    const { pool, store, opener, reactor, newer } = options;
    const compare = (a: Position, b: Position): number => store.compare(a, b);
    const names = [reactor.name];
    this.standstill = new Standstill({ pool, known: opener.known, compare, state: 'reactor', names, report: newer });
  }

  /** Up to where everything is handled, when the lease is this worker's; its checkpoint follows within a few seconds. */
  get position(): Position | undefined {
    return this.held?.position;
  }

  /** A page of all events that was read for others; spares reading it again. One that holds nothing for the reactor is passed at once. */
  offer(after: Position, page: EventPage): void {
    // Whoever is behind would keep every page that comes meanwhile.
    if (this.underWay > 0) return;
    const { reactor, opener } = this.options;
    const { types } = reactor;
    // It is read again, up to what is known of it.
    if (knownPart(opener.known, after, page).newer) return;
    const events = page.events.filter(({ type }) => types.includes(type));
    void this.inTurn(async () => {
      if (this.held?.position !== after) return;
      if (events.length === 0) this.held.position = page.next;
      else if (events.length <= PAGE) this.offered = { after, page: { ...page, events } };
    });
  }

  /** Reacts to everything committed so far, when the lease is this worker's. One call at a time. */
  pull(): Promise<void> {
    return this.inTurn(async () => {
      for (let attempt = 1; ; attempt++)
        try {
          return await this.pullNow();
        } catch (error) {
          this.forget();
          if (!(error instanceof Fenced) || attempt === FENCED_AT_MOST) throw error;
        }
    });
  }

  /** Begins no other reaction: what is left of the page is reacted to by whoever comes next, and so is once more what was done of it. */
  halt(): void {
    this.halted = true;
  }

  release(): Promise<void> {
    return this.inTurn(() => this.letGo());
  }

  private async letGo(): Promise<void> {
    const { held } = this;
    this.forget();
    if (!held) return;
    // Somebody else may hold it by now: what was passed over is then passed over again.
    await this.save(held, []).catch(() => undefined);
    await this.options.checkpoints.release([held.checkpoint]);
  }

  /** Leases may be free that this worker did not know of. */
  lookForLease(): void {
    this.leasesSeen = -Infinity;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    const result = this.tail.then(work).finally(() => (this.underWay -= 1));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private forget(): void {
    this.held = undefined;
    this.leasesSeen = -Infinity;
  }

  private async refreshLease(): Promise<void> {
    const { checkpoints, shares, reactor, pool } = this.options;
    if (performance.now() - this.leasesSeen < checkpoints.leaseMs / 3) return;
    this.leasesSeen = performance.now();
    if (this.held && (await checkpoints.renew([this.held.checkpoint])).length === 0) this.held = undefined;
    if (this.held || !(await this.standstill.isOver())) return;
    await shares.look(shares.lookMs / 2);
    const [checkpoint] = await checkpoints.acquire(
      'reactor',
      shares.due('reactor').filter(({ name }) => name === reactor.name),
    );
    if (!checkpoint) return;
    const { position } = checkpoint;
    const [parked = new Set<string>()] = await parkedPartitions(pool, [checkpoint]);
    this.held = { checkpoint, position, saved: position, savedAt: performance.now(), parked };
  }

  private async pullNow(): Promise<void> {
    for (;;) {
      await this.refreshLease();
      const { held } = this;
      if (!held) return;
      await this.options.giveWay();
      const before = held.position;
      const { page, newer } = await this.read(before);
      const parked = await this.reactTo(page.events, held);
      if (this.halted) return;
      if (!parked) continue;
      held.position = page.next;
      // What was only passed over need not be written down at once.
      if (page.events.length > 0 || performance.now() - held.savedAt >= this.options.checkpoints.leaseMs / 3)
        await this.save(held, parked);
      if (newer) {
        this.standstill.at(newer);
        return this.letGo();
      }
      // Behind a transaction that still runs the subscription looks again, and rings.
      if (page.atHead || (page.events.length === 0 && page.next === before)) return;
    }
  }

  /** Up to what only a newer version knows, and that. */
  private async read(after: Position): Promise<ReturnType<typeof knownPart>> {
    const { offered } = this;
    this.offered = undefined;
    if (offered?.after === after) return { page: offered.page };
    const { store, reactor, opener } = this.options;
    const { known } = opener;
    const filter = { types: reactor.types, ...(known && { orOtherThan: [...known.keys()] }) };
    const { page, newer } = knownPart(known, after, await store.readAll(after, PAGE, filter));
    return { page, ...(newer && { newer }) };
  }

  /**
   * Partitions side by side, the events of one in their order; answers what is put aside. Undefined when the lease changed hands on the way:
   * what is left of the page is the other's. Throws when the world around is away: the page is reacted to again once it is back.
   */
  private async reactTo(events: readonly StoredEvent[], held: Held): Promise<readonly ParkedRow[] | undefined> {
    const partitions = new Map<string, { readonly event: StoredEvent; readonly partition: string }[]>();
    for (const event of events) {
      const partition = this.options.reactor.partitionOf?.(event) ?? event.stream;
      const key = partitionKey(event.tenant, partition);
      const own = partitions.get(key) ?? [];
      own.push({ event, partition });
      partitions.set(key, own);
    }
    const parked: ParkedRow[] = [];
    const waiting = [...partitions];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [key, own] = next;
        for (const { event, partition } of own) {
          // A reactor may take longer over a page than the lease lasts.
          await this.refreshLease();
          if (this.held !== held || this.halted) return;
          const error = held.parked.has(key) ? null : await this.react(event);
          if (error === undefined) continue;
          held.parked.add(key);
          parked.push({ event, partition, error });
        }
      }
    };
    const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    if (this.held !== held || this.halted) return undefined;
    const order = new Map(events.map(({ id }, index) => [id, index]));
    return parked.sort((a, b) => (order.get(a.event.id) ?? 0) - (order.get(b.event.id) ?? 0));
  }

  /** The code of the failure when it is the event's; throws when the world around is away, after noting what was done. */
  private async react(event: StoredEvent): Promise<string | undefined> {
    let failure: unknown;
    for (const delay of [0, ...RETRIES_MS]) {
      if (delay > 0) await sleep(delay);
      try {
        const { opener, reactor } = this.options;
        const [decoded] = reactor.clearOnly ? [opener.clear(event)] : await decodeEach(opener, [event]);
        if (!decoded || isFailure(decoded)) return failureCode(decoded?.failure);
        await reactor.react(decoded);
        return undefined;
      } catch (error) {
        failure = error;
      }
    }
    if (isPassing(failure)) throw failure;
    return failureCode(failure);
  }

  private async save(held: Held, parked: readonly ParkedRow[]): Promise<void> {
    const { saved: from, position: to } = held;
    held.savedAt = performance.now();
    if (from === to) return;
    const { pool, checkpoints } = this.options;
    await inTransaction(pool, async (client) => {
      await checkpoints.advance(client, [{ ...held.checkpoint, from, to }]);
      await insertParked(client, held.checkpoint, parked);
    });
    held.saved = to;
  }
}
