import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import {
  addDays,
  addMonthsToDay,
  dateOf,
  dayOf,
  dayOfWeek,
  daysBetween,
  FIRST_DAY,
  isDate,
  LAST_DAY,
} from './index.js';

describe('local dates', () => {
  it('agree with JavaScript on every day from 1900 to 2200', () => {
    const wrong: string[] = [];
    for (let day = FIRST_DAY; day <= LAST_DAY; day += 1) {
      const utc = new Date(day * 86_400_000);
      const text = utc.toISOString().slice(0, 10);
      if (dateOf(day) !== text || dayOf(text) !== day || dayOfWeek(text) % 7 !== utc.getUTCDay()) wrong.push(text);
    }
    expect(wrong).toEqual([]);
    expect([dateOf(FIRST_DAY), dateOf(LAST_DAY)]).toEqual(['1900-01-01', '2200-12-31']);
  });

  it('agree with Temporal on adding months', () => {
    const day = fc.integer({ min: dayOf('1930-01-01'), max: dayOf('2170-12-31') });
    fc.assert(
      fc.property(day, fc.integer({ min: -300, max: 300 }), (from, months) => {
        const later = Temporal.PlainDate.from(dateOf(from)).add({ months }).toString();
        expect(dateOf(addMonthsToDay(from, months))).toBe(later);
      }),
    );
  });

  it('count', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2027-01-31', '2027-02-28')).toBe(28);
  });

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '26-01-01',
    '1899-12-31',
    '2201-01-01',
    '2026-1-1',
    '',
    20260101,
    null,
  ])('refuse %p', (value) => {
    expect(isDate(value)).toBe(false);
    expect(() => dayOf(value as string)).toThrow(RangeError);
  });

  it('do not leave the years 1900 to 2200', () => {
    expect(() => addDays('2200-12-31', 1)).toThrow(RangeError);
    expect(() => dateOf(addMonthsToDay(dayOf('1900-01-31'), -1))).toThrow(RangeError);
    expect(() => dateOf(Number.NaN)).toThrow(RangeError);
  });
});
