import { OperatorError } from '@overstap/platform';
import { type DueRow } from './due-table.js';
import { type JobQueue, QUEUES, type QueuedJob, type QueueName } from '../queue/job-queue.js';
import { Supply } from './supply.js';
import { sweepCalls, sweepMessages, sweepReminders, type SweepSources } from './sweep.js';

export const SWEEP_EVERY_MS = 15_000;
/** A loop that is late by this many rounds is said to stand still. */
const ROUNDS_LATE = 4;
const RING_MS = 50;

export class SweepStandsStill extends OperatorError {}
/** An escalation rule that nothing executes: the classic defect of such systems (docs/time.md). */
export class RuleWithoutRunner extends OperatorError {}

export interface SweepLoopOptions extends SweepSources {
  readonly queue: JobQueue;
  readonly everyMs?: number;
  readonly report: (where: string, error: unknown) => void;
  /** Hears of every round that went well. */
  readonly beat?: (swept: {
    readonly reminders: number;
    readonly deliveries: number;
    readonly overdue: number;
  }) => void;
}

/** Sweeps again and again from a plain timer, so that it goes on whatever has become of the queue. The first round catches up after downtime. */
export class SweepLoop {
  private timer: NodeJS.Timeout | undefined;
  private bell: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private ringing: Promise<void> = Promise.resolve();
  private stopped = true;
  private lastBeat = performance.now();
  private overdue = 0;
  private readonly silence = new Silence();
  private readonly supplies: Readonly<Record<QueueName, Supply>>;
  private rung: { readonly name: QueueName; readonly jobs: readonly QueuedJob[] }[] = [];

  constructor(private readonly options: SweepLoopOptions) {
    const supplies = QUEUES.map((name) => [name, new Supply(options.queue, name)]);
    this.supplies = Object.fromEntries(supplies) as Record<QueueName, Supply>;
  }

  start(): void {
    this.stopped = false;
    this.lastBeat = performance.now();
    this.round();
  }

  /** These were put into the outbox: they need not wait for the next round. */
  ring(name: QueueName, jobs: readonly QueuedJob[]): void {
    if (this.stopped) return;
    this.rung.push({ name, jobs });
    this.bell ??= setTimeout(() => {
      this.bell = undefined;
      const rung = this.rung.splice(0);
      this.ringing = this.guarded(async () => {
        for (const queue of QUEUES) {
          const fresh = rung.filter(({ name }) => name === queue).flatMap(({ jobs }) => jobs);
          await this.supplies[queue].give(fresh);
        }
      });
    }, RING_MS);
  }

  /** A job of this queue failed and was dropped: the next round gives it again while it is due. */
  forget(name: QueueName, id: string): void {
    this.supplies[name].forget(id);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.bell);
    await Promise.all([this.running, this.ringing]);
  }

  /** Seconds since a round was last finished, or the loop begun. */
  get ageSeconds(): number {
    return Math.round((performance.now() - this.lastBeat) / 1000);
  }

  /** How the loop stands; throws when it stands still. */
  check(): string {
    const { everyMs = SWEEP_EVERY_MS } = this.options;
    const seconds = this.ageSeconds;
    if (seconds * 1000 > everyMs * ROUNDS_LATE)
      throw new SweepStandsStill(
        `The sweep of reminders has not finished a round for ${seconds} s. Check that the queue (QUEUE, REDIS_URL) and the database answer.`,
      );
    return `swept ${seconds} s ago${this.overdue > 0 ? `, ${this.overdue} overdue` : ''}`;
  }

  private round(): void {
    this.running = this.guarded(async () => {
      const { supplies, options } = this;
      const { reminders, overdue, silent } = await sweepReminders(options, supplies.reminders);
      const alarm = this.silence.heard(silent);
      if (alarm) options.report('sweep', alarm);
      const messages = await sweepMessages(options, supplies.deliveries);
      const deliveries = messages + (await sweepCalls(options, supplies.webhooks));
      this.lastBeat = performance.now();
      this.overdue = overdue;
      options.beat?.({ reminders, deliveries, overdue });
    }).then(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.round(), this.options.everyMs ?? SWEEP_EVERY_MS);
    });
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.options.report('sweep', error);
    }
  }
}

/** After downtime the first round finds what was missed; a rule that is still silent in the next one has no runner. Each is told once. */
class Silence {
  private before: string | undefined;
  private readonly told = new Set<string>();

  heard(silent: DueRow | undefined): RuleWithoutRunner | undefined {
    const rule = silent && JSON.stringify(silent);
    const alarm = rule !== undefined && rule === this.before && !this.told.has(rule);
    this.before = rule;
    if (!silent || rule === undefined || !alarm) return undefined;
    this.told.add(rule);
    const { tenant, aggregate, id, clockId, rung, at } = silent;
    return new RuleWithoutRunner(
      `A rule has had no runner since ${at}: ${rung === '' ? 'the expiry' : `rung ${rung}`} of clock ${clockId} on ${aggregate} ${id} of ${tenant}. See why its stream refuses FallDue, and that workers run.`,
    );
  }
}
