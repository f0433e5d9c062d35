import { describe, expect, test } from '@jest/globals';
import { START } from '@overstap/kernel';
import fc from 'fast-check';
import { comparePositions, placeOf, positionOf, type Place } from './place.js';

describe('positions', () => {
  const digits = (max: bigint) => fc.bigInt({ min: 1n, max }).map(String);
  const place: fc.Arbitrary<Place> = fc.tuple(digits(3n), digits(2n ** 63n), digits(2n ** 62n));

  test('order as numbers: by epoch, then transaction, then position', () => {
    const numbers = (at: Place): bigint => at.reduce((sum, part) => (sum << 64n) + BigInt(part), 0n);
    fc.assert(
      fc.property(place, place, (a, b) => {
        const [left, right] = [numbers(a), numbers(b)];
        const expected = left < right ? -1 : left > right ? 1 : 0;
        expect(comparePositions(positionOf(a), positionOf(b))).toBe(expected);
      }),
    );
    expect(comparePositions('1.9.9', '1.10.1')).toBe(-1);
    expect(comparePositions('2.1.1', '1.999.999')).toBe(1);
  });

  test('are read back as they were made, and all come after the start', () => {
    fc.assert(
      fc.property(place, (at) => {
        expect(placeOf(positionOf(at))).toEqual(at);
        expect(comparePositions(START, positionOf(at))).toBe(-1);
      }),
    );
  });
});
