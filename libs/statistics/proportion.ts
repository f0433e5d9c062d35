import { Z95, type Estimate } from './interval.js';

/**
 * A share with its 95 % Wilson score interval (without continuity correction), which stays within 0 and 1 and says something
 * at 0 of n and n of n; R's `prop.test(numerator, denominator, correct = FALSE)`. Of nobody: all null.
 *
 * @throws RangeError unless both are whole numbers and 0 ≤ numerator ≤ denominator.
 */
export function proportion(numerator: number, denominator: number): Estimate {
  const whole = Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator);
  if (!whole || numerator < 0 || numerator > denominator)
    throw new RangeError('A share needs whole counts, with 0 ≤ numerator ≤ denominator.');
  if (denominator === 0) return { value: null, lower: null, upper: null };
  const share = numerator / denominator;
  const square = Z95 ** 2;
  const centre = numerator + square / 2;
  const width = Z95 * Math.sqrt(numerator * (1 - share) + square / 4);
  // At the ends the limit is the end itself; the formula would miss it by a rounding.
  return {
    value: share,
    lower: numerator === 0 ? 0 : (centre - width) / (denominator + square),
    upper: numerator === denominator ? 1 : (centre + width) / (denominator + square),
  };
}
