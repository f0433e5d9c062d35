import { describe, expect, test } from '@jest/globals';
import { EventStoreAwayError } from '@overstap/kernel';
import { copyTextOf, rowTypes, takerOf } from './columns.js';
import { failureCode, isPassing, isRefusedRow } from './failures.js';
import { defineReadModel } from './read-model.js';
import { summary } from './testing/visits.js';

describe('columns', () => {
  test('write text so that COPY reads the same back', () => {
    expect(copyTextOf('text')('a\tb\\c\nd\re')).toBe('a\\tb\\\\c\\nd\\re');
    expect(copyTextOf('text')('\\N')).toBe('\\\\N');
    expect(copyTextOf('text')(null)).toBe('\\N');
    expect(copyTextOf('text[]')(['a"b', '\\', ''])).toBe('{"a\\\\"b","\\\\\\\\",""}');
    for (const type of ['json', 'jsonb'] as const) expect(copyTextOf(type)({ a: 'x\ny' })).toBe('{"a":"x\\\\ny"}');
    expect(copyTextOf('boolean')(true)).toBe('true');
  });

  test('of JSON are read as what was written, of tables and of what a query makes', () => {
    for (const oid of [114, 3802]) expect(rowTypes.getTypeParser(oid, 'text')('{"a":[1]}')).toEqual({ a: [1] });
  });

  test.each([
    ['date', '2026-2-3'],
    ['timestamptz', '2026-02-03T00:00:00Z'],
    ['integer', 1.5],
    ['integer', 2 ** 31],
    ['double precision', Infinity],
    ['text[]', [null]],
    ['boolean', 1],
  ] as const)('%s takes no %p', (type, value) => expect(takerOf(type)(value)).toBe(false));
});

describe('failures', () => {
  test('are told apart: what passes, what is refused, and neither', () => {
    const coded = (code: string) => Object.assign(new Error(''), { code });
    expect(['08006', '40P01', '57P01', 'ECONNREFUSED'].map((code) => isPassing(coded(code)))).not.toContain(false);
    expect(isPassing(new EventStoreAwayError('KurrentDB is away.'))).toBe(true);
    expect(['22P05', '23505', 'ERR_X', 'key-missing'].map((code) => isPassing(coded(code)))).not.toContain(true);
    expect([isRefusedRow(coded('23505')), isRefusedRow(coded('40001')), isRefusedRow(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('leave no text of theirs behind', () => {
    expect(failureCode(new TypeError('Jan Jansen is unknown'))).toBe('TypeError');
    expect(failureCode(Object.assign(new Error(), { code: 'Jan Jansen' }))).toBe('Error');
    expect(failureCode('Jan')).toBe('string');
  });
});

test('a declaration that cannot work is refused at start', () => {
  for (const part of [
    { name: 'Toy' },
    { key: 'none' },
    { partition: 'visits' },
    { version: 0 },
    { indexes: [['none']] },
  ])
    expect(() => defineReadModel({ ...summary, ...part })).toThrow(/^Read model/);
});
