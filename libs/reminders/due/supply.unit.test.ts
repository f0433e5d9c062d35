import { describe, expect, it } from '@jest/globals';
import { type QueuedJob } from '../queue/job-queue.js';
import { Supply } from './supply.js';

const waiting = (id: string): QueuedJob => ({ id, payload: [], delayMs: 60_000 });
const overdue = (id: string): QueuedJob => ({ id, payload: [], delayMs: -1 });

/** A queue that shows what it was given in each round, and holds it until it is emptied. */
function bench() {
  let added: string[] = [];
  const held = new Set<string>();
  const queue = {
    add: async (_: string, jobs: readonly QueuedJob[]) => {
      for (const { id } of jobs) held.add(id);
      added.push(...jobs.map(({ id }) => id));
    },
    size: () => Promise.resolve(held.size),
  };
  const supply = new Supply(queue, 'deliveries');
  const round = async (jobs: readonly QueuedJob[]): Promise<readonly string[]> => {
    added = [];
    await supply.begin();
    await supply.give(jobs);
    return added;
  };
  return { supply, held, round };
}

describe('the supply of a queue', () => {
  it('gives a job once while the queue holds it', async () => {
    const { round, supply } = bench();
    expect(await round([waiting('a'), waiting('b')])).toEqual(['a', 'b']);
    await supply.give([waiting('c')]);
    expect(await round([waiting('a'), waiting('b'), waiting('c'), waiting('d')])).toEqual(['d']);
  });

  it('gives everything again in the round after the queue was wiped', async () => {
    const { round, held } = bench();
    await round([waiting('a'), waiting('b')]);
    held.clear();
    expect(await round([waiting('a'), waiting('b')])).toEqual(['a', 'b']);
  });

  it('gives a job that the queue dropped again in the next round', async () => {
    const { round, supply } = bench();
    await round([overdue('a'), overdue('b')]);
    supply.forget('a');
    expect(await round([overdue('a'), overdue('b')])).toEqual(['a']);
  });

  it('gives a job that was lost alone again: soon when it should have run, later when it waits', async () => {
    const { round, held } = bench();
    const all = [waiting('a'), waiting('b'), waiting('c'), overdue('late'), waiting('soon')];
    await round(all);
    held.delete('late');
    held.delete('soon');
    const given: Record<string, number> = {};
    for (let n = 1; n <= 20; n += 1) for (const id of await round(all)) given[id] ??= n;
    expect(given).toEqual({ late: 4, a: 20, b: 20, c: 20, soon: 20 });
  });
});
