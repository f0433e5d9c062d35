/** `reminders`: something on a stream falls due. `deliveries`: a message may leave. `webhooks`: another program may be called. */
export const QUEUES = ['reminders', 'deliveries', 'webhooks'] as const;
export type QueueName = (typeof QUEUES)[number];

/** Ids and instants only: a queue lies outside the reach of an erasure (docs/privacy.md). */
export type JobItem = Readonly<Record<string, string | number>>;

/** What a job is about: one thing, or with a virtual clock all that falls on one moment. */
export type JobPayload = readonly JobItem[];

export interface QueuedJob {
  /** By `jobIdOf`; a job whose id is waiting already is not added a second time. */
  readonly id: string;
  readonly payload: JobPayload;
  /** Milliseconds of the machine's time until it may run; 0 at once, negative when it is late by so much. */
  readonly delayMs: number;
}

export interface WorkOptions {
  /** Jobs under way at the same time in this process. */
  readonly concurrency: number;
  /** Tries before the job is dropped; the sweep adds it again while it is still due. */
  readonly attempts: number;
  handle(payload: JobPayload): Promise<void>;
  /** Hears the id of a job that is dropped because it failed. */
  dropped?(id: string): void;
}

/**
 * The alarm clock, never the memory: whatever is in it can be lost and is added again from the tables (docs/time.md, "Reminders"). Nothing is
 * kept of a job that has ended, because an id that is still kept silently swallows the same job added again.
 */
export interface JobQueue {
  add(queue: QueueName, jobs: readonly QueuedJob[]): Promise<void>;
  /** Begins to take jobs of this queue; one handler per queue and process. */
  work(queue: QueueName, options: WorkOptions): Promise<void>;
  /**
   * Adds the jobs, due now, and resolves when this process's own worker has ended each of them, for better or worse. With several
   * processes on one queue another may take them: for the virtual clock alone, which has a database to itself.
   */
  runNow(queue: QueueName, jobs: readonly Omit<QueuedJob, 'delayMs'>[]): Promise<void>;
  /** Jobs that wait for their moment or for a worker. */
  size(queue: QueueName): Promise<number>;
  /** Forgets every job of every queue. */
  clear(): Promise<void>;
  /** Throws when the engine behind the queue does not answer. */
  ping(): Promise<void>;
  /** Takes no more jobs, finishes those under way, closes what it opened. */
  close(): Promise<void>;
  /** Resolves, unless it is over before, when the engine answers nobody any more, with the connection cut. */
  abandoned(over: AbortSignal): Promise<void>;
}

/** Joins names to a job id that no other names give; without a colon, which BullMQ refuses. */
export const jobIdOf = (...names: readonly (string | number)[]): string =>
  names.map((name) => encodeURIComponent(name).replaceAll('.', '%2E')).join('.');

/** Late by so much, a job is given again under another id; longer than the worst burst takes. */
const LATE_MS = 300_000;

/**
 * A job by the names of what it is about. Late by five minutes, ten, twenty and so on, it has another id each time: the one that has its id may be held for a
 * moment or by a lock from before the machine's clock was set, and would swallow it.
 */
export function queuedJob(names: readonly (string | number)[], item: JobItem, delayMs: number): QueuedJob {
  const id = jobIdOf(...names);
  const late = delayMs > -LATE_MS ? '' : `.late${Math.floor(Math.log2(-delayMs / LATE_MS))}`;
  return { id: `${id}${late}`, payload: [item], delayMs };
}
