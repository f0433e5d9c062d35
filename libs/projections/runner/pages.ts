import { type EventFilter, type EventPage, type EventStore, type Position, type StoredEvent } from '@overstap/kernel';
import { knownPart } from './newer-events.js';
import { type AnyReadModel, type EventOpener } from './read-model.js';

export interface PagesOptions {
  readonly store: EventStore;
  readonly opener: EventOpener;
  /** Events per read, at most. */
  readonly pageSize: number;
  /** Hears of each page of all events that is read. */
  readonly read?: (after: Position, page: EventPage) => void;
}

/** A page that takes longer than this keeps others waiting: whoever takes over from another begins at the end of one. */
const LONG_MS = 1_000;
/** Below this a page costs as much as its round trips, however few its events are (measured where eight processes wait for two processors). */
const SMALLEST = 250;

/** The pages of all events that one follower reads: no longer than it copes with in a second, and up to what this version of the program knows. */
export class Pages {
  private size: number;
  private offered: { readonly after: Position; readonly page: EventPage } | undefined;
  /** Before this the last page ended: only a newer version knows it. */
  newer: StoredEvent | undefined;

  constructor(private readonly options: PagesOptions) {
    this.size = options.pageSize;
  }

  /** One that a subscription has brought; spares reading it again. */
  offer(after: Position, page: EventPage): void {
    this.offered = { after, page };
  }

  /** Nothing is in memory yet: the first page takes longest. */
  beginSmall(): void {
    this.size = this.smallest;
  }

  /** Hears how long one took. */
  took(page: EventPage, ms: number): void {
    if (ms > LONG_MS) this.size = Math.max(this.smallest, Math.floor(this.size / 2));
    else if (ms < LONG_MS / 2 && page.events.length >= this.size)
      this.size = Math.min(this.options.pageSize, this.size * 2);
  }

  async next(after: Position, models: readonly AnyReadModel[]): Promise<EventPage> {
    const { offered } = this;
    this.offered = undefined;
    const { store, opener, read } = this.options;
    if (offered?.after === after) return this.known(after, withoutRepeats(store, after, offered.page));
    const filter = filterOf(models, opener.known);
    const page = withoutRepeats(store, after, await store.readAll(after, this.size, filter));
    if (!filter.types && !filter.aggregates) read?.(after, page);
    return this.known(after, page);
  }

  /** The page ends, as if the log did, before what only a newer version knows. */
  private known(after: Position, whole: EventPage): EventPage {
    const { page, newer } = knownPart(this.options.opener.known, after, whole);
    this.newer = newer;
    return page;
  }

  private get smallest(): number {
    return Math.min(SMALLEST, this.options.pageSize);
  }
}

/** What any of the models wants, and what no version known here wrote. */
function filterOf(models: readonly AnyReadModel[], known: EventOpener['known']): EventFilter {
  const union = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined =>
    lists.every((list) => list !== undefined) ? [...new Set(lists.flat())] : undefined;
  const types = union(models.map((model) => model.types));
  const aggregates = union(models.map((model) => model.aggregates));
  if (!types && !aggregates) return {};
  return {
    ...(types && { types }),
    ...(aggregates && { aggregates }),
    ...(known && { orOtherThan: [...known.keys()] }),
  };
}

/** A store may bring an event again; its place tells. */
function withoutRepeats(store: EventStore, after: Position, page: EventPage): EventPage {
  let last = after;
  const events = page.events.filter(({ position }) => {
    const isNew = store.compare(position, last) > 0;
    if (isNew) last = position;
    return isNew;
  });
  return events.length === page.events.length ? page : { ...page, events };
}
