import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  before,
  daysBetween,
  daysOf,
  dueOf,
  explain,
  instantAt,
  ledgerAt,
  localDateOf,
  offset,
  rollDate,
  type ClockTerms,
} from './index.js';
import {
  anyBudget,
  anyCalendar,
  anyClock,
  anyDate,
  anyInstant,
  anyPause,
  closedOn,
  nl,
  shipped,
} from './testing/worlds.js';

const zone = 'Europe/Amsterdam';
const working = (value: number) => ({ value, unit: 'workingDays' as const });
const clock = (armedOn: string, value: number, rest: Partial<ClockTerms> = {}): ClockTerms => ({
  calendar: nl,
  armedOn,
  budget: working(value),
  pauses: [],
  ...rest,
});

/** The instant at which a day is over for a clock. */
const cutOffOf = ({ budget, cutOff }: ClockTerms, date: string): string =>
  instantAt(zone, date, budget.unit === 'workingDays' ? (cutOff ?? '17:00') : '24:00');

/** The rule read literally: one day after the other, each asked whether any pause covers its cut-off. */
function naiveDue(terms: ClockTerms): string {
  let left = daysOf(terms.budget, terms.armedOn);
  let date = terms.armedOn;
  while (left > 0) {
    date = addDays(date, 1);
    const cutOff = cutOffOf(terms, date);
    const isPaused = terms.pauses.some(({ from, to }) => from < cutOff && (to === undefined || cutOff <= to));
    const counts = terms.budget.unit !== 'workingDays' || terms.calendar.isWorking(date);
    if (counts && !isPaused) left -= 1;
  }
  return date;
}

describe('a due date', () => {
  it('agrees with counting day by day', () => {
    fc.assert(
      fc.property(anyClock, (terms) => expect(dueOf(terms)?.dueOn).toBe(naiveDue(terms))),
      { numRuns: 500 },
    );
  });

  it('is never made earlier by a closing day', () => {
    fc.assert(
      fc.property(anyClock, fc.integer({ min: 0, max: 200 }), (terms, later) => {
        const closedDays = [...terms.calendar.definition.closedDays, addDays(terms.armedOn, later)];
        const calendar = shipped(terms.calendar.name, closedDays);
        expect(dueOf({ ...terms, calendar })!.dueOn >= dueOf(terms)!.dueOn).toBe(true);
      }),
    );
  });

  it('is not changed by a pause that begins and ends between the same two cut-offs', () => {
    fc.assert(
      fc.property(anyClock, fc.nat(100), fc.tuple(fc.nat(1000), fc.nat(1000)), (terms, later, [a, b]) => {
        const day = addDays(terms.armedOn, later);
        const [begin, end] = [cutOffOf(terms, day), cutOffOf(terms, addDays(day, 1))].map(Date.parse) as [
          number,
          number,
        ];
        const within = (share: number) =>
          new Date(begin + Math.floor(((end - begin - 1) * share) / 1000)).toISOString();
        const pause = { from: within(Math.min(a, b)), to: within(Math.max(a, b)) };
        expect(dueOf({ ...terms, pauses: [...terms.pauses, pause] })).toEqual(dueOf(terms));
      }),
    );
  });

  it('does not depend on the order of pauses, nor on whether overlapping ones are written as one', () => {
    fc.assert(
      fc.property(anyClock, anyPause, fc.nat(1000), fc.nat(1000), (terms, whole, a, b) => {
        const [begin, end] = [Date.parse(whole.from), Date.parse(whole.to)];
        const within = (share: number) => new Date(begin + Math.floor(((end - begin) * share) / 1000)).toISOString();
        const parts = [
          { from: whole.from, to: within(Math.max(a, b)) },
          { from: within(Math.min(a, b)), to: whole.to },
        ];
        const one = dueOf({ ...terms, pauses: [...terms.pauses, whole] });
        expect(dueOf({ ...terms, pauses: [...parts.reverse(), ...[...terms.pauses].reverse()] })).toEqual(one);
      }),
    );
  });

  it('moves calendar dates by exactly the days whose midnight a pause covers', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 90 }), fc.nat(80), fc.nat(80), (armedOn, value, later, long) => {
        fc.pre(later < value);
        const from = addDays(armedOn, later + 1);
        const pauses = [{ from: instantAt(zone, from, '10:00'), to: instantAt(zone, addDays(from, long), '10:00') }];
        const due = dueOf({ calendar: nl, armedOn, budget: { value, unit: 'calendarDays' }, pauses });
        expect(due?.dueOn).toBe(addDays(armedOn, value + long));
      }),
    );
  });

  it('is the day of arming for a budget of zero, also on a weekend or in a pause', () => {
    expect(dueOf(clock('2026-12-19', 0))?.dueOn).toBe('2026-12-19');
    expect(dueOf(clock('2026-12-19', 0, { pauses: [{ from: '2026-12-18T10:00:00.000Z' }] }))?.dueOn).toBe('2026-12-19');
  });

  it('is absent while a pause has no end, unless the budget was spent before it', () => {
    const pauses = [{ from: '2026-12-21T09:00:00.000Z' }];
    expect(dueOf(clock('2026-12-14', 10, { pauses }))).toBeUndefined();
    expect(dueOf(clock('2026-12-14', 4, { pauses }))?.dueOn).toBe('2026-12-18');
    expect(explain(clock('2026-12-17', 9, { pauses }))).toEqual({
      days: [
        { date: '2026-12-17', counted: false, why: 'day of arming' },
        { date: '2026-12-18', counted: true, why: 'working day' },
        { date: '2026-12-19', counted: false, why: 'weekend' },
        { date: '2026-12-20', counted: false, why: 'weekend' },
        { date: '2026-12-21', counted: false, why: 'paused' },
      ],
    });
  });

  it('is absent rather than wrong beyond the year 2200', () => {
    expect(dueOf(clock('2200-12-20', 30))).toBeUndefined();
  });

  it('counts a day whose cut-off is the very moment at which a pause begins, and not that at which it ends', () => {
    const cutOff = (date: string) => instantAt(zone, date, '17:00');
    const pauses = [{ from: cutOff('2026-12-15'), to: cutOff('2026-12-16') }];
    expect(explain(clock('2026-12-14', 2, { pauses })).days.map(({ why }) => why)).toEqual([
      'day of arming',
      'working day',
      'paused',
      'working day',
    ]);
  });

  it('falls on the cut-off that the template sets; calendar days end at midnight all the same', () => {
    expect(dueOf(clock('2026-12-14', 1, { cutOff: '12:00' }))?.instant).toBe('2026-12-15T11:00:00.000Z');
    const days = { budget: { value: 1, unit: 'calendarDays' as const }, cutOff: '12:00' };
    expect(dueOf(clock('2026-12-14', 1, days))?.instant).toBe('2026-12-15T23:00:00.000Z');
  });

  it('follows the local clock over both clock changes', () => {
    const days = { budget: { value: 1, unit: 'calendarDays' as const } };
    // 29 March 2027 is Easter Monday.
    expect(dueOf(clock('2027-03-26', 1))?.instant).toBe('2027-03-30T15:00:00.000Z');
    expect(dueOf(clock('2027-10-28', 2))?.instant).toBe('2027-11-01T16:00:00.000Z');
    expect(dueOf(clock('2027-03-27', 1, days))?.instant).toBe('2027-03-28T22:00:00.000Z');
    expect(dueOf(clock('2027-10-30', 1, days))?.instant).toBe('2027-10-31T23:00:00.000Z');
  });

  it('rolls to a working day and keeps the legal day', () => {
    const days = { budget: { value: 1, unit: 'calendarWeeks' as const } };
    const due = (roll: 'none' | 'next' | 'previous') => dueOf(clock('2026-12-19', 1, { ...days, roll }));
    expect(due('none')).toMatchObject({ dueOn: '2026-12-26', rolledOn: '2026-12-26' });
    expect(due('previous')).toMatchObject({ dueOn: '2026-12-26', rolledOn: '2026-12-24' });
    expect(due('next')).toMatchObject({
      dueOn: '2026-12-26',
      instant: '2026-12-26T23:00:00.000Z',
      rolledOn: '2026-12-28',
      rolledInstant: '2026-12-28T23:00:00.000Z',
    });
    expect(rollDate(closedOn('2026-12-24'), '2026-12-26', 'previous')).toBe('2026-12-23');
  });
});

describe('the ledger of a clock', () => {
  it('is spent at the due instant and one day short just before', () => {
    fc.assert(
      fc.property(anyClock, (terms) => {
        const { instant } = dueOf(terms)!;
        const budget = daysOf(terms.budget, terms.armedOn);
        expect(ledgerAt(terms, instant)).toEqual({ budget, consumed: budget, remaining: 0 });
        const justBefore = new Date(Date.parse(instant) - 1).toISOString();
        expect(ledgerAt(terms, justBefore).consumed).toBe(Math.max(0, budget - 1));
      }),
    );
  });

  it('adds up: a new clock armed with the rest is due on the same day', () => {
    fc.assert(
      fc.property(anyClock, anyInstant, (terms, instant) => {
        const { budget, consumed, remaining } = ledgerAt(terms, instant);
        expect(consumed + remaining).toBe(budget);
        fc.pre(remaining > 0);
        const today = localDateOf(zone, instant);
        const over = cutOffOf(terms, today) <= instant ? today : addDays(today, -1);
        fc.pre(over >= terms.armedOn);
        const unit = terms.budget.unit === 'workingDays' ? ('workingDays' as const) : ('calendarDays' as const);
        const rest = dueOf({ ...terms, armedOn: over, budget: { value: remaining, unit } });
        expect(rest).toEqual(dueOf(terms));
      }),
    );
  });

  it('never goes back as time passes', () => {
    fc.assert(
      fc.property(anyClock, anyInstant, anyInstant, (terms, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(ledgerAt(terms, early).consumed).toBeLessThanOrEqual(ledgerAt(terms, late).consumed);
      }),
    );
  });

  it('stands still in a pause', () => {
    const terms = clock('2026-12-14', 10, { pauses: [{ from: '2026-12-21T09:00:00.000Z' }] });
    expect(ledgerAt(terms, '2026-12-13T12:00:00.000Z')).toEqual({ budget: 10, consumed: 0, remaining: 10 });
    expect(ledgerAt(terms, '2026-12-18T15:59:59.999Z')).toEqual({ budget: 10, consumed: 3, remaining: 7 });
    expect(ledgerAt(terms, '2026-12-18T16:00:00.000Z')).toEqual({ budget: 10, consumed: 4, remaining: 6 });
    expect(ledgerAt(terms, '2027-06-01T12:00:00.000Z')).toEqual({ budget: 10, consumed: 4, remaining: 6 });
  });
});

describe('the explanation of a due date', () => {
  it('lists every day, counts the budget and ends on the due date', () => {
    fc.assert(
      fc.property(anyClock, (terms) => {
        const { due, instant, days } = explain(terms);
        expect({ due, instant }).toEqual({ due: dueOf(terms)!.dueOn, instant: dueOf(terms)!.instant });
        expect(days.filter(({ counted }) => counted)).toHaveLength(daysOf(terms.budget, terms.armedOn));
        expect(days.map(({ date }) => daysBetween(terms.armedOn, date))).toEqual([...days.keys()]);
        expect(days.at(-1)?.date).toBe(due);
      }),
    );
  });

  it('names the reason of each day', () => {
    const pauses = [{ from: '2026-12-22T09:00:00.000Z', to: '2026-12-23T09:00:00.000Z' }];
    expect(explain(clock('2026-12-21', 2, { calendar: closedOn('2026-12-24'), pauses })).days).toEqual([
      { date: '2026-12-21', counted: false, why: 'day of arming' },
      { date: '2026-12-22', counted: false, why: 'paused' },
      { date: '2026-12-23', counted: true, why: 'working day' },
      { date: '2026-12-24', counted: false, why: 'closing day' },
      { date: '2026-12-25', counted: false, why: 'holiday: Christmas Day' },
      { date: '2026-12-26', counted: false, why: 'weekend: Second Christmas Day' },
      { date: '2026-12-27', counted: false, why: 'weekend' },
      { date: '2026-12-28', counted: true, why: 'working day' },
    ]);
  });
});

describe('a date before or after an anchor', () => {
  it('counts working days backwards', () => {
    expect(offset(nl, '2026-12-29', working(-10))).toBe('2026-12-14');
    expect(before(nl, '2026-12-29', working(10))).toBe('2026-12-14');
    expect(before(nl, '2027-03-31', { value: 1, unit: 'calendarMonths' })).toBe('2027-02-28');
    expect(offset(nl, '2027-03-31', { value: -6, unit: 'calendarWeeks' })).toBe('2027-02-17');
    expect(offset(nl, '2026-12-26', working(0))).toBe('2026-12-26');
  });

  it('is the due date of a clock without pauses', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, anyBudget, (calendar, armedOn, budget) =>
        expect(offset(calendar, armedOn, budget)).toBe(dueOf({ calendar, armedOn, budget, pauses: [] })!.dueOn),
      ),
    );
  });

  it('undoes itself from a working day, and from any day in days and weeks', () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, anyBudget, (calendar, date, duration) => {
        fc.pre(duration.unit !== 'calendarMonths');
        fc.pre(duration.unit !== 'workingDays' || calendar.isWorking(date));
        expect(before(calendar, offset(calendar, date, duration), duration)).toBe(date);
        expect(offset(calendar, before(calendar, date, duration), duration)).toBe(date);
      }),
    );
  });
});
