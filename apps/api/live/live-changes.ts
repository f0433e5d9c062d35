import {
  type AggregateName,
  backOff,
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
  /** More than is known piece by piece: whoever is told this asks for everything again. */
  readonly everything?: true;
}

export type Listener = (changes: Changes) => void;

/** More at once than this, and it is shorter to ask for everything again. */
export const MOST_CHANGES = 200;
/** How far back whoever was away is told what they missed; beyond it they ask for everything again. */
const MOST_MISSED = 5_000;
const PAGE = 1_000;
/** How long until it hears again after the hearing ended, doubled each time that it does not go on. */
const AGAIN_MS = { first: 100, most: 5_000 };

export interface LiveParts {
  readonly store: Pick<EventStore, 'head' | 'readAll' | 'subscribe' | 'compare'>;
  /** Until the read models have seen a position, so that who asks at once finds what changed. */
  waitFor(position: Position): Promise<unknown>;
  /** Looks anew at what changed, once for all who listen: whom it reaches may be what changed. */
  refresh(tenant: string, changed: readonly Change[]): Promise<unknown>;
  report(error: unknown): void;
}

/** Hears of every event once, and tells all who listen in this process which things of their agency changed. Begins again by itself while anybody listens. */
export class LiveChanges {
  private readonly listeners = new Map<Listener, string>();
  private subscription: Promise<Subscription> | undefined;
  /** Up to where those who listen were told when the hearing ended; undefined before it began. */
  private told: Position | undefined;
  private failures = 0;
  private waiting: NodeJS.Timeout | undefined;

  constructor(private readonly parts: LiveParts) {}

  /** Everything that is stored once this is answered is told; the answer stops it. The first to listen starts the hearing. */
  async listen(tenant: string, listener: Listener): Promise<() => void> {
    this.listeners.set(listener, tenant);
    try {
      await this.heard();
    } catch (error) {
      this.listeners.delete(listener);
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
    clearTimeout(this.waiting);
    const subscription = await this.subscription?.catch(() => undefined);
    await subscription?.stop();
  }

  private heard(): Promise<Subscription> {
    if (this.subscription) return this.subscription;
    const begun = this.hear();
    this.subscription = begun;
    begun.catch(() => (this.subscription = undefined));
    return begun;
  }

  private async hear(): Promise<Subscription> {
    const { store, report } = this.parts;
    const from = await store.head();
    if (this.told !== undefined) await this.tellMissed(this.told);
    this.told = from;
    const subscription = store.subscribe(from, {}, async (page) => {
      if (this.listeners.size > 0) await this.tell(page);
      this.told = page.next;
      this.failures = 0;
    });
    subscription.done.catch((error: unknown) => {
      this.subscription = undefined;
      report(error);
      this.hearAgain();
    });
    return subscription;
  }

  private hearAgain(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(
      () => {
        // Where nobody listens any more nobody missed anything, and whoever comes next begins anew.
        if (this.listeners.size === 0) this.told = undefined;
        else this.heard().catch(() => this.hearAgain());
      },
      backOff(AGAIN_MS, this.failures++),
    ).unref();
  }

  /** Whatever cannot be told piece by piece is asked for anew, so that one thing that fails again and again keeps nothing else from being told. */
  private async tellMissed(after: Position): Promise<void> {
    for (const tenant of new Set(this.listeners.values())) {
      const missed = await this.missedSince(tenant, after);
      const told = missed && (await this.refreshed(tenant, missed.changed)) ? missed : undefined;
      if (told?.changed.length === 0) continue;
      // Where the store is away this fails too, and all is told later: nobody asks it for everything now.
      this.tellAll(tenant, told ?? { changed: [], upTo: await this.head(), everything: true });
    }
  }

  private async refreshed(tenant: string, changed: readonly Change[]): Promise<boolean> {
    try {
      if (changed.length <= MOST_CHANGES) await this.parts.refresh(tenant, changed);
      return true;
    } catch (error) {
      this.parts.report(error);
      return false;
    }
  }

  private tellAll(tenant: string, changes: Changes): void {
    for (const [listener, of] of this.listeners) if (of === tenant) listener(changes);
  }

  private async tell(page: EventPage): Promise<void> {
    await this.parts.waitFor(page.next);
    for (const tenant of new Set(this.listeners.values())) {
      const changed = changesIn(page, tenant);
      if (changed.length === 0) continue;
      if (changed.length <= MOST_CHANGES) await this.parts.refresh(tenant, changed);
      this.tellAll(tenant, { changed, upTo: page.next });
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
