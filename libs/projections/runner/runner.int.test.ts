import { describe, expect, jest, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { type EventStore } from '@overstap/kernel';
import { RightOfWay } from '@overstap/platform';
import fc from 'fast-check';
import { beginRebuildIn } from './builds.js';
import { defineReadModel } from './read-model.js';
import { histories, reordered } from './testing/histories.js';
import { forgetBuilds, rowsOf } from './testing/rows.js';
import { suiteOfRunners } from './testing/runners.js';
import { type VisitStep, append, summary, toyModels, visit } from './testing/visits.js';
import { inTransaction } from './transaction.js';

const { database, open } = suiteOfRunners(toyModels);

const fill = async (store: EventStore, history: readonly VisitStep[]): Promise<void> => {
  for (const step of history) await append(store, step);
};
/** Brings everything twice, and sometimes what was long seen. */
class RepeatingStore extends MemoryEventStore {
  override async readAll(...[after, limit, filter]: Parameters<EventStore['readAll']>) {
    const page = await super.readAll(after, limit, filter);
    const seen = (await super.readAll('', Number(after || 0), filter)).events;
    return { ...page, events: [...seen.slice(-3), ...page.events.flatMap((event) => [event, event])] };
  }
}

describe('rows of read models', () => {
  test('any history, taken up in bits by workers that come and go: rebuilding gives the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(fc.integer({ min: 1, max: 20 })), async (history, stops) => {
        await forgetBuilds(database());
        const store = new MemoryEventStore();
        const small = { pageSize: 3, commitEvery: 5, commitRows: 5, cacheRows: 2 };
        let runner = await open(store, small);
        let from = 0;
        for (const [nth, length] of stops.entries()) {
          await fill(store, history.slice(from, from + length));
          from += length;
          await runner.drain();
          if (nth % 2) {
            await runner.stop();
            runner = await open(store, { pageSize: 4 });
          }
        }
        await fill(store, history.slice(from));
        await runner.drain();
        const live = await rowsOf(database(), toyModels);
        expect(live.length).toBeGreaterThan(0);
        await runner.rebuild();
        expect(await rowsOf(database(), toyModels)).toEqual(live);
        await runner.stop();
      }),
      { numRuns: 25 },
    );
  });

  test('shuffled within what order allows, and repeated: the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.array(fc.nat(), { maxLength: 200 }), async (history, choices) => {
        const outcomes: (readonly string[])[] = [];
        for (const [store, steps] of [
          [new MemoryEventStore(), history],
          [new RepeatingStore(), reordered(history, choices)],
        ] as const) {
          await forgetBuilds(database());
          await fill(store, steps);
          const runner = await open(store, { pageSize: 7, commitEvery: 10, commitRows: 10, cacheRows: 3 });
          await runner.drain();
          outcomes.push(await rowsOf(database(), toyModels));
          await runner.stop();
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
      }),
      { numRuns: 25 },
    );
  });

  test('a rebuild that somebody begins anew while its indexes are made ends with theirs', async () => {
    const store = new MemoryEventStore();
    await fill(store, [visit]);
    const pool = database().worker;
    const model = toyModels.find(({ name }) => name === 'toy_summary');
    if (!model) throw new Error('There is no toy_summary');
    let isToBegin = false;
    const overtaken = new Proxy(pool, {
      get(target, property) {
        const value = Reflect.get(target, property) as unknown;
        if (property !== 'query') return typeof value === 'function' ? value.bind(target) : value;
        return async (...args: unknown[]) => {
          if (isToBegin && /ANALYZE/.test(String(args[0]))) {
            isToBegin = false;
            await inTransaction(pool, (client) => beginRebuildIn(client, model));
          }
          return Reflect.apply(target.query, target, args) as unknown;
        };
      },
    });
    const runner = await open(store, { pool: overtaken });
    await runner.drain();
    const live = await rowsOf(database(), toyModels);
    isToBegin = true;
    await runner.rebuild(['toy_summary']);
    expect(isToBegin).toBe(false);
    expect(await rowsOf(database(), toyModels)).toEqual(live);
  });

  test('where one of several read models cannot be rebuilt, none begins', async () => {
    const store = new MemoryEventStore();
    await fill(store, [visit]);
    const runner = await open(store);
    await runner.drain();
    const last = toyModels.at(-1)?.name;
    await database().worker.query('UPDATE projection_checkpoint SET version = version + 1 WHERE name = $1', [last]);
    await expect(runner.rebuild()).rejects.toThrow(/There is a newer version/);
    const { rows } = await database().worker.query(`SELECT name FROM projection_checkpoint WHERE state = 'building'`);
    expect(rows).toEqual([]);
  });

  test('a rebuild for which somebody’s work would have to make way does not begin, and says so', async () => {
    const store = new MemoryEventStore();
    await fill(store, [visit]);
    const runner = await open(store);
    await runner.drain();
    const worker = await database().worker.connect();
    try {
      await runner.rebuild(['toy_summary']);
      const builds = async () => {
        const { rows } = await database().worker.query<{ readonly name: string; readonly relation: string }>(
          'SELECT name, build, state, relation FROM projection_checkpoint ORDER BY 1, 2',
        );
        return rows;
      };
      await database().worker.query(
        `UPDATE projection_checkpoint SET state = 'building' WHERE name = 'toy_summary' AND state = 'live'`,
      );
      const before = await builds();
      const filled = before.find(({ name }) => name === 'toy_summary');
      await worker.query(`BEGIN; LOCK TABLE ${filled?.relation} IN ROW EXCLUSIVE MODE`);
      await expect(runner.rebuild(['toy_summary'])).rejects.toThrow(/nothing was begun. Try again/);
      expect(await builds()).toEqual(before);
    } finally {
      await worker.query('ROLLBACK');
      worker.release();
    }
  });

  test('rows that followed a longer log than there is are not rebuilt for ever: it ends with what is wrong', async () => {
    const longer = new MemoryEventStore();
    await fill(longer, [visit, { ...visit, trajectory: 't2' }]);
    const before = await open(longer);
    await before.drain();
    await before.stop();
    const shorter = new MemoryEventStore();
    await fill(shorter, [visit]);
    const runner = await open(shorter);
    await expect(runner.rebuild(['toy_summary'])).rejects.toThrow(/followed the log beyond its end/);
  });

  test('a tenant sees its own rows through the view, and nobody else anything', async () => {
    const store = new MemoryEventStore();
    await fill(store, [visit, { ...visit, tenant: 'b', trajectory: 't2' }]);
    const runner = await open(store);
    await runner.drain();
    const seenBy = (tenant: string) =>
      database().readAs(
        tenant,
        async (client) => (await client.query('SELECT trajectory FROM read_model.toy_summary')).rows,
      );
    expect(await seenBy('a')).toEqual([{ trajectory: 't1' }]);
    expect(await seenBy('b')).toEqual([{ trajectory: 't2' }]);
    expect(await seenBy('c')).toEqual([]);
    expect((await database().reader.query('SELECT FROM read_model.toy_summary')).rowCount).toBe(0);
    for (const sql of [`UPDATE read_model.toy_summary SET visits = 0`, `SELECT * FROM parked_event`])
      await expect(database().readAs('a', (client) => client.query(sql))).rejects.toThrow(/permission denied/);
    await expect(database().appender.query('SELECT FROM read_model.toy_summary')).rejects.toThrow(/permission denied/);
    await runner.stop();
  });
});

describe('versions', () => {
  const second = defineReadModel<{ trajectory: string; visits: number; doubled: number }>({
    name: 'toy_summary',
    version: 2,
    columns: { trajectory: 'text', visits: 'integer', doubled: 'integer' },
    key: 'trajectory',
    partition: 'trajectory',
    apply(rows, event) {
      const id = event.trajectory ?? '';
      const visits = (rows.get(id)?.visits ?? 0) + 1;
      rows.put(id, { trajectory: id, visits, doubled: visits * 2 });
    },
  });
  const query = async (sql: string) => (await database().worker.query(sql)).rows as unknown[];

  test('a new version is filled beside the old one and takes its place; the old table goes', async () => {
    const store = new MemoryEventStore();
    await fill(store, [visit, visit]);
    const old = await open(store, { models: [summary] });
    await old.drain();
    const newer = await open(store, { models: [second] });
    expect(await query('SELECT visits, voided FROM read_model.toy_summary')).toEqual([{ visits: 2, voided: false }]);
    await append(store, visit);
    await old.drain().catch(() => undefined);
    await newer.drain();
    expect(await query('SELECT * FROM read_model.toy_summary')).toEqual([
      { tenant: 'a', trajectory: 't1', visits: 3, doubled: 6 },
    ]);
    expect(await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'read_model'`)).toEqual([
      { tablename: 'toy_summary_v2_2' },
    ]);
    await Promise.all([old.stop(), newer.stop()]);
  });

  test('an older program that starts during an upgrade leaves the newer rows alone', async () => {
    const store = new MemoryEventStore();
    await append(store, visit);
    const newer = await open(store, { models: [second] });
    await newer.drain();
    const older = await open(store, { models: [summary], leaseMs: 50 });
    older.start();
    await append(store, visit);
    await newer.drain();
    expect(await query('SELECT doubled FROM read_model.toy_summary')).toEqual([{ doubled: 4 }]);
    await expect(older.rebuild(['toy_summary'])).rejects.toThrow(/newer version/);
    await Promise.all([older.stop(), newer.stop()]);
  });

  test('the live rows go on while a build fills, and no reader ever sees fewer of them', async () => {
    const store = new MemoryEventStore();
    for (let n = 0; n < 300; n++) await append(store, { ...visit, trajectory: `t${n % 30}` });
    const runner = await open(store, { pageSize: 20, commitEvery: 20, commitRows: 20 });
    await runner.drain();
    runner.start();
    let rebuilt = false;
    const rebuild = runner.rebuild().finally(() => (rebuilt = true));
    let least = 0;
    for (let n = 0; n < 50 || !rebuilt; n++) {
      const position = await append(store, { ...visit, trajectory: `t${n % 30}` });
      expect(await runner.waitFor(position, 5000)).toBe(true);
      const [row] = (await query('SELECT sum(visits)::int AS visits FROM read_model.toy_summary')) as {
        visits: number;
      }[];
      expect(row?.visits).toBe(301 + n);
      least = row?.visits ?? 0;
    }
    await rebuild;
    expect(least).toBeGreaterThanOrEqual(350);
    await runner.stop();
  });
});

describe('waiting for one’s own write', () => {
  test('in the runner’s process, in another one, and in vain', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store);
    const other = await open(store, { leaseMs: 60_000 });
    await runner.drain();
    const early = await append(store, visit);
    const before = performance.now();
    expect(await runner.waitFor(early, 100)).toBe(false);
    expect(performance.now() - before).toBeGreaterThanOrEqual(90);
    const waits = [runner.waitFor(early, 5000), other.waitFor(early, 5000, ['toy_lines'])];
    runner.start();
    expect(await Promise.all(waits)).toEqual([true, true]);
    await runner.stop();
  });

  test('what is late by the clock goes first, and holds the rows up for no more than a moment', async () => {
    const store = new MemoryEventStore();
    const way = new RightOfWay();
    const runner = await open(store, { way });
    runner.start();
    await runner.drain();
    let end: () => void = () => undefined;
    const first = way.take(() => new Promise<void>((resolve) => (end = resolve)));
    const early = await append(store, visit);
    expect(await runner.waitFor(early, 300)).toBe(false);
    expect(await runner.waitFor(early, 30_000)).toBe(true);
    const late = await append(store, { ...visit, visit: 'v2' });
    end();
    await first;
    expect(await runner.waitFor(late, 30_000)).toBe(true);
    await runner.stop();
  });

  test('an event that no read model handles is waited for as well', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store, { models: [{ ...summary, types: ['VisitPlanned'] }] });
    runner.start();
    await runner.drain();
    const position = await append(store, { ...visit, type: 'VisitMoved' });
    expect(await runner.waitFor(position, 5000)).toBe(true);
    await runner.stop();
  });

  test('lag says how far behind, since when, and who holds it', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store, { models: [summary] });
    await runner.drain();
    await fill(store, [visit, visit]);
    const [lag] = await runner.lag();
    expect(lag).toMatchObject({ name: 'toy_summary', state: 'live', behind: 2, more: false, leased: true, parked: 0 });
    expect(lag?.since).toBe('2026-09-01T08:00:01.250Z');
    await runner.drain();
    expect(await runner.lag()).toMatchObject([{ behind: 0, since: undefined }]);
    await runner.stop();
    expect(await runner.lag()).toMatchObject([{ leased: false }]);
  });

  test('the lag of those that stand at one place costs one read of the log', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store, { models: toyModels });
    await runner.drain();
    await fill(store, [visit, visit]);
    const reads = jest.spyOn(store, 'readAll');
    const lags = await runner.lag();
    expect(lags.map(({ behind }) => behind)).toEqual(toyModels.map(() => 2));
    expect(lags.length).toBeGreaterThan(1);
    expect(reads).toHaveBeenCalledTimes(1);
  });
});
