import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { budgetOf, daysOf, formatDuration, LONGEST, parseDuration, type DurationUnit } from './index.js';

describe('reading a duration', () => {
  it.each([
    ['10 workingDays', 10, 'workingDays'],
    ['10 working days', 10, 'workingDays'],
    ['1 working day', 1, 'workingDays'],
    ['10workingdays', 10, 'workingDays'],
    ['30 calendarDays', 30, 'calendarDays'],
    ['6 calendar weeks', 6, 'calendarWeeks'],
    ['1 calendarMonth', 1, 'calendarMonths'],
    [' 0 workingDays ', 0, 'workingDays'],
    ['P42D', 42, 'calendarDays'],
    ['P6W', 6, 'calendarWeeks'],
    ['P6M', 6, 'calendarMonths'],
    ['P2Y', 24, 'calendarMonths'],
    ['PT48H', 2, 'calendarDays'],
    ['48 h', 2, 'calendarDays'],
    ['-10 workingDays', -10, 'workingDays'],
    ['\u221210 workingDays', -10, 'workingDays'],
    ['-P30D', -30, 'calendarDays'],
    ['-0 workingDays', 0, 'workingDays'],
  ])('takes %p as %d %s', (text, value, unit) => {
    expect(parseDuration(text)).toEqual({ value, unit });
  });

  it.each([
    ['10', /a whole number and a unit/],
    ['10 days', /unit is unknown/],
    ['10 toString', /unit is unknown/],
    ['ten workingDays', /a whole number and a unit/],
    ['1.5 workingDays', /a whole number and a unit/],
    ['', /a whole number and a unit/],
    ['P', /ISO duration/],
    ['P1M10D', /ISO duration/],
    ['PT36H', /whole days/],
    ['PT30M', /ISO duration/],
    ['P-5D', /ISO duration/],
    ['10001 workingDays', /too long; write at most 10000 workingDays/],
    ['P999999999D', /too long/],
    ['9'.repeat(400), /a whole number and a unit/],
  ])('refuses %p and says what to write', (text, message) => {
    expect(parseDuration(text)).toEqual({ error: expect.stringMatching(message) });
  });

  it('reads the same in words and as ISO-8601, which has no working days', () => {
    const units = Object.keys(LONGEST) as DurationUnit[];
    const letter = { calendarDays: 'D', calendarWeeks: 'W', calendarMonths: 'M' };
    fc.assert(
      fc.property(fc.constantFrom(...units), fc.integer({ min: -328, max: 328 }), (unit, value) => {
        const duration = { value, unit };
        expect(parseDuration(formatDuration(duration))).toEqual(duration);
        if (unit === 'workingDays') return;
        expect(parseDuration(`${value < 0 ? '-' : ''}P${Math.abs(value)}${letter[unit]}`)).toEqual(duration);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => typeof parseDuration(text) === 'object'),
    );
  });
});

describe('a budget', () => {
  it('is in days: weeks are seven, months what they are on the day of arming', () => {
    expect(daysOf({ value: 6, unit: 'calendarWeeks' }, '2027-01-31')).toBe(42);
    expect(daysOf({ value: 6, unit: 'calendarMonths' }, '2026-08-31')).toBe(181);
    expect(budgetOf({ value: 5, unit: 'workingDays' }, '2027-01-31')).toEqual({ days: 5, counts: 'workingDays' });
  });
});
