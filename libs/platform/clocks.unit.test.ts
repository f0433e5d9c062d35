import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { VirtualClock } from './clocks.js';
import { UuidV7 } from './ids.js';

const at = (ms: number): string => new Date(ms).toISOString();

describe('the virtual clock', () => {
  test('stands still between moves, and refuses to go back', async () => {
    const clock = new VirtualClock('2027-03-01T08:00:00.000Z');
    expect(await clock.moveTo('2027-03-02T08:00:00.000Z')).toBeUndefined();
    const refusal = await clock.moveTo('2027-03-01T08:00:00.000Z');
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'clock-goes-back', field: 'now' });
    expect(clock.now()).toBe('2027-03-02T08:00:00.000Z');
  });

  test('does not move when the move could not be remembered', async () => {
    const clock = new VirtualClock(at(0), () => Promise.reject(new Error('disk full')));
    await expect(clock.moveTo(at(1))).rejects.toThrow('disk full');
    expect(clock.now()).toBe(at(0));
  });
});

describe('ids', () => {
  test('sort in the order in which they were given out, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000_000_000_000 }), { minLength: 2 }), (times) => {
        let now = 0;
        const ids = new UuidV7({ now: () => at(now) });
        const given = times.flatMap((time) => {
          now = time;
          return [ids.next(), ids.next()];
        });
        expect([...given].sort()).toEqual(given);
        expect(new Set(given).size).toBe(given.length);
      }),
    );
  });

  test('carry the time of the clock', () => {
    const id = new UuidV7({ now: () => '2027-03-01T08:00:00.000Z' }).next();
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2027-03-01T08:00:00.000Z'));
    expect(id[14]).toBe('7');
  });
});
