import {
  BACKWARDS,
  END,
  ErrorType,
  FORWARDS,
  START as FIRST,
  type AllStreamResolvedEvent,
  type KurrentDBClient,
  type ResolvedEvent,
} from '@kurrent/kurrentdb-client';
import { START, type EventPage, type Position, type ReadStreamOptions, type StoredEvent } from '@overstap/kernel';
import { BeyondTheLogError, inTime, isOf, isPassing, NoAnswerError, pause } from './failures.js';
import { placeOf, positionOf, type Place } from './place.js';
import { toStored } from './recorded.js';
import { type RenewableClient } from './renewable-client.js';

/** Unbounded reads exhaust memory. */
const PAGE = 1000;
/** A page of the log looks at no more records: at 2,500 to 15,000 a second whoever asks for what is rare has leases of 3 s to renew meanwhile. */
const WINDOW = 4_000;
const ATTEMPTS = 3;
const PAUSE_MS = 100;

/** Reads a page at a time, on a connection of its own. */
export class Reader {
  constructor(
    private readonly client: RenewableClient,
    private readonly timeoutMs: number,
  ) {}

  async stream(name: string, options: ReadStreamOptions = {}): Promise<StoredEvent[]> {
    const { direction = 'forwards', limit = Infinity } = options;
    if (limit <= 0) return [];
    const found: StoredEvent[] = [];
    let from = direction === 'forwards' ? (options.from ?? 0) : await this.#startBackwards(name, options.from);
    while (from >= 0 && found.length < limit) {
      const maxCount = Math.min(PAGE, limit - found.length);
      const records = await this.#streamPage(name, from, direction, maxCount);
      const last = records.at(-1)?.event;
      for (const { event } of records) {
        const stored = event && toStored(event);
        if (stored) found.push(stored);
      }
      if (!last || records.length < maxCount) break;
      from = Number(last.revision) + (direction === 'forwards' ? 1 : -1);
    }
    return found;
  }

  /** From beyond the end a server may read nothing: begin where the stream ends. */
  async #startBackwards(name: string, from: number | undefined): Promise<number> {
    const [last] = await this.#read(`for the end of ${name}`, (client) =>
      client.readStream(name, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }),
    );
    return Math.min(from ?? Infinity, last?.event ? Number(last.event.revision) : -1);
  }

  #streamPage(name: string, from: number, direction: 'forwards' | 'backwards', maxCount: number) {
    return this.#read(`for ${name}`, (client) =>
      client.readStream(name, {
        // The client ignores the direction of a read from the start or the end: the number always says where.
        fromRevision: BigInt(from),
        direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
        maxCount,
      }),
    );
  }

  async head(): Promise<Position> {
    const place = await this.#headPlace();
    return place ? positionOf(place) : START;
  }

  async #headPlace(): Promise<Place | undefined> {
    const [last] = await this.#read('for the end of the log', (client) =>
      // Of its leader: another node of a cluster may not have come as far as what is known of the log.
      client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, requiresLeader: true }),
    );
    return last?.event?.position;
  }

  /** Throws BeyondTheLogError. The server itself would accept such a position, and deliver nothing. */
  async refuseBeyondTheLog(after: Place | undefined): Promise<void> {
    if (after && after.commit > ((await this.#headPlace())?.commit ?? -1n)) throw new BeyondTheLogError();
  }

  /** What passes after the position, whatever of it the server's pages hold. */
  async all(after: Position, limit: number, passes: (event: StoredEvent) => boolean): Promise<EventPage> {
    const events: StoredEvent[] = [];
    let place = placeOf(after);
    for (let looked = 0; ;) {
      const wanted = Math.min(PAGE, Math.max(limit + 1 - events.length, 50), WINDOW + 1 - looked);
      const records = await this.#allPage(place, wanted);
      for (const { event } of records) {
        if (!event?.position) continue;
        // The one beyond a full page shows that there is more, and is left for the next.
        if (events.length >= limit || looked === WINDOW) return page(events, place, after, false);
        place = event.position;
        looked++;
        const stored = toStored(event);
        if (stored && passes(stored)) events.push(stored);
      }
      if (records.length < wanted) return page(events, place, after, true);
    }
  }

  /** Strictly after the place: the server includes the record that lies there. */
  async #allPage(place: Place | undefined, wanted: number): Promise<AllStreamResolvedEvent[]> {
    const asked = place ? wanted + 1 : wanted;
    try {
      const records = await this.#read('for the log', (client) =>
        client.readAll({ direction: FORWARDS, fromPosition: place ?? FIRST, maxCount: asked }),
      );
      // The record at the place comes first; where there is none, the log may end before it, and the server says nothing of that.
      if (place && records.length === 0) await this.refuseBeyondTheLog(place);
      return place ? records.filter(({ event }) => event?.position?.commit !== place.commit) : records;
    } catch (error) {
      // A place that is not on a record answers as if the server were away.
      if (isOf(error, ErrorType.UNAVAILABLE)) await this.refuseBeyondTheLog(place);
      throw error;
    }
  }

  async #read<E extends ResolvedEvent | AllStreamResolvedEvent>(
    what: string,
    open: (client: KurrentDBClient) => AsyncIterable<E>,
  ): Promise<E[]> {
    for (let attempt = 1; ; attempt++) {
      const client = this.client.current;
      try {
        return await inTime(this.timeoutMs, `a read ${what}`, (moved) => collect(open(client), moved));
      } catch (error) {
        if (isOf(error, ErrorType.STREAM_NOT_FOUND)) return [];
        if (isOf(error, ErrorType.STREAM_DELETED))
          throw new Error(`A read ${what} found a tombstone: the stream was deleted in KurrentDB for good.`, {
            cause: error,
          });
        if (!isPassing(error) && !isOf(error, ErrorType.UNKNOWN)) throw error;
        // One whose first read failed never reads again, and one whose node is gone asks that one until it is back, whoever leads meanwhile.
        this.client.renew(client);
        // Who waited for a frozen server has waited long enough.
        if (attempt >= ATTEMPTS || error instanceof NoAnswerError) throw error;
        await pause(PAUSE_MS * attempt);
      }
    }
  }
}

const page = (events: StoredEvent[], place: Place | undefined, after: Position, atHead: boolean): EventPage => ({
  events,
  next: place ? positionOf(place) : after,
  atHead,
});

async function collect<E>(source: AsyncIterable<E>, moved: () => void): Promise<E[]> {
  const found: E[] = [];
  for await (const each of source) {
    found.push(each);
    moved();
  }
  return found;
}
