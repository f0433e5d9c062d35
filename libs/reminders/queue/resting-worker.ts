import { type Job, Worker, type WorkerOptions } from 'bullmq';

/** After a look for jobs that failed; also the longest that a stop waits for one. */
const REST_MS = 500;

/**
 * BullMQ's worker, at most two looks a second while they fail. By itself it waits for 15 s where nobody listens, which nothing cuts short, and not at all
 * where each query is answered with an error.
 */
export class RestingWorker extends Worker {
  constructor(name: string, handle: (job: Job) => Promise<void>, options: WorkerOptions, backend: never) {
    super(name, handle, { ...options, runRetryDelay: REST_MS }, backend);
  }

  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      await this.delay();
      throw error;
    }
  }

  /** Without a time: after a failure. */
  override delay(...[ms = REST_MS, abort]: Parameters<Worker['delay']>): Promise<void> {
    return super.delay(ms, abort);
  }
}
