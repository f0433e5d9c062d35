import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '@overstap/kernel';
import {
  type Calendar,
  calendarFrom,
  DEFAULT_QUIET_HOURS,
  instantAt,
  localDateOf,
  localTimeOf,
  releaseOf,
  type QuietHours,
} from './index.js';
import { anyCalendar, anyInstant, closedOn, nl } from './testing/worlds.js';

const zone = 'Europe/Amsterdam';
const at = (date: string, time: string): string => instantAt(zone, date, time);
const daily = (from: string, to: string): QuietHours => ({ from, to, weekends: false, holidays: false });
const isQuiet = (calendar: Calendar, quiet: QuietHours, instant: string): boolean =>
  releaseOf(calendar, quiet, instant) !== instant;
const anyQuiet = fc.record({
  from: fc.constantFrom('18:00', '22:00', '00:00', '12:00', '02:30', '01:15'),
  to: fc.constantFrom('08:00', '07:30', '00:00', '13:00', '02:30', '03:00'),
  weekends: fc.boolean(),
  holidays: fc.boolean(),
});

describe('quiet hours of 18:00 to 08:00, weekends and holidays', () => {
  it.each([
    ['in the working day', ['2026-11-24', '17:59'], ['2026-11-24', '17:59']],
    ['at 18:00', ['2026-11-24', '18:00'], ['2026-11-25', '08:00']],
    ['after midnight', ['2026-11-25', '00:10'], ['2026-11-25', '08:00']],
    ['at 08:00', ['2026-11-25', '08:00'], ['2026-11-25', '08:00']],
    ['on a Friday evening', ['2026-11-27', '19:00'], ['2026-11-30', '08:00']],
    ['on a Saturday noon', ['2026-11-28', '12:00'], ['2026-11-30', '08:00']],
    ['on Christmas Eve, over Christmas and the weekend', ['2026-12-24', '20:00'], ['2026-12-28', '08:00']],
    ['on the eve of the clock change in spring', ['2027-03-26', '18:00'], ['2027-03-30', '08:00']],
  ])('hold a message %s', (_, [date, time], [releasedOn, releasedAt]) => {
    expect(releaseOf(nl, DEFAULT_QUIET_HOURS, at(date!, time!))).toBe(at(releasedOn!, releasedAt!));
  });

  it('hold it on a closing day of the tenant too', () => {
    expect(releaseOf(closedOn('2026-11-25'), DEFAULT_QUIET_HOURS, at('2026-11-25', '10:00'))).toBe(
      at('2026-11-26', '08:00'),
    );
  });
});

describe('quiet hours', () => {
  it('may lie within one day, or be absent', () => {
    expect(releaseOf(nl, daily('12:00', '13:00'), at('2026-11-24', '12:30'))).toBe(at('2026-11-24', '13:00'));
    expect(releaseOf(nl, daily('12:00', '12:00'), at('2026-11-24', '12:00'))).toBe(at('2026-11-24', '12:00'));
  });

  it('end at the next valid time when the clock change skips their end', () => {
    expect(releaseOf(nl, daily('18:00', '02:30'), at('2027-03-27', '23:00'))).toBe('2027-03-28T01:00:00.000Z');
  });

  it('end once when the clock change repeats their end', () => {
    const quiet = daily('18:00', '02:30');
    expect(releaseOf(nl, quiet, '2027-10-30T22:00:00.000Z')).toBe('2027-10-31T00:30:00.000Z');
    expect(releaseOf(nl, quiet, '2027-10-31T01:10:00.000Z')).toBe('2027-10-31T01:10:00.000Z');
  });

  it('count the minutes that a clock going back over midnight gives twice', () => {
    // Newfoundland went back from 00:01 on Sunday 7 November 2010 to 23:01 on Saturday; Sunday alone is quiet here.
    const calendar = calendarFrom({ ...nl.definition, name: 'nf', zone: 'America/St_Johns', weekend: [7] });
    if (isRefusal(calendar)) throw new Error(calendar.message);
    const sundays = { ...daily('12:00', '12:00'), weekends: true };
    expect(releaseOf(calendar, sundays, '2010-11-07T02:29:00.000Z')).toBe('2010-11-07T02:29:00.000Z');
    expect(releaseOf(calendar, sundays, '2010-11-07T02:30:30.000Z')).toBe('2010-11-08T03:30:00.000Z');
    expect(releaseOf(calendar, sundays, '2010-11-07T03:00:00.000Z')).toBe('2010-11-08T03:30:00.000Z');
  });

  it('never release into quiet, nor earlier than asked, nor later than the first moment that is not quiet', () => {
    fc.assert(
      fc.property(anyCalendar, anyQuiet, anyInstant, fc.nat(1000), (calendar, quiet, instant, share) => {
        const released = releaseOf(calendar, quiet, instant);
        expect(released >= instant).toBe(true);
        expect(isQuiet(calendar, quiet, released)).toBe(false);
        const [from, to] = [Date.parse(instant), Date.parse(released)];
        const between = new Date(from + Math.floor(((to - from) * share) / 1000)).toISOString();
        expect(releaseOf(calendar, quiet, between)).toBe(released);
      }),
      { numRuns: 300 },
    );
  });

  it('agree with the local clock on days without a clock change', () => {
    fc.assert(
      fc.property(anyCalendar, anyQuiet, anyInstant, (calendar, quiet, instant) => {
        const [date, time] = [localDateOf(zone, instant), localTimeOf(zone, instant)];
        fc.pre(!/-(03|10)-/.test(date));
        const closed = calendar.why(date).name !== undefined || calendar.definition.closedDays.includes(date);
        const weekend = [0, 6].includes(new Date(date).getUTCDay());
        const { from, to } = quiet;
        const night = from < to ? from <= time && time < to : from !== to && (from <= time || time < to);
        expect(isQuiet(calendar, quiet, instant)).toBe(
          night || (quiet.weekends && weekend) || (quiet.holidays && closed),
        );
      }),
      { numRuns: 300 },
    );
  });
});
