import { OperatorError } from '@overstap/platform';
import { type DueRow } from './due-table.js';
import { sweepDeliveries, sweepReminders, type SweepSources } from './sweep.js';

export const SWEEP_EVERY_MS = 15_000;
/** A loop that is late by this many rounds is said to stand still. */
const ROUNDS_LATE = 4;
const RING_MS = 50;

export class SweepStandsStill extends OperatorError {}
/** An escalation rule that nothing executes: the classic defect of such systems (docs/time.md). */
export class RuleWithoutRunner extends OperatorError {}

export interface SweepLoopOptions extends SweepSources {
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

  constructor(private readonly options: SweepLoopOptions) {}

  start(): void {
    this.stopped = false;
    this.lastBeat = performance.now();
    this.round();
  }

  /** Something was put into the outbox: queues them now rather than at the next round. */
  ring(): void {
    if (this.stopped || this.bell) return;
    this.bell = setTimeout(() => {
      this.bell = undefined;
      this.ringing = this.guarded(async () => void (await sweepDeliveries(this.options)));
    }, RING_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    clearTimeout(this.bell);
    await Promise.all([this.running, this.ringing]);
  }

  /** How the loop stands; throws when it stands still. */
  check(): string {
    const { everyMs = SWEEP_EVERY_MS } = this.options;
    const seconds = Math.round((performance.now() - this.lastBeat) / 1000);
    if (seconds * 1000 > everyMs * ROUNDS_LATE)
      throw new SweepStandsStill(
        `The sweep of reminders has not finished a round for ${seconds} s. Check that the queue (QUEUE, REDIS_URL) and the database answer.`,
      );
    return `swept ${seconds} s ago${this.overdue > 0 ? `, ${this.overdue} overdue` : ''}`;
  }

  private round(): void {
    this.running = this.guarded(async () => {
      const { reminders, overdue, silent } = await sweepReminders(this.options);
      const alarm = this.silence.heard(silent);
      if (alarm) this.options.report('sweep', alarm);
      const deliveries = await sweepDeliveries(this.options);
      this.lastBeat = performance.now();
      this.overdue = overdue;
      this.options.beat?.({ reminders, deliveries, overdue });
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
