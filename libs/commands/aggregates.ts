import {
  type AggregateName,
  type Decider,
  type DomainEvent,
  type EventCatalogue,
  type EventStore,
  type FoldedEvent,
  type Position,
  type RecordedEvent,
  START,
  type StoredEvent,
  streamOf,
} from '@overstap/kernel';
import { LRUCache } from 'lru-cache';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the registry pairs each command with its own decider
export type AnyDecider = Decider<any, any, any, any>;
export type Deciders = Readonly<Record<AggregateName, AnyDecider>>;
export type OpenEvents = (events: readonly StoredEvent[]) => Promise<readonly RecordedEvent[]>;

/** An aggregate as far as it has been read. */
export interface LoadedAggregate {
  readonly state: unknown;
  /** -1 while the stream does not exist. */
  readonly revision: number;
  readonly position: Position;
  /** What each command that ever wrote here stored first; by it a command sent twice is recognised. */
  readonly commands: Map<string, FirstResult>;
  readonly checkedAtMs: number;
}

export interface FirstResult {
  readonly revision: number;
  readonly position: Position;
  /** Of its events, in their order; their ids follow from the command's. */
  readonly types: readonly string[];
  readonly correlation: string;
}

export interface AggregatesOptions {
  readonly store: EventStore;
  readonly open: OpenEvents;
  readonly deciders: Deciders;
  readonly catalogue: EventCatalogue;
  /** Aggregates of how many events stay in memory, which take about 0.25 kB an event; default 60,000. An append always says the revision it was decided on, so a stale one costs a retry, never a wrong write. */
  readonly keep?: number;
}

const PAGE = 1000;
const MOST_ABSENT = 1000;

/** Aggregates folded from their streams, the lately used ones kept in memory. */
export class Aggregates {
  private readonly kept: LRUCache<string, LoadedAggregate>;
  /** What is not there, apart: made-up ids drive nothing out, and asking for one again takes no longer than for one that is there. */
  private readonly absent: LRUCache<string, LoadedAggregate>;
  /** Each list of event types once: there are a few hundred, and a command in memory has one. */
  private readonly typeLists = new Map<string, readonly string[]>();

  constructor(private readonly options: AggregatesOptions) {
    this.kept = new LRUCache({ maxSize: options.keep ?? 60_000, sizeCalculation: ({ revision }) => revision + 1 });
    this.absent = new LRUCache({ max: MOST_ABSENT });
  }

  decider(aggregate: AggregateName): AnyDecider {
    return this.options.deciders[aggregate];
  }

  /** The aggregate as it is known here, or as the store has it when it is not known. */
  async known(tenant: string, aggregate: AggregateName, id: string): Promise<LoadedAggregate> {
    return this.kept.get(keyOf(tenant, aggregate, id)) ?? this.reload(tenant, aggregate, id);
  }

  /** The aggregate as the store had it at most so long ago. */
  async recent(tenant: string, aggregate: AggregateName, id: string, maxAgeMs: number): Promise<LoadedAggregate> {
    const key = keyOf(tenant, aggregate, id);
    const known = this.kept.get(key) ?? this.absent.get(key);
    if (known && performance.now() - known.checkedAtMs <= maxAgeMs) return known;
    return this.current(tenant, aggregate, id);
  }

  /** The aggregate as the store has it now; what came since is folded onto what is known. */
  async current(tenant: string, aggregate: AggregateName, id: string): Promise<LoadedAggregate> {
    const known = this.kept.get(keyOf(tenant, aggregate, id));
    return known ? this.readOn(tenant, aggregate, id, known) : this.reload(tenant, aggregate, id);
  }

  forget(tenant: string, aggregate: AggregateName, id: string): void {
    this.kept.delete(keyOf(tenant, aggregate, id));
    this.absent.delete(keyOf(tenant, aggregate, id));
  }

  /** Everything of everyone: after an erasure nothing that was read before may stay in memory. */
  forgetAll(): void {
    this.kept.clear();
    this.absent.clear();
  }

  /** Takes over the state after what was just appended. */
  advance(
    tenant: string,
    aggregate: AggregateName,
    id: string,
    { commands }: LoadedAggregate,
    state: unknown,
    result: FirstResult,
    command: string,
  ): void {
    this.kept.set(keyOf(tenant, aggregate, id), {
      state,
      revision: result.revision,
      position: result.position,
      // Shared with the version before: it only ever grows, and what it says stays true.
      commands: commands.set(command, this.compact(command, result)),
      checkedAtMs: performance.now(),
    });
  }

  /** An aggregate on whose stream nothing was written yet. */
  unwritten(aggregate: AggregateName): LoadedAggregate {
    return {
      state: this.decider(aggregate).initialState,
      revision: -1,
      position: START,
      commands: new Map(),
      checkedAtMs: 0,
    };
  }

  private compact(command: string, { types, correlation, ...result }: FirstResult): FirstResult {
    const key = types.join();
    const list = this.typeLists.get(key) ?? types;
    this.typeLists.set(key, list);
    return { types: list, correlation: correlation === command ? command : correlation, ...result };
  }

  private reload(tenant: string, aggregate: AggregateName, id: string): Promise<LoadedAggregate> {
    return this.readOn(tenant, aggregate, id, this.unwritten(aggregate));
  }

  private async readOn(
    tenant: string,
    aggregate: AggregateName,
    id: string,
    known: LoadedAggregate,
  ): Promise<LoadedAggregate> {
    const { store, open } = this.options;
    const decider = this.decider(aggregate);
    const commands = new Map<string, FirstResult>();
    let { state, revision, position } = known;
    for (;;) {
      const page = await store.readStream(tenant, streamOf(aggregate, id), { from: revision + 1, limit: PAGE });
      for (const event of await open(page)) {
        state = decider.evolve(state, event as FoldedEvent<DomainEvent>);
        revision = event.revision;
        position = event.position;
        const { command, correlation } = event;
        const types = [...(commands.get(command)?.types ?? []), event.type];
        commands.set(command, this.compact(command, { revision, position, types, correlation }));
      }
      if (page.length < PAGE) break;
    }
    const loaded: LoadedAggregate = {
      state,
      revision,
      position,
      commands: commands.size === 0 ? known.commands : new Map([...known.commands, ...commands]),
      checkedAtMs: performance.now(),
    };
    // Anybody can ask for ids that were never issued.
    (revision >= 0 ? this.kept : this.absent).set(keyOf(tenant, aggregate, id), loaded);
    return loaded;
  }
}

const keyOf = (tenant: string, aggregate: AggregateName, id: string): string => JSON.stringify([tenant, aggregate, id]);
