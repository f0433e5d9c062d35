import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations, PostgresEventStore } from '@overstap/event-store';
import { projectionMigrations, ProjectionRunner } from '@overstap/projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { append, opener, toyModels, type VisitStep } from '../../libs/projections/runner/testing/visits.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { type RecordedEvent } from '@overstap/kernel';
import { LONG } from './support/shape.js';

const SLOW_MS = 5_000;
const WRITERS = 16;
const APPENDS = LONG ? 4_000 : 500;

const visitOf = (n: number): VisitStep => ({
  tenant: 'a',
  trajectory: `t${n % 100}`,
  type: 'VisitPlanned',
  visit: `v${n}`,
  desk: 'north',
  at: '2026-09-01T08:00:00.000Z',
  note: 'x',
});

describe('what follows the log more slowly than it grows', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations, projectionMigrations]);
    store = await PostgresEventStore.open(database);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  /** Milliseconds of each append; so many writers, each waiting for its answer. */
  const appendsTook = async (): Promise<readonly number[]> => {
    const took: number[] = [];
    const left = Array.from({ length: APPENDS }, (_, n) => visitOf(n)).values();
    const writer = async (): Promise<void> => {
      for (const step of left) {
        const started = performance.now();
        await append(store, step);
        took.push(performance.now() - started);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, writer));
    return took.toSorted((a, b) => a - b);
  };
  const p99 = (sorted: readonly number[]): number => sorted[Math.ceil(sorted.length * 0.99) - 1] ?? NaN;

  const followedBy = async (react: (event: RecordedEvent) => Promise<void>): Promise<ProjectionRunner> => {
    const runner = await ProjectionRunner.open({
      store,
      opener,
      pool: database.worker,
      // The others look at every row of a desk for each event, which is time of its own.
      models: toyModels.filter(({ name }) => name === 'toy_lines'),
      // One after the other, as a projection does.
      reactors: [{ name: 'slow', types: ['VisitPlanned'], from: 'now', partitionOf: () => 'one', react }],
      report: () => undefined,
    });
    runner.start();
    return runner;
  };

  /** How many the read model of them shows. */
  const lines = async (): Promise<number | undefined> => {
    const { rows } = await database.worker.query<{ relation: string }>(
      `SELECT relation FROM projection_checkpoint WHERE name = 'toy_lines' AND state = 'live'`,
    );
    const shown = await database.worker.query<{ count: number }>(`SELECT count(*)::int FROM ${rows[0]?.relation}`);
    return shown.rows[0]?.count;
  };

  test('holds up nobody who writes, nor the read models beside it, while it is still at its first event', async () => {
    const begun: string[] = [];
    const handled = new Set<string>();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let atFirst = (): void => undefined;
    const first = new Promise<void>((resolve) => (atFirst = resolve));
    const runner = await followedBy(async ({ id }) => {
      begun.push(id);
      atFirst();
      await held;
      handled.add(id);
    });
    try {
      await append(store, visitOf(0));
      await first;
      await appendsTook();
      expect(await runner.waitFor(await store.head(), 120_000)).toBe(true);
      expect(await lines()).toBe(APPENDS);
      expect([begun.length, handled.size]).toEqual([1, 0]);
      letGo();
      // Nothing of what came meanwhile is passed over.
      await runner.drain(120_000);
      expect(handled.size).toBe(APPENDS + 1);
    } finally {
      letGo();
      await runner.stop();
    }
  });

  // How long an append takes is told apart from noise by many of them alone.
  if (LONG)
    test('at five seconds an event, makes an append take twice as long at most as one that keeps up', async () => {
      const besides = async (react: () => Promise<unknown>): Promise<number> => {
        const runner = await followedBy(async () => void (await react()));
        await append(store, visitOf(0));
        await appendsTook();
        const took = p99(await appendsTook());
        await runner.stop();
        return took;
      };
      const before = await besides(async () => undefined);
      expect((await besides(() => sleep(SLOW_MS))) / before).toBeLessThan(2);
    });
});
