import { isTimed } from '@overstap/mobility';
import { type JobItem, queuedJob, type QueuedJob } from '../queue/job-queue.js';
import { type DueStream, type Moment, type MomentName } from './due-table.js';

/**
 * A moment as a job. It names nothing that falls due: that is read when it runs, so that a clock that was paused, moved or met meanwhile needs no
 * change in the queue, and a cohort's nine o'clock is a few jobs.
 */
export const momentJob = ({ tenant, share, from, at }: Moment, nowMs: number): QueuedJob =>
  queuedJob(['moment', tenant, share, Date.parse(from)], { tenant, share, from }, Date.parse(at) - nowMs);

/** A stream on which something is due, as an item of a job. */
export const streamItem = ({ tenant, aggregate, id, at }: DueStream): JobItem => ({ tenant, aggregate, id, at });

/** What an item names: a moment or a stream; throws on what another version wrote. */
export function namedBy({ tenant, share, from, aggregate, id, at }: JobItem): MomentName | DueStream {
  if (typeof tenant === 'string') {
    if (typeof share === 'number' && typeof from === 'string') return { tenant, share, from };
    if (isTimed(aggregate) && typeof id === 'string' && typeof at === 'string') return { tenant, aggregate, id, at };
  }
  throw new Error(
    'A reminder job was written by another version of the program; it is dropped and made anew by the sweep',
  );
}
