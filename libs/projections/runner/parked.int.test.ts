import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { EventStoreAwayError, type JsonObject, type RecordedEvent } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventOpener, type Reactor } from './read-model.js';
import { suiteOfRunners } from './testing/runners.js';
import { append, notes, opener, summary, toyModels, type VisitStep } from './testing/visits.js';

const { database, open } = suiteOfRunners([summary]);

const visit = (trajectory: string, part: Partial<VisitStep> = {}): VisitStep => ({
  tenant: 'a',
  trajectory,
  type: 'VisitPlanned',
  visit: 'v1',
  desk: 'north',
  at: '2026-09-01T08:00:00.000Z',
  note: 'x',
  ...part,
});
const poison = (kind: string): JsonObject => ({ poison: kind });
const visits = async (): Promise<Record<string, number>> => {
  const { rows } = await database().worker.query<{ trajectory: string; visits: number }>(
    'SELECT trajectory, visits FROM read_model.toy_summary ORDER BY 1',
  );
  return Object.fromEntries(rows.map((row) => [row.trajectory, row.visits]));
};
/** The same model after the mistake in it was mended. */
const mended = {
  ...summary,
  apply: (...[rows, event]: Parameters<typeof summary.apply>) =>
    summary.apply(rows, { ...event, data: { ...event.data, poison: undefined } }),
};

describe('an event that cannot be handled', () => {
  test.each([
    ['throws', 'TypeError'],
    ['is refused by the database', '22008'],
  ])(
    '%s: its partition stands aside with what follows, others go on; mended and retried, nothing is missing',
    async (kind, code) => {
      const store = new MemoryEventStore();
      const runner = await open(store);
      await append(store, visit('good'));
      await append(store, visit('bad'));
      await append(store, visit('bad'), poison(kind));
      await append(store, visit('bad'));
      await append(store, visit('good'));
      await runner.drain();
      await append(store, visit('bad'));
      await append(store, visit('good'));
      await runner.drain();
      const [parked, ...none] = await runner.parked.list();
      expect(none).toEqual([]);
      expect(parked).toMatchObject({ name: 'toy_summary', tenant: 'a', partition: 'bad', error: code });
      expect(await visits()).toMatchObject({ good: 3 });
      expect(await runner.lag()).toMatchObject([{ behind: 0, parked: 1 }]);
      expect(JSON.stringify(await database().worker.query('SELECT * FROM parked_event'))).not.toContain('secret');

      expect(await runner.parked.retry({ name: 'toy_summary' })).toMatchObject({ stillParked: 1 });
      expect(await visits()).toEqual({ bad: 1, good: 3 });
      await runner.stop();

      const better = await open(store, { models: [mended] });
      // The worker holds the lease, and rows in memory, while the operator retries.
      await append(store, visit('good'));
      await better.drain();
      expect(await better.parked.retry()).toEqual({ handled: 3, stillParked: 0 });
      expect(await visits()).toEqual({ bad: 4, good: 4 });
      await append(store, visit('bad'));
      await better.drain();
      expect(await visits()).toEqual({ bad: 5, good: 4 });
      expect(await better.parked.list()).toEqual([]);
      await better.stop();
    },
  );

  test('in rows of a version that this program does not know: said so, and left as it is', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store);
    await append(store, visit('bad'), poison('throws'));
    await runner.drain();
    await database().worker.query('UPDATE projection_checkpoint SET version = version + 1');
    await expect(runner.parked.retry()).rejects.toThrow(OperatorError);
    expect(await runner.parked.list()).toMatchObject([{ partition: 'bad', events: 1 }]);
  });

  test('skipped: the partition goes on without it', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store);
    await append(store, visit('bad'));
    await append(store, visit('bad'), poison('throws'));
    await append(store, visit('bad'));
    await append(store, visit('bad'), poison('throws'));
    await append(store, visit('bad'));
    await runner.drain();
    const choice = { name: 'toy_summary', partition: 'bad' };
    expect(await runner.parked.skip(choice)).toEqual({ handled: 1, stillParked: 1 });
    expect(await visits()).toEqual({ bad: 2 });
    expect(await runner.parked.list()).toMatchObject([{ revision: 3, events: 2 }]);
    expect(await runner.parked.skip(choice)).toEqual({ handled: 1, stillParked: 0 });
    expect(await visits()).toEqual({ bad: 3 });
    await runner.stop();
  });

  test('cannot be decoded: parked for those who need it whole, handled by the others', async () => {
    const store = new MemoryEventStore();
    const runner = await open(store, { models: toyModels });
    await append(store, visit('t1', { note: 'unreadable' }));
    await append(store, visit('t2', { note: 'abc' }));
    await runner.drain();
    expect(await runner.parked.list()).toMatchObject([{ name: 'toy_notes', partition: 't1', error: 'key-missing' }]);
    expect(await visits()).toEqual({ t1: 1, t2: 1 });
    const { rows } = await database().worker.query('SELECT trajectory, letters FROM read_model.toy_notes');
    expect(rows).toEqual([{ trajectory: 't2', letters: 3 }]);
    await runner.stop();
  });

  test('keys that are away for a while park nothing', async () => {
    const store = new MemoryEventStore();
    let away = 3;
    const flaky: EventOpener = {
      ...opener,
      decode: (events) =>
        away-- > 0 ? Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' })) : opener.decode(events),
    };
    const problems: string[] = [];
    const runner = await open(store, { models: [notes], opener: flaky, report: (where) => problems.push(where) });
    const position = await append(store, visit('t1'));
    runner.start();
    expect(await runner.waitFor(position, 10_000)).toBe(true);
    expect(problems.length).toBe(3);
    expect(await runner.parked.list()).toEqual([]);
    await runner.stop();
  });
});

describe('reactors', () => {
  const reactor = (seen: string[], part: Partial<Reactor> = {}): Reactor => ({
    name: 'toy_mailer',
    types: ['VisitPlanned'],
    from: 'start',
    react: (event: RecordedEvent) => {
      seen.push(event.trajectory ?? '');
      return Promise.resolve();
    },
    ...part,
  });

  test('that meet an event store which stays away for a while park nothing, and react once it is back', async () => {
    const store = new MemoryEventStore();
    const seen: string[] = [];
    const problems: string[] = [];
    let away = 8;
    const sends = reactor(seen, {
      react: (event) => {
        if (away-- > 0) return Promise.reject(new EventStoreAwayError('KurrentDB is away.'));
        return reactor(seen).react(event);
      },
    });
    const runner = await open(store, { reactors: [sends], report: (where) => problems.push(where) });
    await append(store, visit('t1'));
    runner.start();
    for (let tries = 0; tries < 1200 && seen.length === 0; tries += 1) await pause(50);
    expect(seen).toEqual(['t1']);
    expect(problems).not.toEqual([]);
    expect(await runner.parked.list()).toEqual([]);
    await runner.stop();
  });

  test('react once each in order, from the first event or from now, and never in a rebuild', async () => {
    const store = new MemoryEventStore();
    const [all, later]: [string[], string[]] = [[], []];
    await append(store, visit('t1'));
    const reactors = [reactor(all), reactor(later, { name: 'toy_caller', from: 'now' })];
    const runner = await open(store, { reactors });
    await append(store, visit('t2'));
    await append(store, visit('t3', { type: 'VisitMoved' }));
    await runner.drain();
    await runner.rebuild();
    expect([all, later]).toEqual([['t1', 't2'], ['t2']]);
    await runner.stop();
    const next = await open(store, { reactors });
    await append(store, visit('t4'));
    await next.drain();
    expect([all, later]).toEqual([
      ['t1', 't2', 't4'],
      ['t2', 't4'],
    ]);
    await next.stop();
  });

  test('what a reactor appends is handled before drain answers', async () => {
    const store = new MemoryEventStore();
    const follow = reactor([], {
      react: async (event) => {
        if (event.trajectory !== 't5') await append(store, visit(`t${Number(event.trajectory?.slice(1)) + 1}`));
      },
    });
    const runner = await open(store, { reactors: [follow] });
    await append(store, visit('t1'));
    await runner.drain();
    expect(await visits()).toEqual({ t1: 1, t2: 1, t3: 1, t4: 1, t5: 1 });
    await runner.stop();
  });

  test('that keep failing on one stream go on with the others, and take it up again when retried', async () => {
    const store = new MemoryEventStore();
    const seen: string[] = [];
    let broken = true;
    const fussy = reactor(seen, {
      react: (event) => {
        if (broken && event.trajectory === 'bad') return Promise.reject(new RangeError('secret'));
        seen.push(event.trajectory ?? '');
        return Promise.resolve();
      },
    });
    const runner = await open(store, { reactors: [fussy] });
    for (const trajectory of ['bad', 'good', 'bad', 'good']) await append(store, visit(trajectory));
    await runner.drain();
    expect(seen).toEqual(['good', 'good']);
    expect(await runner.parked.list()).toMatchObject([
      { name: 'toy_mailer', state: 'reactor', partition: 'trajectory-bad', events: 2, error: 'RangeError' },
    ]);
    broken = false;
    expect(await runner.parked.retry()).toEqual({ handled: 2, stillParked: 0 });
    await append(store, visit('bad'));
    await runner.drain();
    expect(seen).toEqual(['good', 'good', 'bad', 'bad', 'bad']);
    await runner.stop();
  });
});
