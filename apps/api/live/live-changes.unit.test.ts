import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { setTimeout as pause } from 'node:timers/promises';
import { type Change, type Changes, LiveChanges } from './live-changes.js';

describe('what changed', () => {
  let store: MemoryEventStore;
  let live: LiveChanges;
  let seen: string[];
  let reported: unknown[];
  let refresh: (changed: readonly Change[]) => Promise<void>;
  beforeEach(() => {
    store = new MemoryEventStore();
    seen = [];
    reported = [];
    refresh = async () => undefined;
    live = new LiveChanges({
      store,
      waitFor: async (position) => seen.push(`visible ${position}`),
      refresh: (_tenant, changed) => refresh(changed),
      report: (error) => reported.push(error),
    });
  });
  afterEach(() => live.stop());

  let told = 0;
  const happen = async (tenant: string, stream: string): Promise<void> => {
    told += 1;
    const about = {
      type: 'TaskStarted',
      schemaVersion: 1,
      data: {},
      sealed: {},
      actor: { type: 'SYSTEM', id: 's' },
    } as const;
    const at = { occurredAt: '2027-01-04T09:00:00.000Z', recordedAt: '2027-01-04T09:00:00.000Z' };
    const named = { id: `e-${told}`, command: `c-${told}`, correlation: `c-${told}` };
    await store.append({ tenant, stream, expected: 'any', events: [{ ...about, ...at, ...named }] });
  };
  /** Everything that is told until a thing is. */
  const until = async (
    last: string,
    tenant = 'a',
  ): Promise<{ heard: readonly Changes[]; begin: () => Promise<void> }> => {
    const heard: Changes[] = [];
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (done = resolve));
    await live.listen(tenant, (changes) => {
      heard.push(changes);
      if (changes.changed.some(({ id }) => id === last)) done();
    });
    return { heard, begin: () => all };
  };
  const ids = (heard: readonly Changes[]) =>
    heard.flatMap(({ changed }) => changed.map(({ kind, id }) => `${kind} ${id}`));

  test('is told of one’s own agency alone, once the read models have it', async () => {
    await happen('a', 'trajectory-before');
    const { heard, begin } = await until('last');
    await happen('b', 'trajectory-theirs');
    await happen('a', 'trajectory-t-1');
    await happen('a', 'programme-last');
    await begin();
    expect(ids(heard)).toEqual(['trajectory t-1', 'programme last']);
    expect(seen).toContain(`visible ${heard.at(-1)?.upTo}`);
  });

  test('since a position is told once each, and what comes after follows without a gap', async () => {
    await happen('a', 'trajectory-t-1');
    const { upTo } = (await live.missedSince('a', ''))!;
    for (const id of ['t-2', 't-3', 't-2']) await happen('a', `trajectory-${id}`);
    await happen('b', 'trajectory-theirs');
    const missed = await live.missedSince('a', upTo);
    expect(ids([missed!])).toEqual(['trajectory t-2', 'trajectory t-3']);
    expect(ids([(await live.missedSince('a', missed!.upTo))!])).toEqual([]);
  });

  test('too long ago is not told piece by piece', async () => {
    for (let n = 0; n < 5_001; n += 1) await happen('a', `trajectory-${n}`);
    expect(await live.missedSince('a', '')).toBeUndefined();
  });

  describe('whose hearing ends', () => {
    const away = new Error('the database is away');
    /** From here on, until it is answered that it is back. */
    const databaseAway = (): (() => void) => {
      const head = store.head.bind(store);
      refresh = () => Promise.reject(away);
      store.head = () => Promise.reject(away);
      return () => {
        refresh = async () => undefined;
        store.head = head;
      };
    };
    const ended = async (): Promise<void> => {
      while (reported.length === 0) await pause(5);
    };

    test('begins again by itself, and tells those who listened what they missed meanwhile and what comes next', async () => {
      const { heard, begin } = await until('next');
      const back = databaseAway();
      await happen('a', 'trajectory-during');
      await ended();
      await happen('a', 'trajectory-meanwhile');
      await happen('b', 'trajectory-theirs');
      back();
      while (heard.length === 0) await pause(5);
      expect(ids(heard)).toEqual(['trajectory during', 'trajectory meanwhile']);
      await happen('a', 'trajectory-next');
      await begin();
      expect(ids(heard).at(-1)).toBe('trajectory next');
      expect([reported, heard.some(({ everything }) => everything)]).toEqual([[away], false]);
    });

    test('goes on trying to begin again until it can', async () => {
      const { heard, begin } = await until('during');
      const back = databaseAway();
      let tries = 0;
      store.head = () => {
        if ((tries += 1) === 2) back();
        return Promise.reject(away);
      };
      await happen('a', 'trajectory-during');
      await begin();
      expect([tries, ids(heard)]).toEqual([2, ['trajectory during']]);
    });

    test('over one thing that fails again and again, has everything asked for anew and tells what comes next', async () => {
      refresh = async (changed) => {
        if (changed.some(({ id }) => id === 'broken')) throw away;
      };
      const { heard, begin } = await until('next');
      await happen('a', 'trajectory-broken');
      while (heard.length === 0) await pause(5);
      expect(heard).toEqual([{ changed: [], upTo: await store.head(), everything: true }]);
      await happen('a', 'trajectory-next');
      await begin();
      expect(ids(heard)).toEqual(['trajectory next']);
    });

    test('begins again for whoever listens next as well, and tells all', async () => {
      const { heard, begin } = await until('next');
      const back = databaseAway();
      await happen('a', 'trajectory-during');
      await ended();
      back();
      const other = await until('next');
      expect(ids(heard)).toEqual(['trajectory during']);
      await happen('a', 'trajectory-next');
      await Promise.all([begin(), other.begin()]);
      expect(ids(other.heard).at(-1)).toBe('trajectory next');
    });
  });
});
