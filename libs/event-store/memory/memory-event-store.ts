import {
  START,
  type AppendRequest,
  type AppendResult,
  type EventFilter,
  type EventPage,
  type EventStore,
  type Position,
  type ReadStreamOptions,
  type StoredEvent,
  type StoredPayload,
  type Subscription,
} from '@overstap/kernel';
import { InvalidAppendError, serialise } from '../append-limits.js';
import { Arrivals } from '../arrivals.js';
import { passes } from '../filter.js';
import { follow, OpenSubscriptions } from '../subscription.js';

const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
const numberOf = (position: Position): number => (position === START ? 0 : Number(position));

/** The event store for unit tests: the same answers as the real ones, nothing survives the process. */
export class MemoryEventStore implements EventStore {
  /** Position n is at index n - 1. */
  readonly #log: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #byId = new Map<string, StoredEvent>();
  readonly #arrivals = new Arrivals();
  readonly #subscriptions = new OpenSubscriptions();

  async append(request: AppendRequest): Promise<AppendResult> {
    const { payloads } = serialise(request);
    const { tenant, stream, expected, events } = request;
    const known = events.map((event) => this.#byId.get(keyOf(tenant, event.id)));
    if (known.some((event) => event)) return this.#again(request, known);
    const key = keyOf(tenant, stream);
    const history = this.#streams.get(key) ?? [];
    const actual = history.length - 1;
    if (expected !== 'any' && actual !== (expected === 'noStream' ? -1 : expected))
      return { outcome: 'conflict', actual };
    events.forEach((event, index) => {
      // Stored as text and parsed again: neither the writer's object nor a value that JSON cannot hold leaks into the log.
      const data = JSON.parse(payloads[index]?.data ?? '{}') as StoredPayload['data'];
      const position = String(this.#log.length + 1);
      const stored = {
        ...event,
        data,
        sealed: { ...event.sealed },
        tenant,
        stream,
        revision: history.length,
        position,
      };
      this.#log.push(stored);
      history.push(stored);
      this.#byId.set(keyOf(tenant, event.id), stored);
    });
    this.#streams.set(key, history);
    this.#arrivals.signal();
    return { outcome: 'appended', revision: history.length - 1, position: String(this.#log.length), duplicate: false };
  }

  #again({ tenant, stream }: AppendRequest, known: readonly (StoredEvent | undefined)[]): AppendResult {
    const first = known[0];
    if (!first || first.stream !== stream)
      throw new InvalidAppendError(`The append to ${stream} repeats the id of an event of another append.`);
    const history = this.#streams.get(keyOf(tenant, stream)) ?? [];
    const last = history.findLast((event) => event.command === first.command) ?? first;
    return { outcome: 'appended', revision: last.revision, position: last.position, duplicate: true };
  }

  async readStream(tenant: string, stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    const { from, direction = 'forwards', limit = Infinity } = options;
    const history = this.#streams.get(keyOf(tenant, stream)) ?? [];
    const wanted =
      direction === 'forwards'
        ? history.filter((event) => event.revision >= (from ?? 0))
        : history.filter((event) => event.revision <= (from ?? Infinity)).reverse();
    return wanted.slice(0, limit);
  }

  async revisionOf(tenant: string, stream: string): Promise<number> {
    return (this.#streams.get(keyOf(tenant, stream))?.length ?? 0) - 1;
  }

  async readAll(after: Position, limit: number, filter: EventFilter = {}): Promise<EventPage> {
    const events: StoredEvent[] = [];
    let index = numberOf(after);
    for (; index < this.#log.length && events.length < limit; index++) {
      const event = this.#log[index];
      if (event && passes(filter, event)) events.push(event);
    }
    return { events, next: index === 0 ? START : String(index), atHead: index >= this.#log.length };
  }

  async head(): Promise<Position> {
    return this.#log.at(-1)?.position ?? START;
  }

  compare(a: Position, b: Position): number {
    return Math.sign(numberOf(a) - numberOf(b));
  }

  subscribe(after: Position, filter: EventFilter, handler: (page: EventPage) => Promise<void>): Subscription {
    const subscription = follow(this, {
      after,
      filter,
      handler,
      arrivals: this.#arrivals,
      pollMs: () => 1000,
      isPassing: () => false,
    });
    return this.#subscriptions.add(subscription);
  }

  async close(): Promise<void> {
    await this.#subscriptions.stop();
  }
}
