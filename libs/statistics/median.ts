import { TOLERANCE, type Estimate } from './interval.js';
import { type CurveRow } from './kaplan-meier.js';

/**
 * M5: the smallest time at which at most half are not yet landed; null when the curve does not come down to a half. Its 95 %
 * limits are the smallest times at which the curve's lower and upper limits do (Brookmeyer–Crowley), null where they do not.
 *
 * A half missed by rounding counts as a half, as in R's `quantile(survfit, 0.5)`; the figures are R's too but for one rule:
 * where a curve lies flat at exactly a half, M5's smallest time stands and R takes the middle of the flat part.
 */
export const medianTime = (curve: readonly CurveRow[]): Estimate => ({
  value: firstDayAtHalf(curve, (row) => row.survival),
  lower: firstDayAtHalf(curve, (row) => row.lower),
  upper: firstDayAtHalf(curve, (row) => row.upper),
});

function firstDayAtHalf(curve: readonly CurveRow[], level: (row: CurveRow) => number | null): number | null {
  const reached = curve.find((row) => {
    const share = level(row);
    return share !== null && share < 0.5 + TOLERANCE;
  });
  return reached?.day ?? null;
}
