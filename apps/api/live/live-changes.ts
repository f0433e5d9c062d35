import {
  type AggregateName,
  type EventPage,
  type EventStore,
  type Position,
  type Subscription,
} from '@overstap/kernel';

/** What changed, never what it is now: whoever may see it asks. */
export interface Change {
  readonly kind: AggregateName;
  readonly id: string;
}

export interface Changes {
  /** Of one agency, each thing once. */
  readonly changed: readonly Change[];
  /** Everything up to here was told. */
  readonly upTo: Position;
}

export type Listener = (changes: Changes) => void;

/** More at once than this, and it is shorter to ask for everything again. */
export const MOST_CHANGES = 200;
/** How far back whoever was away is told what they missed; beyond it they ask for everything again. */
const MOST_MISSED = 5_000;
const PAGE = 1_000;

export interface LiveParts {
  readonly store: Pick<EventStore, 'head' | 'readAll' | 'subscribe' | 'compare'>;
  /** Until the read models have seen a position, so that who asks at once finds what changed. */
  waitFor(position: Position): Promise<unknown>;
  /** Looks anew at what changed, once for all who listen: whom it reaches may be what changed. */
  refresh(tenant: string, changed: readonly Change[]): Promise<unknown>;
  report(error: unknown): void;
}

/** Hears of every event once, and tells all who listen in this process which things of their agency changed. */
export class LiveChanges {
  private readonly listeners = new Map<Listener, string>();
  private subscription: Promise<Subscription> | undefined;

  constructor(private readonly parts: LiveParts) {}

  /** Everything that is stored once this is answered is told; the answer stops it. The first to listen starts the hearing. */
  async listen(tenant: string, listener: Listener): Promise<() => void> {
    this.listeners.set(listener, tenant);
    try {
      await (this.subscription ??= this.hear());
    } catch (error) {
      this.listeners.delete(listener);
      this.subscription = undefined;
      throw error;
    }
    return () => this.listeners.delete(listener);
  }

  head(): Promise<Position> {
    return this.parts.store.head();
  }

  /** What changed after a position; undefined when that is too long ago, or no position that was ever told. */
  async missedSince(tenant: string, after: Position): Promise<Changes | undefined> {
    const { store } = this.parts;
    const changed: Change[] = [];
    try {
      for (let read = 0, upTo = after; read < MOST_MISSED; read += PAGE) {
        const page = await store.readAll(upTo, PAGE, { tenant });
        changed.push(...changesIn(page, tenant));
        upTo = page.next;
        if (!page.atHead) continue;
        await this.parts.waitFor(upTo);
        return { changed: once(changed), upTo };
      }
    } catch {
      // A position that this store does not know: the same as one that is too long ago.
    }
    return undefined;
  }

  async stop(): Promise<void> {
    this.listeners.clear();
    await (await this.subscription)?.stop();
  }

  private async hear(): Promise<Subscription> {
    const { store, report } = this.parts;
    const subscription = store.subscribe(await store.head(), {}, async (page) => {
      if (this.listeners.size > 0) await this.tell(page);
    });
    subscription.done.catch((error: unknown) => {
      // Whoever listens next begins anew.
      this.subscription = undefined;
      report(error);
    });
    return subscription;
  }

  private async tell(page: EventPage): Promise<void> {
    await this.parts.waitFor(page.next);
    for (const tenant of new Set(this.listeners.values())) {
      const changed = changesIn(page, tenant);
      if (changed.length === 0) continue;
      if (changed.length <= MOST_CHANGES) await this.parts.refresh(tenant, changed);
      for (const [listener, of] of this.listeners) if (of === tenant) listener({ changed, upTo: page.next });
    }
  }
}

const changesIn = ({ events }: EventPage, tenant: string): readonly Change[] =>
  once(events.filter((event) => event.tenant === tenant).map(({ stream }) => changeOf(stream)));

function changeOf(stream: string): Change {
  const dash = stream.indexOf('-');
  return { kind: stream.slice(0, dash) as AggregateName, id: stream.slice(dash + 1) };
}

const once = (changes: readonly Change[]): readonly Change[] => [
  ...new Map(changes.map((change) => [`${change.kind} ${change.id}`, change])).values(),
];
