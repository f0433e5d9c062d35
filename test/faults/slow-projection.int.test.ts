import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventStoreMigrations, PostgresEventStore } from '@overstap/event-store';
import { projectionMigrations, ProjectionRunner } from '@overstap/projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { append, lines, opener, type VisitStep } from '../../libs/projections/runner/testing/visits.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { type RecordedEvent } from '@overstap/kernel';
import type pg from 'pg';
import { LONG } from './support/shape.js';

const SLOW_MS = 5_000;
const WRITERS = 16;
const APPENDS = LONG ? 4_000 : 500;

let planned = 0;
const nextVisit = (): VisitStep => {
  const n = planned++;
  return {
    tenant: 'a',
    trajectory: `t${n % 100}`,
    type: 'VisitPlanned',
    visit: `v${n}`,
    desk: 'north',
    at: '2026-09-01T08:00:00.000Z',
    note: 'x',
  };
};

/** Its rows are looked up for each page. */
const slowModel = { ...lines, name: 'toy_slow' };

/** The same pool, on which nobody gets a row of that read model before this has answered. */
const waitingOn = (pool: pg.Pool, answers: () => Promise<unknown>): pg.Pool =>
  new Proxy(pool, {
    get(target, member) {
      const value = Reflect.get(target, member, target) as unknown;
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...given: unknown[]) => unknown;
      if (member !== 'query') return method;
      return async (...given: unknown[]): Promise<unknown> => {
        const { name } = (given[0] ?? {}) as { readonly name?: string };
        if (name?.startsWith(`load key read_model.${slowModel.name}`)) await answers();
        return method(...given);
      };
    },
  });

/** What somebody waits for until they are let go, and that they have come so far. */
function gate(): { readonly reached: Promise<void>; readonly pass: () => Promise<void>; readonly open: () => void } {
  let [arrive, open] = [(): void => undefined, (): void => undefined];
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  const pass = (): Promise<void> => {
    arrive();
    return opened;
  };
  return { reached, pass, open };
}

describe('what follows the log more slowly than it grows', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeAll(async () => {
    database = await testDatabase([eventStoreMigrations, projectionMigrations]);
    store = await PostgresEventStore.open(database);
    // Whoever begins at the first event knows that there are no rows to look up.
    const runner = await follow({});
    await append(store, nextVisit());
    await runner.drain();
    await runner.stop();
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  /** Milliseconds of each append; so many writers, each waiting for its answer. */
  const appendsTook = async (): Promise<readonly number[]> => {
    const took: number[] = [];
    const left = Array.from({ length: APPENDS }, nextVisit).values();
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

  /** By default everything keeps up. */
  const follow = async ({
    react = async () => undefined,
    lookUp = async () => undefined,
  }: {
    readonly react?: (event: RecordedEvent) => Promise<unknown>;
    readonly lookUp?: () => Promise<unknown>;
  }): Promise<ProjectionRunner> => {
    const runner = await ProjectionRunner.open({
      store,
      opener,
      pool: waitingOn(database.worker, lookUp),
      models: [lines, slowModel],
      // One after the other, as a projection does.
      reactors: [
        {
          name: 'slow',
          types: ['VisitPlanned'],
          from: 'now',
          partitionOf: () => 'one',
          react: async (event) => void (await react(event)),
        },
      ],
      report: () => undefined,
    });
    runner.start();
    return runner;
  };

  /** How many of all that were planned a read model shows. */
  const shown = async (name: string): Promise<number | undefined> => {
    const { rows } = await database.worker.query<{ relation: string }>(
      `SELECT relation FROM projection_checkpoint WHERE name = $1 AND state = 'live'`,
      [name],
    );
    const counted = await database.worker.query<{ count: number }>(`SELECT count(*)::int FROM ${rows[0]?.relation}`);
    return counted.rows[0]?.count;
  };

  test('a reactor that stands still at its first event holds up nobody who writes, nor the read models beside it', async () => {
    const first = gate();
    const begun: string[] = [];
    const handled = new Set<string>();
    const runner = await follow({
      react: async ({ id }) => {
        begun.push(id);
        await first.pass();
        handled.add(id);
      },
    });
    try {
      await append(store, nextVisit());
      await first.reached;
      await appendsTook();
      expect(await runner.waitFor(await store.head(), 120_000)).toBe(true);
      expect(await shown('toy_lines')).toBe(planned);
      expect([begun.length, handled.size]).toEqual([1, 0]);
      first.open();
      // Nothing of what came meanwhile is passed over.
      await runner.drain(120_000);
      expect(handled.size).toBe(APPENDS + 1);
    } finally {
      first.open();
      await runner.stop();
    }
  });

  test('a read model whose rows are not to be had holds up nobody who writes; those that its worker moves with it come behind, and all catch up', async () => {
    const rows = gate();
    const runner = await follow({ lookUp: rows.pass });
    try {
      const before = planned;
      await append(store, nextVisit());
      await rows.reached;
      await appendsTook();
      expect(await runner.waitFor(await store.head(), 500)).toBe(false);
      expect([await shown('toy_lines'), await shown('toy_slow')]).toEqual([before, before]);
      rows.open();
      await runner.drain(120_000);
      expect([await shown('toy_lines'), await shown('toy_slow')]).toEqual([planned, planned]);
    } finally {
      rows.open();
      await runner.stop();
    }
  });

  // How long an append takes is told apart from noise by many of them alone.
  if (LONG)
    test.each(['react', 'lookUp'] as const)(
      'at five seconds each time (%s), makes an append take twice as long at most as where all keep up',
      async (slow) => {
        const besides = async (takes: () => Promise<unknown>): Promise<number> => {
          const runner = await follow({ [slow]: takes });
          await append(store, nextVisit());
          await appendsTook();
          const took = p99(await appendsTook());
          await runner.stop();
          return took;
        };
        const before = await besides(async () => undefined);
        expect((await besides(() => sleep(SLOW_MS))) / before).toBeLessThan(2);
      },
    );
});
