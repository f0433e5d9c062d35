import { type Clock, type EventStore, type Instant, type Refusal } from '@overstap/kernel';
import { type Database, type Health, RightOfWay, VirtualClock } from '@overstap/platform';
import { type Reactor } from '@overstap/projections';
import { Gauge, type Registry } from 'prom-client';
import { namedBy } from './due/due-job.js';
import { type DueStream, type DueTable, SqlDueTable } from './due/due-table.js';
import { fallDue, FallDueRefused } from './due/fall-due.js';
import { silentSince } from './due/sweep.js';
import { SweepLoop } from './due/sweep-loop.js';
import { BouncingAddresses } from './outbox/bouncing-addresses.js';
import { deliverAll, type DeliveryOptions } from './outbox/delivery.js';
import { asPending, deliveryJobs, Outbox, type OutboxMessage } from './outbox/outbox.js';
import { type HoldersOf, type CoachesOf, type LedTeamOf, outboxReactor } from './outbox/outbox-reactor.js';
import { inParallel } from './queue/in-parallel.js';
import { type JobItem, type JobQueue, type QueueName } from './queue/job-queue.js';
import { type Advanced, TimeDriver } from './time-driver.js';
import { callJobs } from './webhooks/call-outbox.js';
import { type Webhooks } from './webhooks/webhooks.js';

/** Jobs under way at once; a delivery waits for a mail server, a reminder for the store, a webhook for somebody else's program. */
const AT_ONCE = { reminders: 16, deliveries: 4, webhooks: 8 } as const;
/** Streams of one moment on which something falls due at once. */
const STREAMS_AT_ONCE = 8;
const REMINDER_ATTEMPTS = 5;
/** The outbox itself says when to try again; these are for what another worker died over, and outlast its claim. */
const DELIVERY_ATTEMPTS = 5;

/** The job goes back to the queue: another worker carries on at once, or this one when it runs again. */
class LeftToOthers extends Error {
  constructor() {
    super('This worker stops; what is left of the moment goes back to the queue');
  }
}

export interface RemindersOptions extends Omit<DeliveryOptions, 'outbox' | 'clock' | 'bounces'> {
  readonly database: Pick<Database, 'worker'>;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly clock: Clock;
  /** Absent: nothing is fired and nothing sent; messages wait in the outbox for a program that does. For one command of the command line. */
  readonly queue?: JobQueue;
  /** Absent: what is for a role is in its inbox alone. */
  readonly holdersOf?: HoldersOf;
  /** Absent: what is for a team lead is for every one of them. */
  readonly ledTeamOf?: LedTeamOf;
  readonly coachesOf?: CoachesOf;
  /** Absent: nobody else's program is called. */
  readonly webhooks?: Webhooks;
  /** Default: the read model `reminder_due`. */
  readonly due?: DueTable;
  readonly report: (where: string, error: unknown) => void;
  readonly metrics?: Registry;
  /** Lets what falls due go before what can follow it. */
  readonly way?: RightOfWay;
  /** Milliseconds between two sweeps; default 15 s. */
  readonly sweepEveryMs?: number;
}

/** Everything that time sets in motion: what falls due is fired once, who is to be told is told, by the machine's clock or a virtual one. */
export class Reminders {
  /** To be run by the projection runner. */
  readonly reactors: readonly Reactor[];
  readonly outbox: Outbox;
  private readonly due: DueTable;
  private readonly loop: SweepLoop | undefined;
  private driver: TimeDriver | undefined;
  private stopping = false;

  constructor(private readonly options: RemindersOptions) {
    const { database, store, clock, queue, manners, report, sweepEveryMs: everyMs, webhooks } = options;
    const { holdersOf, ledTeamOf, coachesOf } = options;
    this.outbox = new Outbox(database.worker);
    this.due = options.due ?? new SqlDueTable(database.worker);
    if (options.metrics) countOutbox(options.metrics, this.outbox);
    const beat = heartbeat(options.metrics);
    if (queue && !(clock instanceof VirtualClock)) {
      const sources = { due: this.due, outbox: this.outbox, queue, clock, webhooks };
      this.loop = new SweepLoop({ ...sources, report, beat, ...(everyMs === undefined ? {} : { everyMs }) });
    }
    const messages = outboxReactor({
      ...{ store, manners, outbox: this.outbox },
      ...(holdersOf ? { holdersOf } : {}),
      ...(ledTeamOf ? { ledTeamOf } : {}),
      ...(coachesOf ? { coachesOf } : {}),
      written: (messages) => this.ring(messages),
    });
    const calls = webhooks?.reactor((calls) => this.loop?.ring('webhooks', callJobs(calls, Date.parse(clock.now()))));
    this.reactors = [messages, ...(calls ? [calls] : [])];
  }

  /** Takes jobs from now on. `settled` resolves when read models and reactors are up with the store; only a virtual clock needs it. */
  async start(settled: () => Promise<void>): Promise<void> {
    const { queue, clock, webhooks, way = new RightOfWay() } = this.options;
    if (!queue) return;
    const { outbox, due } = this;
    const bounces = new BouncingAddresses(this.options.database.worker);
    if (clock instanceof VirtualClock) {
      // Jobs that wait for a moment of the machine's clock would swallow those of a virtual one.
      await queue.clear();
      this.driver = new TimeDriver({ clock, due, outbox, webhooks, queue, settled });
    }
    // A job of a virtual clock holds a whole moment and is the only one; its items run side by side instead of the jobs.
    const jobsAtOnce = (most: number): number => (this.driver ? 1 : most);
    const again = (name: QueueName) => ({ dropped: (id: string) => this.loop?.forget(name, id) });
    await queue.work('reminders', {
      ...again('reminders'),
      concurrency: jobsAtOnce(AT_ONCE.reminders),
      attempts: REMINDER_ATTEMPTS,
      handle: (items) => way.take(() => inParallel(items, AT_ONCE.reminders, (item) => this.fire(item))),
    });
    await queue.work('deliveries', {
      ...again('deliveries'),
      concurrency: jobsAtOnce(AT_ONCE.deliveries),
      attempts: DELIVERY_ATTEMPTS,
      handle: async (items) => {
        await way.give();
        await deliverAll(items, AT_ONCE.deliveries, { ...this.options, outbox, bounces });
      },
    });
    if (webhooks)
      await queue.work('webhooks', {
        ...again('webhooks'),
        concurrency: jobsAtOnce(AT_ONCE.webhooks),
        attempts: DELIVERY_ATTEMPTS,
        handle: (items) => inParallel(items, AT_ONCE.webhooks, (item) => webhooks.deliver(item)),
      });
    this.loop?.start();
  }

  /** Messages that no event brings about: they leave at once. */
  async tell(messages: readonly OutboxMessage[]): Promise<void> {
    await this.outbox.put(messages);
    this.ring(messages);
  }

  private ring(messages: readonly OutboxMessage[]): void {
    this.loop?.ring('deliveries', deliveryJobs(messages.map(asPending), Date.parse(this.options.clock.now())));
  }

  private async fire(item: JobItem): Promise<void> {
    const named = namedBy(item);
    if (!('share' in named)) return this.fall(named);
    const streams = await this.due.streamsAt(named, this.options.clock.now());
    await inParallel(streams, STREAMS_AT_ONCE, (stream) => this.fall(stream));
  }

  private async fall(stream: DueStream): Promise<void> {
    if (this.stopping) throw new LeftToOthers();
    const { commands, clock, report } = this.options;
    try {
      await fallDue(stream, commands, clock);
    } catch (error) {
      // Trying again at once would be refused again; the sweep comes back to it while it is due.
      if (!(error instanceof FallDueRefused)) throw error;
      report('reminders', error);
    }
  }

  /** Moves the virtual clock and answers when all that falls due until then has happened. Only with a virtual clock, after `start`. */
  advance(to: Instant): Promise<Advanced | Refusal> {
    if (!this.driver) throw new Error('The clock can only be moved when the program was started with OVERSTAP_CLOCK');
    return this.driver.advance(to);
  }

  /** Seconds since the sweep last finished; undefined where nothing sweeps. */
  get sweepAgeSeconds(): number | undefined {
    return this.loop?.ageSeconds;
  }

  /** Adds the checks `queue`, `sweep` and `mail`. */
  registerHealth(health: Health): void {
    const { queue, mailer } = this.options;
    if (queue) health.register('queue', () => queue.ping());
    health.register('sweep', async () => {
      if (this.loop) return this.loop.check();
      if (queue) return 'moved by the virtual clock';
      const silent = await silentSince({ due: this.due, clock: this.options.clock });
      return silent === undefined
        ? 'off: nothing is sent'
        : `off here, and nothing that is due was carried out elsewhere since ${silent}: start a worker`;
    });
    health.register('mail', async () => (mailer ? undefined : 'SMTP_URL is not set: messages go to the inbox only'));
  }

  /** Finishes what is under way, unless the queue is not there any more, and begins nothing more of it. The queue and the mailer are closed with it. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { queue, mailer } = this.options;
    const over = new AbortController();
    const finish = async (): Promise<void> => {
      await this.loop?.stop();
      await queue?.close();
    };
    const finished = finish().finally(() => over.abort());
    await Promise.race([finished, ...(queue ? [queue.abandoned(over.signal)] : [])]);
    mailer?.close();
  }
}

function countOutbox(metrics: Registry, outbox: Outbox): void {
  new Gauge({
    registers: [metrics],
    name: 'overstap_outbox_messages',
    help: 'Messages that wait to leave, and those given up: overstap outbox',
    labelNames: ['status'],
    async collect() {
      // A database that is away leaves the figures out, not the others of the process.
      const counts = await outbox.counts().catch(() => undefined);
      this.reset();
      if (!counts) return;
      this.set({ status: 'waiting' }, counts.pending);
      this.set({ status: 'failed' }, counts.failed);
    },
  });
}

type Beat = NonNullable<ConstructorParameters<typeof SweepLoop>[0]['beat']>;

function heartbeat(metrics: Registry | undefined): Beat {
  if (!metrics) return () => undefined;
  const registers = [metrics];
  const last = new Gauge({ registers, name: 'overstap_sweep_timestamp_seconds', help: 'When the sweep last finished' });
  const waiting = new Gauge({
    registers,
    name: 'overstap_sweep_jobs',
    help: 'Due within 48 hours',
    labelNames: ['queue'],
  });
  const late = new Gauge({ registers, name: 'overstap_reminders_overdue', help: 'Due rows whose moment has passed' });
  return ({ reminders, deliveries, overdue }) => {
    last.setToCurrentTime();
    waiting.set({ queue: 'reminders' }, reminders);
    waiting.set({ queue: 'deliveries' }, deliveries);
    late.set(overdue);
  };
}
