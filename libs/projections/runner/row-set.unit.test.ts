import { describe, expect, test } from '@jest/globals';
import { type AnyRow } from './read-model.js';
import { RowCache } from './row-cache.js';
import { RowSet, RowShape } from './row-set.js';
import { lines, summary } from './testing/visits.js';

const shape = new RowShape(lines);
const row = (line: string, part: AnyRow = {}): AnyRow => ({
  line,
  trajectory: 't1',
  type: 'VisitPlanned',
  voided: false,
  sealed: null,
  ...part,
});

describe('the rows of a partition', () => {
  test('tell what to insert, update and delete, and nothing of what came and went in between', () => {
    const set = new RowSet(shape, 'a', 't1');
    set.load(row('old'));
    set.load(row('gone'));
    set.put('old', row('old', { voided: true }));
    set.delete('gone');
    set.put('new', row('new'));
    set.put('brief', row('brief'));
    set.delete('brief');
    expect(set.takeChanges()).toEqual({
      inserted: [row('new')],
      updated: [row('old', { voided: true })],
      deleted: ['gone'],
    });
    expect(set.changes).toBe(0);
    set.put('new', row('new', { voided: true }));
    set.put('gone', row('gone'));
    expect(set.takeChanges()).toEqual({
      inserted: [row('gone')],
      updated: [row('new', { voided: true })],
      deleted: [],
    });
  });

  test('undo a failed event wholly, and nothing of the one before', () => {
    const set = new RowSet(shape, 'a', 't1');
    set.put('first', row('first'));
    set.keep();
    set.put('first', row('first', { voided: true }));
    set.put('first', row('first', { type: 'x' }));
    set.put('second', row('second'));
    set.delete('first');
    set.revert();
    expect(set.all()).toEqual([row('first')]);
    expect(set.takeChanges()).toEqual({ inserted: [row('first')], updated: [], deleted: [] });
  });

  test('come in the order of their ids', () => {
    const set = new RowSet(shape, 'a', 't1');
    for (const id of ['b', 'c', 'a']) set.put(id, row(id));
    expect(set.all().map(({ line }) => line)).toEqual(['a', 'b', 'c']);
  });

  test('are values: a row that was put cannot be changed in place', () => {
    const set = new RowSet(shape, 'a', 't1');
    set.put('x', row('x'));
    expect(() => Object.assign(set.get('x') as object, { voided: true })).toThrow(TypeError);
  });

  test('looked up by id: only those that loads() named may be read', () => {
    const set = new RowSet(shape, 'a', 't1', new Set());
    expect(set.lookUp(['x'])).toEqual(['x']);
    expect(set.lookUp(['x'])).toEqual([]);
    expect(set.get('x')).toBeUndefined();
    expect(() => set.get('y')).toThrow(/loads\(\) did not name/);
    expect(() => set.all()).toThrow(/not all rows/);
    set.put('z', row('z'));
    expect(set.get('z')).toEqual(row('z'));
  });

  test.each([
    ['a column that is missing', { voided: undefined }, /voided/],
    ['a value of another type', { type: 3 }, /type/],
    ['a NUL, which PostgreSQL does not store', { type: 'a\0b' }, /type/],
    ['a field without a column', { more: 1 }, /no column/],
    ['another id', { line: 'y' }, /not the id/],
    ['another partition', { trajectory: 't2' }, /not the partition/],
  ])('refuse %s', (_what, part, message) => {
    const set = new RowSet(shape, 'a', 't1');
    expect(() => set.put('x', row('x', part))).toThrow(message);
    expect(set.changes).toBe(0);
  });
});

describe('partitions in memory', () => {
  const touch = (cache: RowCache, partition: string) => {
    const { set, missing } = cache.open('a', partition);
    set.put(partition, {
      trajectory: partition,
      visits: 1,
      seconds: 1,
      share: 1,
      voided: false,
      last_day: null,
      last_at: null,
      desks: [],
      detail: {},
    });
    return missing;
  };
  const settle = (cache: RowCache) => {
    const changed = cache.takeTouched().map((set) => (set.takeChanges(), set.partition));
    cache.trim();
    return changed;
  };

  test('are loaded when the table may hold them, and once', () => {
    const cache = new RowCache(new RowShape(summary), 10, false);
    expect([touch(cache, 'x'), touch(cache, 'x')]).toEqual([true, false]);
    expect(settle(cache)).toEqual(['x']);
    expect(settle(cache)).toEqual([]);
    expect(touch(cache, 'x')).toBe(false);
  });

  test('of a table that began empty are never loaded, until some had to leave', () => {
    const cache = new RowCache(new RowShape(summary), 2, true);
    expect(['x', 'y'].map((partition) => touch(cache, partition))).toEqual([false, false]);
    settle(cache);
    expect(touch(cache, 'z')).toBe(false);
    settle(cache);
    expect(['x', 'new'].map((partition) => touch(cache, partition))).toEqual([true, true]);
  });

  test('those not touched for long leave first', () => {
    const cache = new RowCache(new RowShape(summary), 3, false);
    for (const partition of ['x', 'y', 'z']) touch(cache, partition);
    settle(cache);
    // Over the limit once: all lose their claim of having been touched, and one leaves.
    touch(cache, 'w');
    settle(cache);
    const kept = ['y', 'z', 'w'].filter((partition) => !cache.open('a', partition).missing);
    expect(kept).toEqual(['y', 'z', 'w']);
  });
});
