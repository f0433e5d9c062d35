import { describe, expect, it } from '@jest/globals';
import { calendarNamed, DEFAULT_QUIET_HOURS, type QuietHours } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { type Manners, notBeforeOf } from './release.js';

const calendar = calendarNamed('nl', ['2026-11-25']);
if (isRefusal(calendar)) throw new Error(calendar.message);
const NIGHT_NURSE: QuietHours = { ...DEFAULT_QUIET_HOURS, from: '08:00', to: '16:00' };
const manners: Manners = {
  calendarOf: () => calendar,
  quietHoursOf: (_tenant, { ref }) => (ref === 'nurse' ? NIGHT_NURSE : DEFAULT_QUIET_HOURS),
};

/** When a message of that moment may leave; instants are UTC, an hour before the time in the Netherlands in winter. */
const release = (at: string, { ref = 'p-1', digest = false, recordedAt = at } = {}): Promise<string> =>
  notBeforeOf(
    manners,
    { tenant: 'a', recipient: { role: 'PARTICIPANT', ref }, digest },
    { occurredAt: at, recordedAt },
  );

describe('quiet hours', () => {
  it('let a message of the day leave at once', async () => {
    expect(await release('2026-11-24T07:30:00.000Z')).toBe('2026-11-24T07:30:00.000Z');
  });

  it('hold one of the evening until eight, over weekends, holidays and closing days too', async () => {
    expect(await release('2026-11-23T17:00:00.000Z')).toBe('2026-11-24T07:00:00.000Z');
    expect(await release('2026-11-27T20:00:00.000Z')).toBe('2026-11-30T07:00:00.000Z');
    expect(await release('2026-12-24T20:00:00.000Z')).toBe('2026-12-28T07:00:00.000Z');
    expect(await release('2026-11-24T20:00:00.000Z')).toBe('2026-11-26T07:00:00.000Z');
  });

  it('are each person’s own', async () => {
    expect(await release('2026-11-24T07:30:00.000Z', { ref: 'nurse' })).toBe('2026-11-24T15:00:00.000Z');
  });

  it('let a digest leave at half past eight of a day that is not quiet then, with what was recorded just after', async () => {
    expect(await release('2026-11-27T12:00:00.000Z', { digest: true })).toBe('2026-11-30T07:30:00.000Z');
    const justAfter = { digest: true, recordedAt: '2026-11-24T07:30:20.000Z' };
    expect(await release('2026-11-24T07:30:00.000Z', justAfter)).toBe('2026-11-24T07:30:00.000Z');
  });
});
