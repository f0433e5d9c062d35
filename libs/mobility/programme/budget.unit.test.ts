import { expect, test } from '@jest/globals';
import { thresholdsReached } from './budget.js';

test('a budget is used up by the money or by the hours, whichever is further', () => {
  const budget = { totalCents: 1_000_000, hoursCap: 100 };
  expect(thresholdsReached(budget, { cents: 499_999, minutes: 0 })).toEqual([]);
  expect(thresholdsReached(budget, { cents: 500_000, minutes: 0 })).toEqual([50]);
  expect(thresholdsReached(budget, { cents: 0, minutes: 80 * 60 })).toEqual([50, 80]);
  expect(thresholdsReached(budget, { cents: 1_200_000, minutes: 0 })).toEqual([50, 80, 100]);
});

test('nothing is used up of what was not agreed', () => {
  expect(thresholdsReached({ totalCents: 1_000_000 }, { cents: 0, minutes: 90_000 })).toEqual([]);
  expect(thresholdsReached({ totalCents: 0 }, { cents: 0, minutes: 0 })).toEqual([]);
});
