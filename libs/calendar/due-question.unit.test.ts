import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, answerDue, answerDueLine, dueOf, formatDuration, instantAt, type DueRequest } from './index.js';
import { anyBudget, anyCalendar, anyDate } from './testing/worlds.js';

const question: DueRequest = { from: '2026-12-14', budget: '10 workingDays', calendar: 'nl' };

describe('a planner asks when it is due', () => {
  it('and gets the date, the instant and every day with its reason', () => {
    const answer = answerDue({ ...question, budget: '4 working days', from: '2026-12-22', closed: ['2026-12-24'] });
    expect(answer).toEqual({
      due: '2026-12-30',
      instant: '2026-12-30T16:00:00.000Z',
      days: [
        { date: '2026-12-22', counted: false, why: 'day of arming' },
        { date: '2026-12-23', counted: true, why: 'working day' },
        { date: '2026-12-24', counted: false, why: 'closing day' },
        { date: '2026-12-25', counted: false, why: 'holiday: Christmas Day' },
        { date: '2026-12-26', counted: false, why: 'weekend: Second Christmas Day' },
        { date: '2026-12-27', counted: false, why: 'weekend' },
        { date: '2026-12-28', counted: true, why: 'working day' },
        { date: '2026-12-29', counted: true, why: 'working day' },
        { date: '2026-12-30', counted: true, why: 'working day' },
      ],
    });
  });

  it.each([
    [{}, '2026-12-29'],
    [{ pauses: [['2026-12-21', '2027-01-11']] }, '2027-01-18'],
    [{ pauses: [['2026-12-21', '2026-12-21']] }, '2026-12-29'],
    [{ closed: ['2026-12-24', '2026-12-24'] }, '2026-12-30'],
    [{ calendar: 'none' }, '2026-12-28'],
    [{ from: '2027-03-01', budget: 'P30D', pauses: [['2027-03-10', '2027-03-20']] }, '2027-04-10'],
    [{ from: '2027-01-31', budget: '1 calendarMonth', pauses: [['2027-02-10', '2027-02-15']] }, '2027-03-05'],
    [{ budget: '0 workingDays' }, '2026-12-14'],
    [{ closed: null, pauses: null, cutOff: null }, '2026-12-29'],
  ])('%j moves it to %s', (change, due) => {
    expect(answerDue({ ...question, ...change })).toMatchObject({ due });
    expect(answerDueLine(JSON.stringify({ ...question, ...change }))).toMatchObject({ due });
  });

  it('and the first day of a pause does not count while the last one does, whatever the cut-off', () => {
    const pauses = [['2026-12-15', '2026-12-16']];
    for (const cutOff of ['00:01', '09:00', '17:00', '24:00']) {
      const answer = answerDue({ ...question, budget: '1 workingDays', pauses, cutOff });
      expect(answer).toMatchObject({ due: '2026-12-16', instant: instantAt('Europe/Amsterdam', '2026-12-16', cutOff) });
    }
  });

  it('and gets what a clock with pauses at noon would say', () => {
    const anyDays = fc.array(fc.tuple(fc.nat(200), fc.nat(60)), { maxLength: 4 });
    fc.assert(
      fc.property(anyCalendar, anyDate, anyBudget, anyDays, (calendar, from, budget, days) => {
        const pauses = days.map(([later, long]) => [addDays(from, later), addDays(from, later + long)] as const);
        const noon = (date: string) => instantAt('Europe/Amsterdam', date, '12:00');
        const due = dueOf({
          calendar,
          armedOn: from,
          budget,
          pauses: pauses.map(([a, b]) => ({ from: noon(a), to: noon(b) })),
        });
        const request = {
          from,
          budget: formatDuration(budget),
          calendar: calendar.name,
          closed: calendar.definition.closedDays,
          pauses,
        };
        expect(answerDue(request)).toMatchObject({ due: due!.dueOn, instant: due!.instant });
        expect(answerDueLine(JSON.stringify(request))).toEqual({ due: due!.dueOn, instant: due!.instant });
      }),
    );
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    [{ from: '2026-02-30' }, 'from', /date that exists/],
    [{ from: '1850-01-01' }, 'from', /1900 to 2200/],
    [{ from: undefined }, 'from', /YYYY-MM-DD/],
    [{ budget: '10' }, 'budget', /whole number and a unit/],
    [{ budget: '10 fortnights' }, 'budget', /unit is unknown/],
    [{ budget: '-1 workingDays' }, 'budget', /0 or more/],
    [{ budget: '10001 calendarDays' }, 'budget', /at most 10000/],
    [{ budget: 10 }, 'budget', /as text/],
    [{ from: '2200-12-01', budget: '100 workingDays' }, 'budget', /after the year 2200/],
    [{ calendar: 'be' }, 'calendar', /nl, none/],
    [{ calendar: undefined }, 'calendar', /nl, none/],
    [{ closed: '2026-12-24' }, 'closed', /list/],
    [{ closed: ['2026-12-24', '2026-12-32'] }, 'closed.1', /date that exists/],
    [{ pauses: [['2026-12-21']] }, 'pauses.0', /day it began, day it ended/],
    [
      {
        pauses: [
          ['2026-12-21', '2026-12-22'],
          ['2027-01-11', '2026-12-21'],
        ],
      },
      'pauses.1',
      /cannot end before/,
    ],
    [{ pauses: [['2026-12-21', 'later']] }, 'pauses.0', /on which a pause ended/],
    [{ pauses: [[7, '2026-12-21']] }, 'pauses.0', /on which a pause began/],
    [{ pauses: {} }, 'pauses', /list/],
    [{ cutOff: '25:00' }, 'cutOff', /HH:mm/],
    [{ cutOff: '00:00' }, 'cutOff', /00:01/],
    [{ pause: [] }, 'pause', /not a field/],
  ])('%j names the field and what to do', (change, field, message) => {
    const expected = { error: { field, message: expect.stringMatching(message) } };
    expect(answerDue({ ...question, ...change })).toEqual(expected);
    expect(answerDueLine(JSON.stringify({ ...question, ...change }))).toEqual(expected);
  });

  it.each(['', '{', 'null', '[]', '"10 workingDays"', '7'])('is the line %p', (line) => {
    expect(answerDueLine(line)).toEqual({ error: { field: '', message: expect.any(String) } });
  });

  it('is never met with an exception', () => {
    const anyRequest = fc.record(
      {
        from: fc.oneof(fc.constantFrom('2026-12-14', '2200-12-31', '1900-01-01'), fc.jsonValue()),
        budget: fc.oneof(fc.constantFrom('10 workingDays', '10000 calendarDays', 'P328M'), fc.jsonValue()),
        calendar: fc.oneof(fc.constantFrom('nl', 'none'), fc.jsonValue()),
        closed: fc.oneof(fc.constant(['2200-12-31']), fc.jsonValue()),
        pauses: fc.oneof(fc.constant([['1900-01-01', '2200-12-31']]), fc.jsonValue()),
        cutOff: fc.oneof(fc.constantFrom('17:00', '24:00'), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyRequest, (request) => {
        const answer = answerDueLine(JSON.stringify(request));
        expect('error' in answer || /^\d{4}-\d{2}-\d{2}$/.test(answer.due)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
