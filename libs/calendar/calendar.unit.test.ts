import { describe, expect, it } from '@jest/globals';
import Holidays from 'date-holidays';
import { isRefusal } from '@overstap/kernel';
import {
  calendarFrom,
  calendarNamed,
  dateOf,
  dayOfWeek,
  easterSunday,
  holidaysBy,
  SHIPPED_CALENDARS,
  type CalendarDefinition,
} from './index.js';
import { closedOn, nl, shipped } from './testing/worlds.js';

const holidaysOf = (year: number): string[] =>
  [...holidaysBy('nl').keys()]
    .map(dateOf)
    .filter((date) => date.startsWith(`${year}-`))
    .sort();

describe('the Dutch calendar', () => {
  it('closes on the days of 2025', () => {
    expect(holidaysOf(2025)).toEqual([
      '2025-01-01',
      '2025-04-21',
      '2025-04-26',
      '2025-05-05',
      '2025-05-29',
      '2025-06-09',
      '2025-12-25',
      '2025-12-26',
    ]);
  });

  it('agrees with date-holidays on 2000 to 2100', () => {
    const published = new Holidays('NL');
    const wrong: unknown[] = [];
    for (let year = 2000; year <= 2100; year += 1) {
      const theirs = published
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10))
        // Easter and Whit Sunday are weekend here; 30 April, until 2013, has gone; theirs calls 5 May a school holiday.
        .filter((date) => dayOfWeek(date) !== 7 || !/-0[3456]-/.test(date))
        .filter((date) => year >= 2014 || !/-04-(29|30)$/.test(date));
      const ours = holidaysOf(year)
        .filter((date) => year >= 2014 || !/-04-2[67]$/.test(date) || theirs.includes(date))
        .filter((date) => !date.endsWith('-05-05') || theirs.includes(date));
      if (JSON.stringify([...new Set(theirs)].sort()) !== JSON.stringify(ours)) wrong.push({ year, theirs, ours });
    }
    expect(wrong).toEqual([]);
  });

  it('keeps Liberation Day in years divisible by five alone, and Good Friday only where it is closed', () => {
    expect([2023, 2024, 2026].some((year) => holidaysOf(year).includes(`${year}-05-05`))).toBe(false);
    expect([2020, 2025, 2030].every((year) => holidaysOf(year).includes(`${year}-05-05`))).toBe(true);
    expect(nl.isWorking('2024-03-29')).toBe(true);
    expect(closedOn('2024-03-29').why('2024-03-29')).toEqual({ working: false, reason: 'closed' });
  });

  it('finds Easter, the earliest and the latest of these years among them', () => {
    for (const date of [
      '1943-04-25',
      '1961-04-02',
      '2000-04-23',
      '2008-03-23',
      '2024-03-31',
      '2038-04-25',
      '2160-03-23',
    ])
      expect(dateOf(easterSunday(Number(date.slice(0, 4))))).toBe(date);
  });

  it('says why a day is what it is', () => {
    expect(nl.why('2026-12-24')).toEqual({ working: true, reason: 'working' });
    expect(nl.why('2026-12-27')).toEqual({ working: false, reason: 'weekend' });
    expect(nl.why('2026-12-25')).toEqual({ working: false, reason: 'holiday', name: 'Christmas Day' });
    expect(nl.why('2027-12-25')).toEqual({ working: false, reason: 'weekend', name: 'Christmas Day' });
  });
});

describe('calendars', () => {
  it('none closes at the weekend alone', () => {
    const none = shipped('none');
    expect(['2026-12-25', '2026-12-26', '2026-12-27', '2026-12-28'].map((date) => none.isWorking(date))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('that nobody defined are refused, never taken for Monday to Friday', () => {
    for (const name of ['be', '', 'NL', 'toString'])
      expect(calendarNamed(name)).toMatchObject({
        kind: 'invalid',
        code: 'unknown-calendar',
        message: expect.stringMatching(/nl, none/),
      });
  });

  it('of a tenant may have another weekend and zone', () => {
    const definition: CalendarDefinition = {
      ...SHIPPED_CALENDARS[0]!,
      name: 'gulf',
      zone: 'Asia/Dubai',
      weekend: [5, 6],
      version: 3,
    };
    const calendar = calendarFrom(definition);
    if (isRefusal(calendar)) throw new Error(calendar.message);
    expect(calendar).toMatchObject({ name: 'gulf', zone: 'Asia/Dubai', version: 3 });
    expect([calendar.isWorking('2026-11-27'), calendar.isWorking('2026-11-29')]).toEqual([false, true]);
  });

  it.each([
    [{ zone: 'Europe/Amsterdm' }, 'zone'],
    [{ weekend: [0] }, 'weekend'],
    [{ weekend: [1, 2, 3, 4, 5, 6, 7] }, 'weekend'],
    [{ holidays: 'de' as never }, 'holidays'],
    [{ closedDays: ['2026-02-30'] }, 'closedDays'],
    [{ version: 0 }, 'version'],
  ])('with %j are refused', (change, field) => {
    expect(calendarFrom({ ...SHIPPED_CALENDARS[0]!, ...change })).toMatchObject({ kind: 'invalid', field });
  });
});
