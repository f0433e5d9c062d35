import { expect, test } from '@jest/globals';
import { bare, rowsAfter } from '../testing/fold.js';
import { reminderDue } from './index.js';
import { type DueMoment } from './table.js';

const clock = { clockId: 'deadline.END', generation: 1 };
const at = (day: number): string => `2026-09-${String(day).padStart(2, '0')}T06:30:00.000Z`;
const armed = bare('ClockArmed', {
  ...clock,
  dueAt: at(20),
  rungs: [
    { rung: 'D-5', at: at(15) },
    { rung: 'D-1', at: at(19) },
  ],
});
const fired = bare('RungFired', { ...clock, rung: 'D-5' });
const suspended = bare('ClockSuspended', { ...clock, on: '2026-09-16' });
const resumed = bare('ClockResumed', {
  ...clock,
  dueAt: at(25),
  rungs: [
    { rung: 'D-5', at: at(20) },
    { rung: 'D-1', at: at(24) },
  ],
});

const pending = (...events: Parameters<typeof rowsAfter>[1]): readonly string[] =>
  [...rowsAfter<DueMoment>(reminderDue, events).values()].flatMap(({ rung, at: moment }) =>
    moment === null ? [] : [`${rung || 'expiry'} ${moment.slice(8, 10)}`],
  );

test('a rung that has fired is not planned again by the resumed clock; a new generation speaks anew', () => {
  expect(pending(armed)).toEqual(['expiry 20', 'D-1 19', 'D-5 15']);
  expect(pending(armed, fired)).toEqual(['expiry 20', 'D-1 19']);
  expect(pending(armed, fired, suspended)).toEqual([]);
  expect(pending(armed, fired, suspended, resumed)).toEqual(['expiry 25', 'D-1 24']);
  const rearmed = { ...armed, type: 'ClockRearmed' };
  expect(pending(armed, fired, rearmed)).toEqual(['expiry 20', 'D-1 19', 'D-5 15']);
});

test('an expired clock goes on with its later rungs; a stopped one is silent', () => {
  const late = bare('ClockArmed', { ...clock, dueAt: at(20), rungs: [{ rung: 'D+2', at: at(22) }] });
  const expired = bare('ClockExpired', { ...clock, dueOn: '2026-09-20' });
  expect(pending(late, expired)).toEqual(['D+2 22']);
  expect(pending(late, expired, bare('ClockStopped', { ...clock, how: 'MET', on: '2026-09-21' }))).toEqual([]);
});
