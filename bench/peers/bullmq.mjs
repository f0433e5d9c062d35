import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { migrateQueue, openPostgresQueue, openRedisQueue } from '../../dist/libs/reminders/index.js';

const AT_ONCE = 16;
const BATCH = 5_000;
const report = (where, error) => console.error(where, error);

/**
 * What a queue can stand on here, with Overstap's queue and with BullMQ alone: jobs that do nothing, added and worked off as fast as they go, in
 * jobs a second. Undefined where it is not installed.
 */
export const QUEUE_ENGINES = { PostgreSQL: onPostgres, Redis: onRedis };

async function onPostgres({ queue }) {
  await migrateQueue(queue.owner);
  return {
    open: async () => openPostgresQueue(queue.worker, report),
    raw: async (jobs) => {
      const pool = new pg.Pool({
        ...queue.worker,
        options: `${queue.worker.options ?? ''} -c search_path=bullmq`.trim(),
        max: 12,
      });
      try {
        return await workedOff(jobs, pool, createPostgresBackend);
      } finally {
        await pool.end();
      }
    },
    stop: () => Promise.resolve(),
  };
}

async function onRedis() {
  const directory = await mkdtemp(join(tmpdir(), 'overstap-bench-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'yes'];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const missing = await Promise.race([once(server, 'error').then(() => true), once(server, 'spawn').then(() => false)]);
  if (missing) {
    console.error('redis-server is not installed: P4b is left out (apt install redis-server)');
    return undefined;
  }
  const url = `redis://127.0.0.1:${port}`;
  return {
    open: async () => openRedisQueue(url, report),
    raw: async (jobs) => {
      const redis = new Redis(url, { maxRetriesPerRequest: null });
      try {
        return await workedOff(jobs, redis);
      } finally {
        await redis.quit();
      }
    },
    /** Bytes that each reminder which waits for its moment takes, with its place among them. Messages that wait to leave are in another queue. */
    memory: async () => {
      const redis = new Redis(url);
      const waiting = 'bull:reminders:delayed';
      const ids = await redis.zrange(waiting, 0, -1);
      const keys = [waiting, ...ids.map((id) => `bull:reminders:${id}`)];
      let bytes = 0;
      for (let from = 0; from < keys.length; from += BATCH) {
        const asked = keys.slice(from, from + BATCH).map((key) => redis.memory('USAGE', key, 'SAMPLES', 0));
        for (const size of await Promise.all(asked)) bytes += size;
      }
      await redis.quit();
      return bytes / ids.length;
    },
    stop: async () => {
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function workedOff(jobs, connection, backend) {
  const keep = { removeOnComplete: true, removeOnFail: true };
  const queue = new Queue('bench', { connection }, backend);
  const started = performance.now();
  let left = jobs;
  let over;
  const all = new Promise((resolve) => (over = resolve));
  const worker = new Worker(
    'bench',
    async () => undefined,
    { connection, concurrency: AT_ONCE, removeOnComplete: { count: 0 } },
    backend,
  );
  worker.on('completed', () => --left === 0 && over());
  for (let from = 0; from < jobs; from += BATCH)
    await queue.addBulk(
      Array.from({ length: Math.min(BATCH, jobs - from) }, (_, nth) => ({
        name: 'bench',
        data: { items: [{ tenant: 'default', id: randomUUID() }] },
        opts: { jobId: `bench.${from + nth}`, ...keep },
      })),
    );
  await all;
  const seconds = (performance.now() - started) / 1000;
  await worker.close();
  await queue.close();
  return jobs / seconds;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
