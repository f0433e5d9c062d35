import {
  type Clock,
  type DecisionContext,
  type DomainEvent,
  type EventCatalogue,
  type EventDefinition,
  type EventStore,
  type EventToAppend,
  type FoldedEvent,
  invalid,
  isRefusal,
  type StoredPayload,
  streamOf,
} from '@overstap/kernel';
import { parse, v5 } from 'uuid';
import { type AggregateCommand, type CommandOutcome } from './aggregate-command.js';
import { type Aggregates, type LoadedAggregate } from './aggregates.js';
import { scopeOf } from './scope.js';
import { type Worlds } from './worlds.js';

/** Namespace of ids derived from a command id; never changes, or commands sent again would be carried out twice. */
const COMMAND_NAMESPACE = parse('6f0c5c4e-3d0b-5d0a-9a4e-0c6f5e7b2a11');
const MOST_TRIES = 4;
const KEY_REUSED = invalid(
  'Idempotency-Key',
  'idempotency-key-reused',
  'This Idempotency-Key was used for another request. Send a new request under a new key.',
);

export type SealEvent = (event: {
  readonly tenant: string;
  readonly stream: string;
  readonly id: string;
  readonly type: string;
  readonly subject?: string;
  readonly definition: EventDefinition;
  readonly data: object;
}) => Promise<StoredPayload>;

export interface CommandHandlerOptions {
  readonly store: EventStore;
  readonly seal: SealEvent;
  readonly clock: Clock;
  readonly aggregates: Aggregates;
  readonly worlds: Worlds;
  readonly catalogue: EventCatalogue;
}

const idFrom = (name: string): string => v5(Buffer.from(name), COMMAND_NAMESPACE);

/** The id of a command's n-th event: the same command again gives the same ids. */
export const eventIdOf = (commandId: string, index: number): string => idFrom(`${commandId}:${index}`);

/** A command id that follows from names, for processes: the same step sent again is the same command. */
export const commandIdOf = (...names: readonly string[]): string => idFrom(JSON.stringify(names));

/**
 * The one way in which anything is written: load, decide, append at the revision decided on, and decide again when others were quicker. Commands to
 * one aggregate take turns here; between processes the expected revision decides.
 */
export class CommandHandler {
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly options: CommandHandlerOptions) {}

  async handle(command: AggregateCommand): Promise<CommandOutcome> {
    const key = JSON.stringify([command.tenant, command.aggregate, command.id]);
    const before = this.turns.get(key) ?? Promise.resolve();
    const turn = before.then(
      () => this.carryOut(command),
      () => this.carryOut(command),
    );
    this.turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(key) === turn) this.turns.delete(key);
    }
  }

  /** What a decision on this command would look at now; nothing is decided. */
  async lookAt(command: AggregateCommand): Promise<{
    readonly state: unknown;
    readonly revision: number;
    readonly world: unknown;
    readonly context: DecisionContext;
    /** The command was carried out before. */
    readonly done: boolean;
  }> {
    const { tenant, aggregate, id, commandId } = command;
    const { state, revision, commands } = await this.options.aggregates.current(tenant, aggregate, id);
    const world = await this.options.worlds.of(command, state);
    return { state, revision, world, context: this.contextOf(command), done: commands.has(commandId) };
  }

  private async carryOut(command: AggregateCommand): Promise<CommandOutcome> {
    const { tenant, aggregate, id } = command;
    const { aggregates } = this.options;
    let loaded = command.begins ? aggregates.unwritten(aggregate) : await aggregates.known(tenant, aggregate, id);
    let seen = loaded.revision;
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const outcome = await this.attempt(command, loaded);
      if (outcome !== 'stale' && outcome.outcome === 'done' && (outcome.duplicate || outcome.events.length > 0))
        return outcome;
      const fresh = await aggregates.current(tenant, aggregate, id);
      // That nothing is to be done stands, as a refusal does, when it was decided on what the store has now; on an older state it is decided again.
      if (outcome !== 'stale' && fresh.revision === loaded.revision) return outcome;
      seen = loaded.revision;
      loaded = fresh;
    }
    return { outcome: 'conflict', revision: loaded.revision, since: eventsSince(loaded, seen) };
  }

  private async attempt(command: AggregateCommand, loaded: LoadedAggregate): Promise<CommandOutcome | 'stale'> {
    const first = loaded.commands.get(command.commandId);
    if (first) {
      const { revision, position, types, correlation } = first;
      if (command.request !== undefined && ![command.request, command.commandId].includes(correlation))
        return { outcome: 'refused', refusal: KEY_REUSED };
      return { outcome: 'done', revision, position, events: eventsOf(command.commandId, types), duplicate: true };
    }
    const { expectedRevision } = command;
    if (expectedRevision !== undefined && expectedRevision !== loaded.revision)
      return { outcome: 'conflict', revision: loaded.revision, since: eventsSince(loaded, expectedRevision) };
    const context = this.contextOf(command);
    const world = await this.options.worlds.of(command, loaded.state);
    if (isRefusal(world)) return { outcome: 'refused', refusal: world };
    const decided: unknown = this.options.aggregates
      .decider(command.aggregate)
      .decide(command, loaded.state, world, context);
    if (isRefusal(decided)) return { outcome: 'refused', refusal: decided };
    const events = decided as readonly DomainEvent[];
    const { revision, position } = loaded;
    return events.length === 0
      ? { outcome: 'done', revision, position, events: [], duplicate: false }
      : this.append(command, loaded, events, context);
  }

  private contextOf(command: AggregateCommand): DecisionContext {
    let given = 0;
    return {
      now: this.options.clock.now(),
      actor: command.actor,
      ...(command.account === undefined ? {} : { account: command.account }),
      newId: () => idFrom(`${command.commandId}:id:${given++}`),
    };
  }

  private async append(
    command: AggregateCommand,
    loaded: LoadedAggregate,
    decided: readonly DomainEvent[],
    { now, actor }: DecisionContext,
  ): Promise<CommandOutcome | 'stale'> {
    const { tenant, aggregate, id, commandId, request, correlation = request ?? commandId, causation } = command;
    const stream = streamOf(aggregate, id);
    const folded: FoldedEvent<DomainEvent>[] = decided.map((event, index) => ({
      id: eventIdOf(commandId, index),
      recordedAt: now,
      actor,
      ...event,
      data: JSON.parse(JSON.stringify(event.data)) as object,
    }));
    const decider = this.options.aggregates.decider(aggregate);
    const after = folded.reduce<unknown>((state, event) => decider.evolve(state, event), loaded.state);
    const scope = scopeOf(aggregate, id, after);
    const events = await Promise.all(
      folded.map(async (event): Promise<EventToAppend> => {
        const definition = this.definitionOf(event.type);
        const payload = await this.options.seal({
          tenant,
          stream,
          definition,
          ...event,
          ...(scope.subject ? { subject: scope.subject } : {}),
        });
        return {
          id: event.id,
          type: event.type,
          schemaVersion: definition.version,
          occurredAt: event.occurredAt,
          recordedAt: now,
          actor,
          command: commandId,
          correlation,
          ...(causation ? { causation } : {}),
          ...payload,
          ...scope,
        };
      }),
    );
    const result = await this.options.store.append({
      tenant,
      stream,
      expected: loaded.revision < 0 ? 'noStream' : loaded.revision,
      events,
    });
    if (result.outcome === 'conflict') return 'stale';
    const { revision, position, duplicate } = result;
    const types = folded.map(({ type }) => type);
    const stored = { revision, position, types, correlation };
    if (duplicate) this.options.aggregates.forget(tenant, aggregate, id);
    else this.options.aggregates.advance(tenant, aggregate, id, loaded, after, stored, commandId);
    // Stored by another process before: what was asked for then is read with it.
    if (duplicate && request !== undefined) return 'stale';
    return { outcome: 'done', revision, position, events: eventsOf(commandId, types), duplicate };
  }

  private definitionOf(type: string): EventDefinition {
    const definition = this.options.catalogue.get(type);
    if (!definition) throw new Error(`${type} was decided but is in no catalogue`);
    return definition;
  }
}

const eventsOf = (commandId: string, types: readonly string[]) =>
  types.map((type, index) => ({ id: eventIdOf(commandId, index), type }));

const eventsSince = ({ commands }: LoadedAggregate, revision: number) =>
  [...commands]
    .filter(([, result]) => result.revision > revision)
    .flatMap(([commandId, { types }]) => eventsOf(commandId, types));
