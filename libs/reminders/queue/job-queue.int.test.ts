import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { ENGINES, type QueueBench, reminderDatabase, until } from '../testing/queues.js';
import { type JobPayload, type JobQueue } from './job-queue.js';

describe.each(ENGINES)('the job queue on $engine', ({ bench: start }) => {
  let database: TestDatabase;
  let bench: QueueBench;
  const opened: JobQueue[] = [];
  const dropped: string[] = [];
  const open = async (handle: (payload: JobPayload) => Promise<void>, attempts = 1): Promise<JobQueue> => {
    const queue = bench.open();
    opened.push(queue);
    await queue.clear();
    await queue.work('reminders', { concurrency: 4, attempts, handle, dropped: (id) => dropped.push(id) });
    return queue;
  };

  beforeAll(async () => {
    database = await reminderDatabase();
    bench = await start(database);
  });
  afterEach(() => Promise.all(opened.splice(0).map((queue) => queue.close())));
  afterAll(async () => {
    await bench.stop();
    await database.drop();
  });

  it('runs a job that was added twice once, and again when it is added after its end', async () => {
    const ran: unknown[] = [];
    const queue = await open(async ([item]) => void ran.push(item?.['n']));
    const job = { id: 'a.b', payload: [{ n: 1 }], delayMs: 150 };
    await queue.add('reminders', [job]);
    await queue.add('reminders', [job, { ...job, payload: [{ n: 2 }] }]);
    await until(() => ran.length > 0);
    // Its handler is done; the engine takes a moment to forget the job, and swallows the same id until then.
    await until(async () => {
      await queue.runNow('reminders', [{ id: 'a.b', payload: [{ n: 3 }] }]);
      return ran.length > 1;
    });
    expect(ran.slice(0, 2)).toEqual([1, 3]);
    await queue.close();
  });

  it('tries again with a pause, and lets a job that always fails be added again', async () => {
    let tries = 0;
    const queue = await open(() => Promise.reject(new Error(`try ${++tries}`)), 2);
    await queue.runNow('reminders', [{ id: 'x.y', payload: [] }]);
    expect(tries).toBe(2);
    await queue.runNow('reminders', [{ id: 'x.y', payload: [] }]);
    expect(tries).toBe(4);
    expect(dropped.splice(0)).toEqual(['x.y', 'x.y']);
    await queue.close();
  });

  it('forgets everything, and finishes what is under way before it closes', async () => {
    const ran: unknown[] = [];
    const queue = await open(async ([item]) => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      ran.push(item?.['n']);
    });
    await queue.add('reminders', [{ id: 'late.r', payload: [{ n: 0 }], delayMs: 400 }]);
    await queue.clear();
    await queue.add('reminders', [{ id: 'now.r', payload: [{ n: 1 }], delayMs: 0 }]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await queue.close();
    expect(ran).toEqual([1]);
  });
});
