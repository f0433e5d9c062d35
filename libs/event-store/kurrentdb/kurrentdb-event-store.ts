import { NO_STREAM } from '@kurrent/kurrentdb-client';
import {
  type AppendRequest,
  type AppendResult,
  type EventFilter,
  type EventPage,
  type EventStore,
  type Position,
  type ReadStreamOptions,
  type StoredEvent,
  type Subscription,
} from '@overstap/kernel';
import { InvalidAppendError, serialise } from '../append-limits.js';
import { passes } from '../filter.js';
import { OpenSubscriptions } from '../subscription.js';
import { catchUp } from './catch-up.js';
import { inTime, orAway } from './failures.js';
import { GatheringWriter } from './gathering-writer.js';
import { KnownStreams, type KnownStream } from './known-streams.js';
import { OneAtATime } from './one-at-a-time.js';
import { comparePositions, placeOf, positionOf } from './place.js';
import { Reader } from './reader.js';
import { toSend } from './recorded.js';
import { RenewableClient } from './renewable-client.js';
import { nameOf } from './stream-name.js';
import { Writer } from './writer.js';

export interface KurrentDbEventStoreOptions {
  /** Hears of failures that the store lives through: a dropped subscription, an append that is sent again. */
  readonly onTrouble?: (error: unknown) => void;
  /** How long an append may take before its outcome counts as unknown. */
  readonly appendTimeoutMs?: number;
  readonly readTimeoutMs?: number;
  /** How long an append whose outcome is unknown is sent again. */
  readonly giveUpMs?: number;
}

/** A program that is to end does not wait longer for a server that hangs. */
const CLOSES_WITHIN_MS = 2_000;
/** Appends that expect any revision and lose a race to another process begin again this often. */
const MOST_RACES = 100;

/**
 * Events in KurrentDB. A command is recognised by the ids in its stream, so a stream is known from its beginning before a revision is
 * claimed on it; other streams are not searched for an id. Two processes that run the same command at the same moment may both be told
 * that they stored it: it is stored once.
 */
export class KurrentDbEventStore implements EventStore {
  readonly #clients: {
    readonly writing: RenewableClient;
    readonly reading: RenewableClient;
    readonly following: RenewableClient;
  };
  readonly #reader: Reader;
  readonly #writer: GatheringWriter;
  readonly #streams = new KnownStreams();
  readonly #turns = new OneAtATime();
  readonly #subscriptions = new OpenSubscriptions();
  readonly #onTrouble: (error: unknown) => void;
  /** What lies at or before it was stored before the append that is being answered was sent. */
  #head: Position = '';
  #closed = false;

  private constructor(url: string, options: KurrentDbEventStoreOptions) {
    const {
      onTrouble = () => undefined,
      appendTimeoutMs = 10_000,
      readTimeoutMs = 10_000,
      giveUpMs = 30_000,
    } = options;
    this.#onTrouble = onTrouble;
    this.#clients = {
      writing: new RenewableClient(url),
      reading: new RenewableClient(url),
      following: new RenewableClient(url),
    };
    this.#reader = new Reader(this.#clients.reading, readTimeoutMs);
    const writer = new Writer(this.#clients.writing, { timeoutMs: appendTimeoutMs, giveUpMs, onTrouble });
    this.#writer = new GatheringWriter(writer, this.#clients.writing, { timeoutMs: appendTimeoutMs, onTrouble });
  }

  /** Throws EventStoreAwayError when the server does not answer. */
  static async open(url: string, options: KurrentDbEventStoreOptions = {}): Promise<KurrentDbEventStore> {
    const store = new KurrentDbEventStore(url, options);
    try {
      await store.head();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    if (this.#closed) throw new Error('The event store is closed; nothing was stored.');
    const { bytes } = serialise(request);
    const events = toSend(request);
    const name = nameOf(request.tenant, request.stream);
    return this.#turns.run(name, async () => {
      for (let races = 0; ; races++) {
        const known = await this.#knownFor(name, request);
        const again = resultIn(known, request);
        if (again) return again;
        const expected = request.expected === 'any' ? known.revision : request.expected;
        const before = this.#head;
        const state = expected === 'noStream' || expected === -1 ? NO_STREAM : BigInt(expected);
        const written = await this.#writer.write({ name, events, state }, bytes);
        if (written !== 'conflict') {
          const position = positionOf(written.place);
          if (comparePositions(position, before) <= 0) return this.#stored(name, request);
          this.#advance(position);
          this.#learnOwn(name, known, request, written.revision, position);
          return { outcome: 'appended', revision: written.revision, position, duplicate: false };
        }
        const now = await this.#refreshed(name);
        const found = resultIn(now, request);
        if (found) return found;
        if (request.expected !== 'any') return { outcome: 'conflict', actual: now.revision };
        if (races === MOST_RACES)
          throw new Error('The stream is written by too many at once; nothing was stored, send again.');
      }
    });
  }

  /** A new stream is claimed without a look: the server itself recognises the same ids at its beginning. */
  async #knownFor(name: string, { expected }: AppendRequest): Promise<KnownStream> {
    const known = this.#streams.of(name);
    if (expected === 'noStream' || (expected === 'any' ? known.revision >= 0 : known.revision >= expected))
      return known;
    return this.#refreshed(name);
  }

  async #refreshed(name: string): Promise<KnownStream> {
    const from = this.#streams.of(name).revision + 1;
    const events = await this.#readStream(name, { from });
    this.#learn(name, events, from);
    return this.#streams.of(name);
  }

  /** The server answered with an earlier result: which, and where its command ended, the stream says. */
  async #stored(name: string, request: AppendRequest): Promise<AppendResult> {
    const known = await this.#refreshed(name);
    return resultIn(known, request) ?? { outcome: 'conflict', actual: known.revision };
  }

  #learn(name: string, events: readonly StoredEvent[], from: number): void {
    if (events.length === 0) return;
    const known = this.#streams.of(name);
    known.learn(events, from === 0);
    this.#streams.keep(name, known);
    const last = events.reduce((a, b) => (a.revision > b.revision ? a : b));
    this.#advance(last.position);
  }

  #learnOwn(name: string, known: KnownStream, request: AppendRequest, revision: number, position: Position): void {
    const first = revision - request.events.length + 1;
    known.learn(
      request.events.map(({ id, command }, index) => ({ id, command, revision: first + index, position })),
      first === 0,
    );
    this.#streams.keep(name, known);
  }

  #advance(position: Position): void {
    if (comparePositions(position, this.#head) > 0) this.#head = position;
  }

  async readStream(tenant: string, stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    const name = nameOf(tenant, stream);
    const events = await this.#readStream(name, options);
    if (options.direction !== 'backwards') this.#learn(name, events, options.from ?? 0);
    return events;
  }

  #readStream(name: string, options: ReadStreamOptions): Promise<StoredEvent[]> {
    return orAway(`a read of ${name}`, this.#reader.stream(name, options));
  }

  async revisionOf(tenant: string, stream: string): Promise<number> {
    const [last] = await this.readStream(tenant, stream, { direction: 'backwards', limit: 1 });
    return last?.revision ?? -1;
  }

  async readAll(after: Position, limit: number, filter: EventFilter = {}): Promise<EventPage> {
    const page = this.#reader.all(after, limit, (event) => passes(filter, event));
    return orAway('a read of the log', page);
  }

  async head(): Promise<Position> {
    const head = await orAway('a read of its end', this.#reader.head());
    this.#advance(head);
    return head;
  }

  compare(a: Position, b: Position): number {
    return comparePositions(a, b);
  }

  subscribe(after: Position, filter: EventFilter, handler: (page: EventPage) => Promise<void>): Subscription {
    placeOf(after);
    const subscription = catchUp({
      after,
      filter,
      handler,
      client: this.#clients.following,
      refuseBeyondTheLog: (place) => this.#reader.refuseBeyondTheLog(place),
      onTrouble: this.#onTrouble,
    });
    return this.#subscriptions.add(subscription);
  }

  /** Stops subscriptions and finishes appends that were accepted; those that a server leaves unanswered end as not known. */
  async close(): Promise<void> {
    this.#closed = true;
    const finished = this.#subscriptions.stop().then(() => this.#turns.drained());
    await inTime(CLOSES_WITHIN_MS, 'what was under way at the end', finished).catch((error: unknown) =>
      this.#onTrouble(error),
    );
    await Promise.all(Object.values(this.#clients).map((client) => client.close()));
  }
}

/** The first result of the command, when its stream has it already. Throws when only later ids of the request are known. */
function resultIn(known: KnownStream, { stream, events }: AppendRequest): AppendResult | undefined {
  const [first] = events;
  const result = first && known.resultOf(first.id);
  if (!result && events.some(({ id }) => known.holds(id)))
    throw new InvalidAppendError(
      `The append to ${stream} repeats the id of an event of another append; nothing was stored.`,
    );
  return result;
}
