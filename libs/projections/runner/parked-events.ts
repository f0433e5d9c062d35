import { type EventStore, type RecordedEvent, type StoredEvent } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import type pg from 'pg';
import { Build } from './build.js';
import { readCheckpoints, type Checkpoint } from './checkpoints.js';
import { failureCode, refusalOf } from './failures.js';
import { decodeEach, isFailure, openPage } from './opened-page.js';
import { type AnyReadModel, type EventOpener, type Reactor } from './read-model.js';
import { inTransaction } from './transaction.js';

/** A partition that was set aside: the event that failed first and how many wait behind it. */
export interface ParkedPartition {
  readonly name: string;
  readonly version: number;
  readonly build: number;
  readonly state: 'live' | 'building' | 'reactor';
  readonly tenant: string;
  readonly partition: string;
  /** The event that failed. */
  readonly event: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  /** A code, never a message. */
  readonly error: string | null;
  /** Events of the partition that wait, this one included. */
  readonly events: number;
  readonly since: Date;
}

export interface ParkedChoice {
  /** Of a read model or reactor. */
  readonly name?: string;
  readonly tenant?: string;
  readonly partition?: string;
}

/** How many events were handled now, and how many partitions still stand aside. */
export interface ParkedOutcome {
  readonly handled: number;
  readonly stillParked: number;
}

interface Waiting {
  readonly seq: string;
  readonly stream: string;
  readonly revision: number;
}

/** Looks at what failed and lets it go on: `overstap parked list|retry|skip`. */
export class ParkedEvents {
  constructor(
    private readonly store: EventStore,
    private readonly opener: EventOpener,
    private readonly pool: pg.Pool,
    private readonly models: readonly AnyReadModel[],
    private readonly reactors: readonly Reactor[],
  ) {}

  async list(choice: ParkedChoice = {}): Promise<readonly ParkedPartition[]> {
    const { rows } = await this.pool.query<ParkedPartition>(
      `SELECT DISTINCT ON (p.name, p.build, p.tenant, p.partition) p.name, c.version, p.build, c.state, p.tenant, p.partition,
         p.event_id AS event, p.stream, p.revision, p.type, p.error, p.parked_at AS since,
         (count(*) OVER (PARTITION BY p.name, p.build, p.tenant, p.partition))::int AS events
       FROM parked_event p JOIN projection_checkpoint c USING (name, build)
       WHERE p.name = coalesce($1, p.name) AND p.tenant = coalesce($2, p.tenant) AND p.partition = coalesce($3, p.partition)
       ORDER BY p.name, p.build, p.tenant, p.partition, p.seq`,
      [choice.name, choice.tenant, choice.partition],
    );
    return rows;
  }

  /** Tries what is parked again, in order; a partition whose events all succeed goes on by itself from there. */
  retry(choice: ParkedChoice = {}): Promise<ParkedOutcome> {
    return this.goOn(choice, false);
  }

  /** Leaves the event that failed out for good and goes on behind it. The rows then lack what it would have changed. */
  skip(choice: ParkedChoice & Required<Pick<ParkedChoice, 'name' | 'partition'>>): Promise<ParkedOutcome> {
    return this.goOn(choice, true);
  }

  private async goOn(choice: ParkedChoice, skipFirst: boolean): Promise<ParkedOutcome> {
    let handled = 0;
    let stillParked = 0;
    for (const parked of await this.list(choice)) {
      const outcome = await this.goOnWith(parked, skipFirst);
      handled += outcome.handled;
      if (!outcome.done) stillParked += 1;
    }
    return { handled, stillParked };
  }

  /**
   * Holds the checkpoint's lock, so the worker cannot commit meanwhile, and moves its epoch, so that the worker forgets the rows and
   * the parked partitions that it had in memory.
   */
  private goOnWith(parked: ParkedPartition, skipFirst: boolean): Promise<{ handled: number; done: boolean }> {
    const key = [parked.name, parked.build, parked.tenant, parked.partition];
    return inTransaction(this.pool, async (client) => {
      await client.query(
        'UPDATE projection_checkpoint SET epoch = epoch + 1 WHERE name = $1 AND build = $2',
        key.slice(0, 2),
      );
      const { rows } = await client.query<Waiting>(
        `SELECT seq, stream, revision FROM parked_event
         WHERE name = $1 AND build = $2 AND tenant = $3 AND partition = $4 ORDER BY seq`,
        key,
      );
      const checkpoint = (await readCheckpoints(client, [parked.name])).find(({ build }) => build === parked.build);
      if (!checkpoint) return { handled: 0, done: true };
      const handle = this.handlerOf(checkpoint);
      const remove = (waiting: Waiting) =>
        client.query(
          'DELETE FROM parked_event WHERE seq = $5 AND name = $1 AND build = $2 AND tenant = $3 AND partition = $4',
          [...key, waiting.seq],
        );
      let handled = 0;
      for (const [nth, waiting] of rows.entries()) {
        if (!(skipFirst && nth === 0)) {
          const error = await handle(await this.eventOf(parked.tenant, waiting), client);
          if (error !== undefined) {
            await client.query(
              'UPDATE parked_event SET error = $5 WHERE seq = $6 AND name = $1 AND build = $2 AND tenant = $3 AND partition = $4',
              [...key, error, waiting.seq],
            );
            return { handled, done: false };
          }
          handled += 1;
        }
        await remove(waiting);
      }
      return { handled, done: true };
    });
  }

  private async eventOf(tenant: string, { stream, revision }: Waiting): Promise<StoredEvent> {
    const [event] = await this.store.readStream(tenant, stream, { from: revision, limit: 1 });
    if (!event)
      throw new OperatorError(
        `${stream} has no event ${revision}; is this the store that the read models were made from?`,
      );
    return event;
  }

  /** Answers the code of the failure, undefined when the event was handled. */
  private handlerOf(
    checkpoint: Checkpoint,
  ): (event: StoredEvent, client: pg.ClientBase) => Promise<string | undefined> {
    const reactor = this.reactors.find(({ name }) => checkpoint.state === 'reactor' && name === checkpoint.name);
    if (reactor) return (event) => this.react(reactor, event);
    const model = this.models.find(({ name, version }) => name === checkpoint.name && version === checkpoint.version);
    if (!model)
      throw new OperatorError(
        `This program does not know version ${checkpoint.version} of ${checkpoint.name}; ask one of the version that made it.`,
      );
    return async (event, client) => {
      const build = new Build(model, checkpoint, new Set(), 0);
      const page = await openPage(this.opener, [event], () => model.needsPersonalData ?? false);
      const { load, apply } = build.fold(page, 0);
      await load?.(client);
      apply();
      const { write, parked } = build.prepare();
      if (parked[0]) return parked[0].error ?? 'unknown';
      const refusal = await refusalOf(client, write);
      return refusal === undefined ? undefined : failureCode(refusal);
    };
  }

  private async react(reactor: Reactor, event: StoredEvent): Promise<string | undefined> {
    try {
      const [decoded] = await decodeEach(this.opener, [event]);
      if (!decoded || isFailure(decoded)) return failureCode(decoded?.failure);
      await reactor.react(decoded as RecordedEvent);
      return undefined;
    } catch (error) {
      return failureCode(error);
    }
  }
}
