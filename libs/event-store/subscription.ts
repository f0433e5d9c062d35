import {
  backOff,
  type EventFilter,
  type EventPage,
  type EventStore,
  type Position,
  type Subscription,
} from '@overstap/kernel';
import { type Arrivals } from './arrivals.js';

export interface FollowOptions {
  readonly after: Position;
  readonly filter: EventFilter;
  readonly handler: (page: EventPage) => Promise<void>;
  readonly arrivals: Arrivals;
  /** How long to sleep when nobody signals. */
  readonly pollMs: () => number;
  /** Whether a failed read may succeed later; the follower then waits and reads on from where it was. */
  readonly isPassing: (error: unknown) => boolean;
  readonly onTrouble?: ((error: unknown) => void) | undefined;
}

const PAGE = 1000;
const RETRY_MS = { first: 50, most: 2000 };
/** Committed events behind a transaction that still runs: nobody signals its end, so look often, at first. */
const UNSETTLED_MS = { first: 2, most: 50 };

/** Follows a store through `readAll`: what is stored, then what arrives. A handler that throws ends it for good. */
export function follow(store: Pick<EventStore, 'readAll'>, options: FollowOptions): Subscription {
  const { filter, handler, arrivals } = options;
  let stopped = false;

  const run = async (): Promise<void> => {
    let position = options.after;
    let failures = 0;
    let waits = 0;
    while (!stopped) {
      const seen = arrivals.count;
      let page: EventPage;
      try {
        page = await store.readAll(position, PAGE, filter);
        failures = 0;
      } catch (error) {
        if (stopped) return;
        if (!options.isPassing(error)) throw error;
        options.onTrouble?.(error);
        await arrivals.after(seen, backOff(RETRY_MS, failures++));
        continue;
      }
      if (stopped) return;
      const moved = page.next !== position;
      if (page.events.length > 0) await handler(page);
      position = page.next;
      if (page.atHead) {
        waits = 0;
        await arrivals.after(seen, options.pollMs());
      } else if (!moved) await arrivals.after(seen, backOff(UNSETTLED_MS, waits++));
    }
  };

  const done = run();
  return {
    done,
    stop: async () => {
      stopped = true;
      arrivals.signal();
      await done.catch(() => undefined);
    },
  };
}

/** Those that a store has given out and that have not ended. */
export class OpenSubscriptions {
  readonly #open = new Set<Subscription>();

  add(subscription: Subscription): Subscription {
    this.#open.add(subscription);
    const forget = (): void => void this.#open.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#open].map((subscription) => subscription.stop()));
  }
}
