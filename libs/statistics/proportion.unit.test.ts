import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { proportion } from './index.js';

describe('a share with its Wilson interval', () => {
  it('is 5 of 10: 0.2366 to 0.7634', () => {
    const { value, lower, upper } = proportion(5, 10);
    expect(value).toBe(0.5);
    expect(lower).toBeCloseTo(0.2366, 4);
    expect(upper).toBeCloseTo(0.7634, 4);
  });

  it('says something at none and at all: 0 of 10 is at most 0.2775, 10 of 10 at least 0.7225', () => {
    expect(proportion(0, 10)).toMatchObject({ value: 0, lower: 0, upper: expect.closeTo(0.2775, 4) });
    expect(proportion(10, 10)).toMatchObject({ value: 1, lower: expect.closeTo(0.7225, 4), upper: 1 });
  });

  it('is unknown of nobody', () => {
    expect(proportion(0, 0)).toEqual({ value: null, lower: null, upper: null });
  });

  it('lies within its limits, which lie within 0 and 1, and mirrors its complement', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (numerator, rest) => {
        fc.pre(numerator + rest > 0);
        const { value, lower, upper } = proportion(numerator, numerator + rest);
        const mirrored = proportion(rest, numerator + rest);
        expect(lower! >= 0 && lower! <= value! && value! <= upper! && upper! <= 1).toBe(true);
        expect(mirrored.upper).toBeCloseTo(1 - lower!, 12);
      }),
    );
  });

  it.each([
    [3, 2],
    [-1, 2],
    [0.5, 2],
    [1, NaN],
  ])('refuses %d of %d', (numerator, denominator) => {
    expect(() => proportion(numerator, denominator)).toThrow(RangeError);
  });
});
