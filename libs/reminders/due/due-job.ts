import { isTimed } from '@overstap/mobility';
import { type JobItem, jobIdOf, type QueuedJob } from '../queue/job-queue.js';
import { type DueRow } from './due-table.js';

/**
 * A due row as a job. Its id holds the instant too: a clock that was paused and resumed keeps its generation, and its moved rung must not
 * be swallowed by the job that still waits for the old moment.
 */
export const dueJob = (row: DueRow, nowMs: number): QueuedJob => {
  const { tenant, aggregate, id, clockId, generation, rung, at } = row;
  return {
    id: jobIdOf(tenant, aggregate, id, clockId, generation, rung, Date.parse(at)),
    payload: [{ tenant, aggregate, id, clockId, generation, rung, at }],
    delayMs: Date.parse(at) - nowMs,
  };
};

/** The row that a job names; throws on what another version wrote. */
export function dueRowOf({ tenant, aggregate, id, clockId, generation, rung, at }: JobItem): DueRow {
  const texts = { tenant, id, clockId, rung, at };
  const wrong = Object.entries(texts).find(([, value]) => typeof value !== 'string');
  if (wrong || !isTimed(aggregate) || typeof generation !== 'number')
    throw new Error(
      'A reminder job was written by another version of the program; it is dropped and made anew by the sweep',
    );
  return { ...(texts as Record<keyof typeof texts, string>), aggregate, generation };
}
