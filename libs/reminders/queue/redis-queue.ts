import { silence } from '@overstap/platform';
import { Redis } from 'ioredis';
import { BullMqQueue, type BullMqQueueOptions } from './bullmq-queue.js';
import { type JobQueue } from './job-queue.js';

/** The queue on Redis, `redis://host:6379`. Its `maxmemory-policy` must be `noeviction`. */
export function openRedisQueue(url: string, report: BullMqQueueOptions['report']): JobQueue {
  // A blocking reader waits for as long as Redis is away instead of failing after 20 tries.
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', (error) => report('redis', error));
  return new BullMqQueue({
    report,
    engine: {
      connection: redis,
      ping: async () => {
        if (redis.status !== 'ready') throw new Error(`Redis is ${redis.status}`);
        await redis.ping();
      },
      close: async () => {
        // A connection that is not up cannot say goodbye, and would wait for it for ever.
        if (redis.status === 'ready') await redis.quit();
        else redis.disconnect();
      },
      abandoned: async (over) => {
        // Waits for as long as Redis is away, unlike the ping above.
        await silence(() => redis.ping(), over);
        if (over.aborted) return;
        report('redis', new Error('Redis answers nobody; the program ends without it'));
        redis.disconnect();
      },
    },
  });
}
