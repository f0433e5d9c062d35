import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { type EventStore } from '@overstap/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProjectionRunner } from './runner.js';
import { faultyPool, type AtCommit } from './testing/faulty-pool.js';
import { forgetBuilds, rowsOf } from './testing/rows.js';
import { suiteOfRunners } from './testing/runners.js';
import { append, opener, toyModels, type VisitStep } from './testing/visits.js';

const { database, open } = suiteOfRunners(toyModels);

const stepOf = (n: number): VisitStep => ({
  tenant: n % 2 ? 'a' : 'b',
  trajectory: `t${n % 7}`,
  type: n % 5 === 4 ? 'VisitVoided' : 'VisitPlanned',
  visit: `v${n % 9}`,
  desk: ['north', 'south'][n % 2] ?? '',
  at: '2026-09-01T08:00:00.000Z',
  note: 'x'.repeat(n % 4),
});
const fill = async (store: EventStore, from: number, to: number): Promise<string> => {
  let position = '';
  for (let n = from; n < to; n++) position = await append(store, stepOf(n));
  return position;
};

/** What one undisturbed worker makes of the store. */
async function undisturbed(store: EventStore): Promise<readonly string[]> {
  const before = await rowsOf(database(), toyModels);
  await forgetBuilds(database());
  const runner = await open(store);
  await runner.drain();
  const rows = await rowsOf(database(), toyModels);
  await runner.stop();
  expect(before.length).toBe(rows.length);
  return rows;
}

describe('a worker that is disturbed', () => {
  const accidents: Record<string, AtCommit> = {
    'loses its connection before the commit': async (client, commit) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await database().owner.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      return commit();
    },
    'loses the answer to its commit': async (_client, commit) => {
      await commit();
      throw Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' });
    },
  };
  test.each(Object.entries(accidents))(
    '%s, every third time: each event counts once',
    async (_name, accident) => {
      const store = new MemoryEventStore();
      let commits = 0;
      let happened = 0;
      const pool = faultyPool(database().worker, () => {
        if (++commits % 3) return undefined;
        happened += 1;
        return accident;
      });
      const first = await open(store);
      await first.stop();
      const runner = await open(store, { pool, pageSize: 10, commitEvery: 20, commitRows: 20, leaseMs: 1000 }).catch(
        () => open(store, { pool, pageSize: 10, commitEvery: 20, commitRows: 20, leaseMs: 1000 }),
      );
      runner.start();
      for (let from = 0; from < 200; from += 25) {
        const position = await fill(store, from, from + 25);
        expect(await runner.waitFor(position, 20_000)).toBe(true);
      }
      await runner.stop();
      expect(happened).toBeGreaterThan(5);
      const rows = await rowsOf(database(), toyModels);
      expect(rows).toEqual(await undisturbed(store));
    },
    60_000,
  );

  test('sleeps through the loss of its lease: on waking its write changes nothing', async () => {
    const store = new MemoryEventStore();
    await fill(store, 0, 50);
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    let sleeping: () => void = () => undefined;
    const fellAsleep = new Promise<void>((resolve) => (sleeping = resolve));
    const first = await open(store);
    await first.drain();
    await first.stop();
    await fill(store, 50, 100);

    // Asleep right before it begins to write: folded, nothing locked.
    let nth = 0;
    const slowPool = new Proxy(database().worker, {
      get(target, property) {
        const value = Reflect.get(target, property) as unknown;
        if (property === 'connect')
          return async () => {
            if (nth++ === 0) {
              sleeping();
              await asleep;
            }
            return target.connect();
          };
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const options = { store, opener, models: toyModels, report: () => undefined, leaseMs: 300 };
    nth = -1; // The declaration of builds takes one connection.
    const slow = await ProjectionRunner.open({ ...options, pool: slowPool });
    slow.start();
    await fellAsleep;
    const quick = await open(store, { leaseMs: 300 });
    await sleep(400);
    quick.start();
    await quick.drain();
    await fill(store, 100, 110);
    await quick.drain();
    const before = await rowsOf(database(), toyModels);
    const held = async () =>
      (await database().worker.query('SELECT name, position FROM projection_checkpoint ORDER BY name')).rows;
    const checkpoints = await held();
    wake();
    await sleep(300);
    expect(await rowsOf(database(), toyModels)).toEqual(before);
    expect(await held()).toEqual(checkpoints);
    await Promise.all([slow.stop(), quick.stop()]);
    expect(await undisturbed(store)).toEqual(before);
  });

  test('several at once, coming and going: each event counts once', async () => {
    const store = new MemoryEventStore();
    let runners = await Promise.all(
      [1, 2, 3].map(() => open(store, { leaseMs: 300, pageSize: 7, commitEvery: 7, commitRows: 7 })),
    );
    for (const runner of runners) runner.start();
    for (let round = 0; round < 6; round++) {
      const position = await fill(store, round * 40, round * 40 + 40);
      const [first, ...others] = runners;
      const replacement = await open(store, { leaseMs: 300, pageSize: 7, commitEvery: 7, commitRows: 7 });
      replacement.start();
      await first?.stop();
      runners = [...others, replacement];
      expect(await replacement.waitFor(position, 10_000)).toBe(true);
    }
    await Promise.all(runners.map((runner) => runner.stop()));
    const rows = await rowsOf(database(), toyModels);
    expect(rows).toEqual(await undisturbed(store));
  });

  test('a worker that was killed keeps others out no longer than its lease', async () => {
    const store = new MemoryEventStore();
    await fill(store, 0, 10);
    const killed = await open(store, { leaseMs: 500 });
    await killed.drain();
    const successor = await open(store, { leaseMs: 500 });
    successor.start();
    const position = await fill(store, 10, 20);
    expect(await successor.waitFor(position, 5000)).toBe(true);
    await successor.stop();
  });
});
