import { type JobQueue, type QueuedJob, type QueueName } from '../queue/job-queue.js';

/**
 * Rounds after which a job is given again, in case the queue has lost it alone: sooner when it should have run by now. A moment that has passed
 * can have something new due at it in every round.
 */
const AGAIN_AFTER = { waiting: 20, overdue: { reminders: 1, deliveries: 4, webhooks: 4 } } as const;

/**
 * Gives one queue its jobs, each once: offering it a hundred thousand waiting ones in every round would cost more than carrying them out.
 * Everything is given again as soon as the queue holds less than half of what the round before found, as after a wipe.
 */
export class Supply {
  private readonly given = new Map<string, number>();
  private round = 0;
  private found = 0;

  constructor(
    private readonly queue: Pick<JobQueue, 'add' | 'size'>,
    private readonly name: QueueName,
  ) {}

  /** Begins a round, in which all that should be in the queue is given. */
  async begin(): Promise<void> {
    this.round += 1;
    if ((await this.queue.size(this.name)) < this.found / 2) this.given.clear();
    for (const [id, round] of this.given) if (this.round - round >= AGAIN_AFTER.waiting) this.given.delete(id);
    this.found = 0;
  }

  /** The queue dropped it: it is given again in the next round. */
  forget(id: string): void {
    this.given.delete(id);
  }

  /** Adds those that the queue need not be asked about. */
  async give(jobs: readonly QueuedJob[]): Promise<void> {
    this.found += jobs.length;
    const fresh = jobs.filter(({ id, delayMs }) => {
      const round = this.given.get(id);
      return round === undefined || (delayMs <= 0 && this.round - round >= AGAIN_AFTER.overdue[this.name]);
    });
    if (fresh.length === 0) return;
    await this.queue.add(this.name, fresh);
    for (const { id } of fresh) this.given.set(id, this.round);
  }
}
