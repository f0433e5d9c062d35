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
import type pg from 'pg';
import { serialise, type SerialisedAppend } from '../append-limits.js';
import { Arrivals } from '../arrivals.js';
import { follow, OpenSubscriptions } from '../subscription.js';
import { Announcements } from './announcements.js';
import { explain, lostRace, storeBatch, type Outcome } from './append-batch.js';
import { isOfContent, isPassing, isThereAlready } from './failures.js';
import { GroupCommit } from './group-commit.js';
import { GroupRead } from './group-read.js';
import { comparePositions } from './place.js';
import { lastPosition, readBackwards, readPage } from './reading.js';
import { withClient } from './with-client.js';

/** What the store needs of the platform's `Database`. */
export interface EventStoreConnections {
  /** Role appender; used by the store alone, which sets a statement time-out of its own on its connections. */
  readonly appender: pg.Pool;
  /** Role worker: reads all tenants. */
  readonly worker: pg.Pool;
  readonly listen: pg.ClientConfig;
  /** Role reader, within one tenant. */
  readAs<T>(tenant: string, fn: (client: pg.PoolClient) => Promise<T>): Promise<T>;
}

export interface PostgresEventStoreOptions {
  /** Hears of failures that the store lives through: a lost connection, an announcement that did not go out. */
  readonly onTrouble?: (error: unknown) => void;
}

/** Left to itself PostgreSQL plans the append anew for each batch, which costs more than the append. */
const APPENDER_SETTINGS = `SET statement_timeout = '10s'; SET plan_cache_mode = 'force_generic_plan'`;
/** After a broken connection or a deadlock: the ids make it safe to send a batch again. */
const ATTEMPTS = 3;
const MOST_RACES = 100;

/** Events in PostgreSQL. Migrate with `eventStoreMigrations` first. */
export class PostgresEventStore implements EventStore {
  readonly #arrivals = new Arrivals();
  readonly #announcements: Announcements;
  readonly #commits = new GroupCommit((batch) => this.#store(batch), isOfContent);
  readonly #reads: GroupRead;
  readonly #subscriptions = new OpenSubscriptions();
  readonly #prepared = new WeakSet<pg.ClientBase>();
  #closed = false;

  private constructor(
    private readonly connections: EventStoreConnections,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.#reads = new GroupRead((tenant, fn) => connections.readAs(tenant, fn));
    this.#announcements = new Announcements(this.#arrivals, connections.appender, connections.listen, onTrouble);
  }

  /** Begins a new epoch when the log was restored into another cluster than the one it was written in. */
  static async open(
    connections: EventStoreConnections,
    { onTrouble = () => undefined }: PostgresEventStoreOptions = {},
  ): Promise<PostgresEventStore> {
    await connections.appender.query('SELECT event_store_open_epoch()');
    return new PostgresEventStore(connections, onTrouble);
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    if (this.#closed) throw new Error('The event store is closed; nothing was stored.');
    return this.#commits.append(serialise(request));
  }

  async #store(batch: readonly SerialisedAppend[]): Promise<readonly (Outcome | Error)[]> {
    const outcomes: (Outcome | Error)[] = [...(await this.#storeOnce(batch))];
    // What becomes of one that lost a race is its own: the others are stored.
    for (const [index, append] of batch.entries())
      if (lostRace(append, outcomes[index]))
        outcomes[index] = await this.#race(append).catch((error: unknown) => error as Error);
    if (outcomes.some((outcome) => 'outcome' in outcome && outcome.outcome === 'appended' && !outcome.duplicate))
      this.#announcements.announce();
    return outcomes;
  }

  /** Each lost race means that another process stored something: this ends unless the whole server is busy with one stream. */
  async #race(append: SerialisedAppend): Promise<Outcome> {
    for (let races = 0; races < MOST_RACES; races++) {
      const [outcome] = await this.#storeOnce([append]);
      if (outcome && !lostRace(append, outcome)) return outcome;
    }
    throw new Error('The stream is written by too many at once; nothing was stored, send again.');
  }

  async #storeOnce(batch: readonly SerialisedAppend[]): Promise<readonly Outcome[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#onAppender((client) =>
          storeBatch(client, batch).catch((error: unknown) => {
            // Alone, so that it is known of which: whether it is a duplicate, its own ids say.
            if (isThereAlready(error) && batch.length === 1) return explain(client, batch);
            throw error;
          }),
        );
      } catch (error) {
        if (attempt >= ATTEMPTS || !isPassing(error)) throw error;
      }
    }
  }

  #onAppender<T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return withClient(this.connections.appender, async (client) => {
      if (!this.#prepared.has(client)) {
        await client.query(APPENDER_SETTINGS);
        this.#prepared.add(client);
      }
      return use(client);
    });
  }

  async readStream(tenant: string, stream: string, options: ReadStreamOptions = {}): Promise<readonly StoredEvent[]> {
    const { from, direction = 'forwards', limit } = options;
    const read = { stream, from, limit };
    return direction === 'forwards'
      ? this.#reads.read(tenant, read)
      : this.connections.readAs(tenant, (client) => readBackwards(client, tenant, read));
  }

  async revisionOf(tenant: string, stream: string): Promise<number> {
    const [last] = await this.readStream(tenant, stream, { direction: 'backwards', limit: 1 });
    return last?.revision ?? -1;
  }

  async readAll(after: Position, limit: number, filter: EventFilter = {}): Promise<EventPage> {
    return withClient(this.connections.worker, (client) => readPage(client, after, limit, filter));
  }

  async head(): Promise<Position> {
    return withClient(this.connections.worker, lastPosition);
  }

  compare(a: Position, b: Position): number {
    return comparePositions(a, b);
  }

  subscribe(after: Position, filter: EventFilter, handler: (page: EventPage) => Promise<void>): Subscription {
    this.#announcements.start();
    const subscription = follow(this, {
      after,
      filter,
      handler,
      arrivals: this.#arrivals,
      pollMs: () => this.#announcements.pollMs(),
      isPassing,
      onTrouble: this.onTrouble,
    });
    return this.#subscriptions.add(subscription);
  }

  /** Stops subscriptions, finishes appends that were accepted, and stops listening; the pools stay open. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#subscriptions.stop();
    await this.#commits.drained();
    await this.#announcements.close();
  }
}
