import { type EventFilter, type EventPage, type EventStore, type Position, type StoredEvent } from '@overstap/kernel';
import { knownPart } from './newer-events.js';
import { type AnyReadModel, type EventOpener } from './read-model.js';

export interface PagesOptions {
  readonly store: EventStore;
  readonly opener: EventOpener;
  /** Events per read, at most. */
  readonly pageSize: number;
  /** Hears of each page that was read and leaves nothing of the log out. */
  readonly wasRead?: (after: Position, page: EventPage) => void;
}

export interface ReadPage {
  readonly page: EventPage;
  /** For so many events at most was asked. */
  readonly size: number;
  /** Before this the page ends, as if the log did: only a newer version knows it. */
  readonly newer: StoredEvent | undefined;
}

/** A page that takes longer than this keeps others waiting: whoever takes over from another begins at the end of one. */
const LONG_MS = 1_000;
/** Where eight processes wait for two processors a page of 50 takes as long as one of 1,000: below this its round trips cost more than its events. */
const SMALLEST = 250;

/** The pages of the log that one follower reads: as long as suits how quickly it folds them, and up to what this version of the program knows. */
export class Pages {
  private size: number;
  private offered: { readonly after: Position; readonly page: EventPage } | undefined;

  constructor(private readonly options: PagesOptions) {
    this.size = options.pageSize;
  }

  /** One that a subscription has brought; spares reading it again. */
  offer(after: Position, page: EventPage): void {
    this.offered = { after, page };
  }

  /** Nothing is in memory yet: the first page takes longest. */
  beginSmall(): void {
    this.offered = undefined;
    this.size = this.smallest;
  }

  /** Hears how long a page took from the one before it on, with everything that it waited for. */
  took({ page, size }: ReadPage, ms: number): void {
    if (ms > LONG_MS) this.size = Math.max(this.smallest, Math.floor(size / 2));
    else if (ms < LONG_MS / 2 && page.events.length >= size) this.size = Math.min(this.options.pageSize, size * 2);
  }

  async next(after: Position, models: readonly AnyReadModel[]): Promise<ReadPage> {
    const { offered, size } = this;
    this.offered = undefined;
    const { store, opener, wasRead } = this.options;
    if (offered?.after === after) return this.known(after, withoutRepeats(store, after, offered.page), size);
    const filter = filterOf(models, opener.known);
    const page = withoutRepeats(store, after, await store.readAll(after, size, filter));
    if (!filter.types && !filter.aggregates) wasRead?.(after, page);
    return this.known(after, page, size);
  }

  private known(after: Position, whole: EventPage, size: number): ReadPage {
    const { page, newer } = knownPart(this.options.opener.known, after, whole);
    return { page, size, newer };
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
