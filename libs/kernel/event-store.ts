import { type EventToAppend, type Position, type StoredEvent } from './event.js';

/** The revision the writer believes the stream has; there is no default, an append always says. */
export type ExpectedRevision = 'noStream' | 'any' | number;

export interface AppendRequest {
  readonly tenant: string;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  /** At least one; all of them are stored, in order, or none. */
  readonly events: readonly EventToAppend[];
}

/**
 * `appended`: stored, or stored earlier by the same command (`duplicate`), with the first result.
 * `conflict`: the stream is not at the expected revision; `actual` is -1 when it does not exist.
 */
export type AppendResult =
  | {
      readonly outcome: 'appended';
      readonly revision: number;
      readonly position: Position;
      readonly duplicate: boolean;
    }
  | { readonly outcome: 'conflict'; readonly actual: number };

export interface ReadStreamOptions {
  /** First revision to read, inclusive; default the beginning (or the end, backwards). */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
}

/** What a reader of all events wants; every field narrows. */
export interface EventFilter {
  readonly tenant?: string;
  /** Stream kinds: `trajectory` matches `trajectory-…`. */
  readonly aggregates?: readonly string[];
  readonly types?: readonly string[];
  /** Widens again: also what is of none of these types, whatever aggregates and types say. For readers that must not pass over what they do not know. */
  readonly orOtherThan?: readonly string[];
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Pass as `after` to read on. Moves past events the filter left out. */
  readonly next: Position;
  /** True when nothing committed lies beyond `next`. */
  readonly atHead: boolean;
}

export interface Subscription {
  /** Resolves when delivery has stopped; no handler call is under way any more. */
  stop(): Promise<void>;
  /** Rejects when the subscription failed for good; resolves after `stop`. */
  readonly done: Promise<void>;
}

/**
 * A store with a server of its own that stays away: the same call may succeed later. Of an append nobody knows whether it is stored; under the
 * same command it is stored once. A store in the database of the read models throws what that one says.
 */
export class EventStoreAwayError extends Error {}

export interface EventStore {
  /** Never throws on a conflict; throws when the store cannot be reached, and then nothing is known to be stored. */
  append(request: AppendRequest): Promise<AppendResult>;
  /** An unknown stream reads as empty. */
  readStream(tenant: string, stream: string, options?: ReadStreamOptions): Promise<readonly StoredEvent[]>;
  /** -1 when the stream does not exist. */
  revisionOf(tenant: string, stream: string): Promise<number>;
  /**
   * Events in the store's order, strictly after the position; `START` reads from the beginning. A store looks at only so much of its log for one page:
   * it may hold fewer than the limit, or none, before the head. Whoever wants all reads on until `atHead`.
   */
  readAll(after: Position, limit: number, filter?: EventFilter): Promise<EventPage>;
  /** The position after everything committed so far. */
  head(): Promise<Position>;
  compare(a: Position, b: Position): number;
  /**
   * Calls the handler with batches in order, one call at a time, at least once each, first what is stored, then what
   * arrives. `caughtUp` (an empty batch is never passed) tells the handler that it has seen all there was.
   */
  subscribe(after: Position, filter: EventFilter, handler: (page: EventPage) => Promise<void>): Subscription;
  /** Removes nothing that others hold open: closes what the adapter opened itself. */
  close(): Promise<void>;
}

/** The position before the first event, in every adapter. */
export const START: Position = '';
