import { isTimed } from '@overstap/mobility';
import { type JobItem, queuedJob, type QueuedJob } from '../queue/job-queue.js';
import { type DueStream, type Moment } from './due-table.js';

type Place = Pick<Moment, 'tenant' | 'at' | 'share'>;

/**
 * A moment as a job. It names nothing that falls due: that is read when it runs, so that a clock that was paused, moved or met meanwhile needs no
 * change in the queue, and a cohort's nine o'clock is a few dozen jobs.
 */
export const momentJob = ({ tenant, at, share }: Place, nowMs: number): QueuedJob =>
  queuedJob(['moment', tenant, share, Date.parse(at)], { tenant, at, share }, Date.parse(at) - nowMs);

/** A stream on which something is due, as an item of a job. */
export const streamItem = ({ tenant, aggregate, id, at }: DueStream): JobItem => ({ tenant, aggregate, id, at });

/** What an item names: a moment or a stream; throws on what another version wrote. */
export function namedBy({ tenant, at, share, aggregate, id }: JobItem): Place | DueStream {
  if (typeof tenant === 'string' && typeof at === 'string') {
    if (typeof share === 'number') return { tenant, at, share };
    if (isTimed(aggregate) && typeof id === 'string') return { tenant, aggregate, id, at };
  }
  throw new Error(
    'A reminder job was written by another version of the program; it is dropped and made anew by the sweep',
  );
}
