import { describe, expect, it } from '@jest/globals';
import { backOff } from './index.js';

describe('the wait after a failure', () => {
  const waits = { first: 50, most: 2000 };

  it('is the first one, then twice as long each time, up to the longest', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((failures) => backOff(waits, failures))).toEqual([
      50, 100, 200, 400, 800, 1600, 2000,
    ]);
  });

  it('stays the longest however often it failed', () => {
    expect([10, 1_000, 1e9].map((failures) => backOff(waits, failures))).toEqual([2000, 2000, 2000]);
  });

  it('is never longer than the longest, be that less than the first', () => {
    expect(backOff({ first: 50, most: 20 }, 0)).toBe(20);
  });
});
