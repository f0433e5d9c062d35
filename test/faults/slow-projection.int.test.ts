import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations, PostgresEventStore } from '@overstap/event-store';
import { projectionMigrations, ProjectionRunner } from '@overstap/projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { append, opener, toyModels, type VisitStep } from '../../libs/projections/runner/testing/visits.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
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

describe('what follows the log at five seconds an event', () => {
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

  test('holds up nobody who writes, nor the read models beside it', async () => {
    await appendsTook();
    const before = p99(await appendsTook());
    let handled = 0;
    const runner = await ProjectionRunner.open({
      store,
      opener,
      pool: database.worker,
      models: toyModels,
      reactors: [
        {
          name: 'slow',
          types: ['VisitPlanned'],
          from: 'now',
          // One after the other, as a projection does.
          partitionOf: () => 'one',
          react: async () => {
            await sleep(SLOW_MS);
            handled += 1;
          },
        },
      ],
      report: () => undefined,
    });
    runner.start();
    const last = await append(store, visitOf(0));
    const during = p99(await appendsTook());
    expect(await runner.waitFor(last, 60_000)).toBe(true);
    // Everything is stored and shown while hardly any of it has been handled there.
    expect(handled).toBeLessThan(APPENDS / 10);
    if (LONG) expect(during / before).toBeLessThan(2);
    await runner.stop();
  });
});
