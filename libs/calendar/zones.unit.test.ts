import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import fc from 'fast-check';
import { dateOf, dayOf, instantAt, isZone, localDateOf, localTimeOf, minutesOf } from './index.js';

const ZONES = [
  'Europe/Amsterdam',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Africa/Casablanca',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'UTC',
];
const anyZone = fc.constantFrom(...ZONES);
const anyDay = fc.integer({ min: dayOf('1960-01-01'), max: dayOf('2060-12-31') });
const anyTime = fc
  .integer({ min: 0, max: 1439 })
  .map((minutes) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`);

/** What Temporal says: the earlier of two moments; for a skipped time the change itself, found from the later guess. */
function temporalInstant(zone: string, date: string, time: string): string {
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return new Date(earlier.epochMilliseconds).toISOString();
  return new Date(earlier.getTimeZoneTransition('next')!.epochMilliseconds).toISOString();
}

describe('a local time in a zone', () => {
  it('agrees with Temporal in ten zones', () => {
    fc.assert(
      fc.property(anyZone, anyDay, anyTime, (zone, day, time) =>
        expect(instantAt(zone, dateOf(day), time)).toBe(temporalInstant(zone, dateOf(day), time)),
      ),
      { numRuns: 400 },
    );
  });

  it('agrees with Temporal at every half hour around each clock change of 2010 to 2030', () => {
    const changed = (zone: string): string[] => {
      let at = Temporal.Instant.from('2010-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next');
      const dates: string[] = [];
      for (; at && at.year <= 2030; at = at.getTimeZoneTransition('next'))
        dates.push(...[-1, 0].map((days) => at!.toPlainDate().add({ days }).toString()));
      return dates;
    };
    const times = Array.from(
      { length: 48 },
      (_, half) => `${String(half >> 1).padStart(2, '0')}:${half % 2 ? '30' : '00'}`,
    );
    const cases = ZONES.flatMap((zone) => changed(zone).flatMap((date) => times.map((time) => ({ zone, date, time }))));
    expect(cases.length).toBeGreaterThan(10_000);
    expect(
      cases.filter(({ zone, date, time }) => instantAt(zone, date, time) !== temporalInstant(zone, date, time)),
    ).toEqual([]);
  });

  it('is read back from the instant, unless a clock change skipped it', () => {
    fc.assert(
      fc.property(anyZone, anyDay, anyTime, (zone, day, time) => {
        const instant = instantAt(zone, dateOf(day), time);
        const read = `${localDateOf(zone, instant)}T${localTimeOf(zone, instant)}`;
        const local = Temporal.PlainDateTime.from(`${dateOf(day)}T${time}`);
        const exists = local.toZonedDateTime(zone).toPlainDateTime().equals(local);
        if (exists) expect(read).toBe(`${dateOf(day)}T${time}`);
        else expect(read > `${dateOf(day)}T${time}`).toBe(true);
      }),
    );
  });

  it('agrees with Temporal on the local date and time of an instant', () => {
    const anyMoment = fc.date({ min: new Date('1960-01-01'), max: new Date('2060-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(anyZone, anyMoment, (zone, moment) => {
        const local = Temporal.Instant.from(moment.toISOString()).toZonedDateTimeISO(zone).toPlainDateTime();
        expect(localDateOf(zone, moment.toISOString())).toBe(local.toPlainDate().toString());
        expect(localTimeOf(zone, moment.toISOString())).toBe(local.toString().slice(11, 16));
      }),
    );
  });

  it('moves over a day that a zone skipped altogether', () => {
    expect(instantAt('Pacific/Apia', '2011-12-30', '17:00')).toBe('2011-12-30T10:00:00.000Z');
    expect(localDateOf('Pacific/Apia', '2011-12-30T10:00:00.000Z')).toBe('2011-12-31');
  });

  it('ends the day at 24:00, the next midnight', () => {
    expect(instantAt('Europe/Amsterdam', '2026-12-31', '24:00')).toBe('2026-12-31T23:00:00.000Z');
  });
});

describe('names and texts', () => {
  it('refuses a zone that nobody knows, with what to write instead', () => {
    expect(['Europe/Amsterdam', 'UTC'].every(isZone)).toBe(true);
    expect(['Europe/Amsterdm', '+01:00', '', 1].some(isZone)).toBe(false);
    expect(() => instantAt('Mars/Olympus', '2026-01-01', '08:00')).toThrow(/IANA database, such as Europe\/Amsterdam/);
  });

  it.each(['8:00', '24:01', '12:60', '12', ''])('refuses the time %p', (time) => {
    expect(() => minutesOf(time)).toThrow(RangeError);
  });

  it('refuses text that is not an instant', () => {
    expect(() => localDateOf('UTC', 'yesterday')).toThrow(/ISO-8601/);
  });
});
