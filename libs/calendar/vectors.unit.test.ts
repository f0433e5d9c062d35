import { describe, expect, it } from '@jest/globals';
import { budgetOf, dueOf, instantAt, type Calendar, type ClockTerms, type Pause } from './index.js';
import { closedOn, nl } from './testing/worlds.js';

/** Every row of the table "Vectors" of docs/time.md. */
const at = (date: string, time = '10:00'): string => instantAt('Europe/Amsterdam', date, time);
const pause = (from: string, to: string): Pause => ({ from: at(from), to: at(to) });
const due = (armedOn: string, value: number, unit: ClockTerms['budget']['unit'], rest: Partial<ClockTerms> = {}) =>
  dueOf({ calendar: nl, armedOn, budget: { value, unit }, pauses: [], ...rest });

describe('the vectors of time.md', () => {
  it('counts 10 working days over Christmas', () => {
    expect(due('2026-12-14', 10, 'workingDays')).toEqual({
      dueOn: '2026-12-29',
      instant: '2026-12-29T16:00:00.000Z',
      rolledOn: '2026-12-29',
      rolledInstant: '2026-12-29T16:00:00.000Z',
    });
  });

  it('moves them by a pause from 21 December to 11 January', () => {
    expect(due('2026-12-14', 10, 'workingDays', { pauses: [pause('2026-12-21', '2027-01-11')] })?.dueOn).toBe(
      '2027-01-18',
    );
  });

  it('does not move them by a pause that begins and ends before the same cut-off', () => {
    const pauses = [{ from: at('2026-12-21', '09:00'), to: at('2026-12-21', '16:59') }];
    expect(due('2026-12-14', 10, 'workingDays', { pauses })?.dueOn).toBe('2026-12-29');
  });

  it('moves 30 calendar days by a pause of ten', () => {
    expect(due('2027-03-01', 30, 'calendarDays', { pauses: [pause('2027-03-10', '2027-03-20')] })?.dueOn).toBe(
      '2027-04-10',
    );
  });

  it('makes a month armed on 31 January 28 days, which a pause of five moves by five', () => {
    expect(budgetOf({ value: 1, unit: 'calendarMonths' }, '2027-01-31')).toEqual({ days: 28, counts: 'calendarDays' });
    expect(due('2027-01-31', 1, 'calendarMonths', { pauses: [pause('2027-02-10', '2027-02-15')] })?.dueOn).toBe(
      '2027-03-05',
    );
  });

  it('counts 3 working days from a Monday', () => {
    expect(due('2023-07-31', 3, 'workingDays')?.dueOn).toBe('2023-08-03');
  });

  it('counts from a closed day, over a closed Good Friday and Easter Monday', () => {
    const calendar: Calendar = closedOn('2024-03-29');
    expect(due('2024-03-29', 2, 'workingDays', { calendar })?.dueOn).toBe('2024-04-03');
  });

  it('clamps a month to the end of February', () => {
    expect(due('2027-01-31', 1, 'calendarMonths')?.dueOn).toBe('2027-02-28');
  });

  it('takes the next valid instant for a skipped time', () => {
    expect(at('2027-03-28', '02:30')).toBe('2027-03-28T01:00:00.000Z');
  });

  it('takes the first of a repeated time', () => {
    expect(at('2027-10-31', '02:30')).toBe('2027-10-31T00:30:00.000Z');
  });

  it.each([
    [6, '2025-02-17'],
    [8, '2025-03-03'],
    [42, '2025-10-27'],
    [44, '2025-11-10'],
    [46, '2025-11-24'],
    [52, '2026-01-05'],
    [88, '2026-09-14'],
    [91, '2026-10-05'],
    [93, '2026-10-19'],
    [104, '2027-01-04'],
  ])('puts week %i of a sickness that began on 6 January 2025 on %s', (week, date) => {
    expect(due('2025-01-06', week, 'calendarWeeks')?.dueOn).toBe(date);
  });

  it('puts day 406 of that sickness on 16 February 2026', () => {
    expect(due('2025-01-06', 406, 'calendarDays')?.dueOn).toBe('2026-02-16');
  });
});
