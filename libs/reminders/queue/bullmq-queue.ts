import { type BackendFactory, type IQueueBackend, type Job, Queue } from 'bullmq';
import {
  type JobPayload,
  type JobQueue,
  QUEUES,
  type QueuedJob,
  type QueueName,
  type WorkOptions,
} from './job-queue.js';
import { RestingWorker } from './resting-worker.js';

const BATCH = 5_000;
/** On PostgreSQL a bulk makes two temporary tables: as slow as ten single jobs. */
const FEW = 8;
const BACKOFF_MS = 500;
/**
 * What a worker that died had under way waits so long, and up to two looks more, until another takes it. Shorter than BullMQ's half minute and
 * more, since a job taken twice does no harm; a live worker renews its locks well before.
 */
const LOCK_MS = 6_000;
const LOOKS_FOR_DEAD_EVERY_MS = 1_500;
/** Workers may die over one job again and again, which is not its fault. */
const DEATHS_AT_MOST = 1_000;

/** What differs between Redis and PostgreSQL. */
export interface QueueEngine {
  readonly connection: unknown;
  /** Absent: BullMQ's own, Redis. */
  readonly backend?: BackendFactory<IQueueBackend, never>;
  ping(): Promise<void>;
  close(): Promise<void>;
  /** Absent where somebody else watches it. */
  abandoned?(over: AbortSignal): Promise<void>;
}

export interface BullMqQueueOptions {
  readonly engine: QueueEngine;
  /** Hears of connections that broke and jobs that failed; BullMQ goes on by itself. */
  readonly report: (where: string, error: unknown) => void;
}

/** The one use of BullMQ; the engine chooses between its Redis and its PostgreSQL backend. */
export class BullMqQueue implements JobQueue {
  private readonly queues: Readonly<Record<QueueName, Queue>>;
  private readonly workers = new Map<QueueName, RestingWorker>();
  private readonly attempts = new Map<QueueName, number>();
  /** Who waits for the end of a job, by queue and id. */
  private readonly waiting = new Map<string, () => void>();
  private closed: Promise<void> | undefined;

  constructor(private readonly options: BullMqQueueOptions) {
    const made = QUEUES.map((name) => {
      const queue = new Queue(
        name,
        { connection: options.engine.connection as never },
        options.engine.backend as never,
      );
      queue.on('error', (error) => options.report(`queue ${name}`, error));
      return [name, queue] as const;
    });
    this.queues = Object.fromEntries(made) as Record<QueueName, Queue>;
  }

  async add(name: QueueName, jobs: readonly QueuedJob[]): Promise<void> {
    const queue = this.queues[name];
    const asked = jobs.map(({ id, payload, delayMs }) => ({
      name,
      data: { items: payload },
      opts: {
        jobId: id,
        delay: Math.max(0, Math.round(delayMs)),
        attempts: this.attempts.get(name) ?? 1,
        backoff: { type: 'exponential', delay: BACKOFF_MS },
        removeOnComplete: true,
        removeOnFail: true,
      },
    }));
    if (asked.length <= FEW) await Promise.all(asked.map((job) => queue.add(job.name, job.data, job.opts)));
    else for (let from = 0; from < asked.length; from += BATCH) await queue.addBulk(asked.slice(from, from + BATCH));
  }

  async work(name: QueueName, { concurrency, attempts, handle, dropped }: WorkOptions): Promise<void> {
    if (this.workers.has(name)) throw new Error(`The queue ${name} has a worker in this process already`);
    const { engine, report } = this.options;
    this.attempts.set(name, attempts);
    const worker = new RestingWorker(
      name,
      (job: Job<{ readonly items: JobPayload }>) => handle(job.data.items),
      {
        connection: engine.connection as never,
        concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: LOOKS_FOR_DEAD_EVERY_MS,
        maxStalledCount: DEATHS_AT_MOST,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
      engine.backend as never,
    );
    worker.on('error', (error) => report(`worker ${name}`, error));
    worker.on('completed', (job) => this.ended(name, job.id));
    worker.on('failed', (job, error) => {
      report(`job ${name}`, error);
      if (job && job.finishedOn === undefined && job.attemptsMade < (job.opts.attempts ?? 1)) return;
      this.ended(name, job?.id);
      if (job?.id !== undefined) dropped?.(job.id);
    });
    this.workers.set(name, worker);
    await worker.waitUntilReady();
  }

  async runNow(name: QueueName, jobs: readonly Omit<QueuedJob, 'delayMs'>[]): Promise<void> {
    if (!this.workers.has(name)) throw new Error(`Nobody works on the queue ${name} in this process`);
    const ended = jobs.map(({ id }) => new Promise<void>((resolve) => this.waiting.set(`${name} ${id}`, resolve)));
    await this.add(
      name,
      jobs.map((job) => ({ ...job, delayMs: 0 })),
    );
    await Promise.all(ended);
  }

  size(name: QueueName): Promise<number> {
    return this.queues[name].count();
  }

  async clear(): Promise<void> {
    for (const queue of Object.values(this.queues)) await queue.obliterate({ force: true });
    // An obliterated queue is left paused.
    for (const queue of Object.values(this.queues)) await queue.resume();
  }

  ping(): Promise<void> {
    return this.options.engine.ping();
  }

  abandoned(over: AbortSignal): Promise<void> {
    return this.options.engine.abandoned?.(over) ?? new Promise(() => undefined);
  }

  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.workers.values()].map((worker) => worker.close()));
    for (const end of this.waiting.values()) end();
    this.waiting.clear();
    await Promise.all(Object.values(this.queues).map((queue) => queue.close()));
    await this.options.engine.close();
  }

  private ended(name: QueueName, id: string | undefined): void {
    const key = `${name} ${id}`;
    this.waiting.get(key)?.();
    this.waiting.delete(key);
  }
}
