import { type Instant, isRefusal, type Refusal } from '@overstap/kernel';
import { type VirtualClock } from '@overstap/platform';
import { streamItem } from './due/due-job.js';
import { duePages, type DueRow, type DueTable } from './due/due-table.js';
import { deliveryJobs, type Outbox } from './outbox/outbox.js';
import { type Webhooks } from './webhooks/webhooks.js';
import { type JobQueue, jobIdOf, type QueuedJob, type QueueName } from './queue/job-queue.js';

const BATCH = 200;

export interface TimeDriverOptions {
  readonly clock: VirtualClock;
  readonly due: DueTable;
  readonly outbox: Outbox;
  readonly webhooks?: Pick<Webhooks, 'jobsBy'> | undefined;
  /** With this process's workers on every queue. */
  readonly queue: JobQueue;
  /** Resolves when read models and reactors have handled everything that was appended. */
  readonly settled: () => Promise<void>;
}

/** What a move of the clock brought about. */
export interface Advanced {
  readonly now: Instant;
  /** Moments at which something was due. */
  readonly instants: number;
  readonly reminders: number;
  readonly deliveries: number;
}

/**
 * Moves a virtual clock forward through every moment at which something is due: the clock stands at that moment while what is due then goes through the
 * queue, and moves on when that and all that follows from it has happened. The real-time sweep must be off meanwhile.
 */
export class TimeDriver {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: TimeDriverOptions) {}

  /** Moves take turns. Refuses to go back. */
  advance(to: Instant): Promise<Advanced | Refusal> {
    const result = this.turn.then(() => this.advanceNow(to));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async advanceNow(to: Instant): Promise<Advanced | Refusal> {
    const { clock, due, outbox, webhooks, settled } = this.options;
    if (to < clock.now()) return (await clock.moveTo(to)) ?? { now: to, instants: 0, reminders: 0, deliveries: 0 };
    // A job that fails leaves its row due; each row is tried once per move, so that it cannot hold up time.
    const tried = new Set<string>();
    let [instants, reminders, deliveries] = [0, 0, 0];
    await settled();
    for (;;) {
      const now = clock.now();
      let found = false;
      for (;;) {
        // All that falls due comes first: a digest of this moment takes along what fires at this moment.
        const fallen = await this.run('reminders', await this.dueNow(now), tried);
        const pending = fallen > 0 ? [] : deliveryJobs(await outbox.pendingBy(now), Date.parse(now));
        const calls = fallen > 0 ? undefined : await webhooks?.jobsBy(now, Date.parse(now));
        const left = (await this.run('deliveries', pending, tried)) + (await this.run('webhooks', calls ?? [], tried));
        if (fallen + left === 0) break;
        found = true;
        reminders += fallen;
        deliveries += left;
        await settled();
      }
      if (found) instants += 1;
      const next = (await Promise.all([due.earliest(now), outbox.earliest(now)]))
        .filter((instant) => instant !== undefined)
        .toSorted()[0];
      const stop = next === undefined || next > to;
      const refused = await clock.moveTo(stop ? to : next);
      if (isRefusal(refused)) return refused;
      if (stop) return { now: clock.now(), instants, reminders, deliveries };
    }
  }

  private async dueNow(now: Instant): Promise<QueuedJob[]> {
    const jobs: QueuedJob[] = [];
    for await (const page of duePages(this.options.due, now))
      jobs.push(...page.map((row) => ({ id: rowIdOf(row), payload: [streamItem(row)], delayMs: 0 })));
    return jobs;
  }

  /** Answers how many jobs were not tried before. */
  private async run(queue: QueueName, jobs: readonly QueuedJob[], tried: Set<string>): Promise<number> {
    const fresh = jobs.filter(({ id }) => !tried.has(`${queue} ${id}`));
    for (const { id } of fresh) tried.add(`${queue} ${id}`);
    const batches: Omit<QueuedJob, 'delayMs'>[] = [];
    for (let from = 0; from < fresh.length; from += BATCH) {
      const batch = fresh.slice(from, from + BATCH);
      // One job for many: a moment of a whole cohort costs little more than that of one person. What is due on one stream falls due at once.
      const items = new Map(batch.flatMap(({ payload }) => payload.map((item) => [JSON.stringify(item), item])));
      batches.push({ id: jobIdOf('moment', batch[0]?.id ?? ''), payload: [...items.values()] });
    }
    if (batches.length > 0) await this.options.queue.runNow(queue, batches);
    return fresh.length;
  }
}

/** Tells a row apart from every other, the same rung at another instant too: a clock that was paused and resumed keeps its generation. */
const rowIdOf = ({ tenant, aggregate, id, clockId, generation, rung, at }: DueRow): string =>
  jobIdOf(tenant, aggregate, id, clockId, generation, rung, Date.parse(at));
