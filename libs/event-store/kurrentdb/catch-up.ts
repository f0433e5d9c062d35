import { type AllStreamSubscription, START as FIRST, streamNameFilter } from '@kurrent/kurrentdb-client';
import {
  backOff,
  type EventFilter,
  type EventPage,
  type Position,
  type StoredEvent,
  type Subscription,
} from '@overstap/kernel';
import { Arrivals } from '../arrivals.js';
import { passes } from '../filter.js';
import { isPassing } from './failures.js';
import { placeOf, positionOf, type Place } from './place.js';
import { toStored } from './recorded.js';
import { type RenewableClient } from './renewable-client.js';
import { prefixOf } from './stream-name.js';

export interface CatchUpOptions {
  readonly after: Position;
  readonly filter: EventFilter;
  readonly handler: (page: EventPage) => Promise<void>;
  readonly client: RenewableClient;
  readonly refuseBeyondTheLog: (after: Place | undefined) => Promise<void>;
  /** Hears of every drop that is lived through. */
  readonly onTrouble: (error: unknown) => void;
}

const PAGE = 1000;
const RETRY_MS = { first: 50, most: 5000 };
/** While it catches up, how long a page that is not full waits for more, or for word that there is no more. */
const FILL_MS = 200;
/** Nobody signals a subscription that silently stopped existing; nothing is done then but to look whether to stop. */
const IDLE_MS = 60_000;

/** Follows `$all` from a position. The server reconnects nothing: after every drop it is asked again from the last event handled. */
export function catchUp(options: CatchUpOptions): Subscription {
  const arrivals = new Arrivals();
  let stopped = (): void => undefined;
  const state = { stopped: false, whenStopped: new Promise<void>((resolve) => (stopped = resolve)) };
  const done = follow(options, state, arrivals);
  return {
    done,
    stop: async () => {
      state.stopped = true;
      stopped();
      arrivals.signal();
      await done.catch(() => undefined);
    },
  };
}

async function follow(
  options: CatchUpOptions,
  state: { readonly stopped: boolean; readonly whenStopped: Promise<void> },
  arrivals: Arrivals,
): Promise<void> {
  let place = placeOf(options.after);
  let failures = 0;
  while (!state.stopped) {
    const from = place;
    try {
      // A frozen server may leave it unanswered for longer than whoever stops has time.
      await Promise.race([options.refuseBeyondTheLog(place), state.whenStopped]);
      if (state.stopped) return;
      const feed = new Feed(options, place, arrivals);
      try {
        for await (const { page, reached } of feed.pages(state)) {
          if (page.events.length > 0) await handled(options.handler(page));
          place = reached;
          failures = 0;
        }
      } finally {
        await feed.end();
      }
    } catch (error) {
      if (error instanceof HandlerFailure) throw error.cause;
      if (state.stopped) return;
      if (!isPassing(error)) throw error;
      options.onTrouble(error);
      const wait = backOff(RETRY_MS, place === from ? failures++ : 0);
      await arrivals.after(arrivals.count, wait);
    }
  }
}

/** What the handler throws ends the subscription, whatever it looks like. */
class HandlerFailure extends Error {}

async function handled(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    throw new HandlerFailure('The handler failed.', { cause: error });
  }
}

/** One subscription of the client, until it drops. */
class Feed {
  readonly #subscription: AllStreamSubscription;
  #buffer: StoredEvent[] = [];
  #dropped: { readonly error: unknown } | undefined;
  /** Everything that was stored when the subscription began has come. */
  #live = false;
  /** A record or checkpoint of the server beyond the last event that passed the filter. */
  #seen: Place | undefined;

  constructor(
    options: CatchUpOptions,
    private reached: Place | undefined,
    private readonly arrivals: Arrivals,
  ) {
    this.#subscription = options.client.current.subscribeToAll({
      fromPosition: reached ?? FIRST,
      filter: streamNameFilter({
        prefixes: prefixesOf(options.filter),
        checkpointInterval: 1,
        // Awaited by the client, which hangs when it throws: it only remembers.
        checkpointReached: async (_, position) => this.#remember(position),
      }),
    });
    const drop = (error: unknown): void => {
      // The end that follows an error would cut short the wait before the next attempt.
      if (this.#dropped) return;
      this.#dropped = { error };
      this.arrivals.signal();
    };
    this.#subscription
      .on('data', ({ event }) => {
        try {
          const stored = event && toStored(event);
          if (stored && passes(options.filter, stored)) this.#buffer.push(stored);
          else if (event?.position && this.#isIdle) this.#remember(event.position);
        } catch (error) {
          drop(error);
        }
        if (this.#buffer.length >= 2 * PAGE) this.#subscription.pause();
        // Whoever waits for a full page is not woken for every event of it.
        if (this.#live || this.#dropped || this.#buffer.length < 2 || this.#buffer.length >= PAGE)
          this.arrivals.signal();
      })
      .on('caughtUp', () => {
        this.#live = true;
        this.arrivals.signal();
      })
      .on('error', drop);
    for (const event of ['end', 'close'] as const)
      this.#subscription.on(event, () =>
        drop(Object.assign(new Error('KurrentDB ended the subscription.'), { type: 'cancelled' })),
      );
  }

  /** Nothing that passed the filter waits: the server's own marks are behind nothing undelivered. */
  get #isIdle(): boolean {
    return this.#buffer.length === 0 && this.#subscription.readableLength === 0;
  }

  #remember(place: Place): void {
    if (this.#isIdle && place.commit > (this.#seen?.commit ?? -1n)) this.#seen = place;
  }

  async *pages(state: { readonly stopped: boolean }): AsyncGenerator<{ page: EventPage; reached: Place | undefined }> {
    let waitedToFill = false;
    while (!state.stopped) {
      const count = this.arrivals.count;
      if (this.#buffer.length === 0) {
        if (this.#dropped) throw this.#dropped.error;
        if (this.#seen && this.#seen.commit > (this.reached?.commit ?? -1n)) {
          this.reached = this.#seen;
          yield { page: { events: [], next: positionOf(this.reached), atHead: this.#live }, reached: this.reached };
          continue;
        }
        await this.arrivals.after(count, IDLE_MS);
      } else if (!this.#live && this.#buffer.length < PAGE && !this.#dropped && !waitedToFill) {
        waitedToFill = await this.#filled();
      } else {
        waitedToFill = false;
        yield this.#take();
      }
    }
  }

  /** Waits a moment for a full page, or for the end of what was stored. */
  async #filled(): Promise<true> {
    for (const until = performance.now() + FILL_MS; ;) {
      const count = this.arrivals.count;
      const left = until - performance.now();
      if (left <= 0 || this.#live || this.#dropped || this.#buffer.length >= PAGE) return true;
      await this.arrivals.after(count, left);
    }
  }

  #take(): { page: EventPage; reached: Place | undefined } {
    const events = this.#buffer.splice(0, PAGE);
    const next = events.at(-1)?.position ?? '';
    this.reached = placeOf(next);
    const atHead = this.#live && this.#isIdle;
    if (this.#subscription.isPaused()) this.#subscription.resume();
    return { page: { events, next, atHead }, reached: this.reached };
  }

  /** Leaving the loop leaves the call open: it ends only when it is told to. */
  async end(): Promise<void> {
    this.#subscription.removeAllListeners('data').on('error', () => undefined);
    await this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }
}

/** The server narrows by the beginning of stream names; what that leaves in is left out here. */
function prefixesOf({ tenant, aggregates }: EventFilter): string[] {
  const prefix = prefixOf(tenant);
  return tenant === undefined || !aggregates?.length ? [prefix] : aggregates.map((aggregate) => prefix + aggregate);
}
