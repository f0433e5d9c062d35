import { type CurveRow } from './kaplan-meier.js';

/** Mean number of days not yet landed within the first `horizon` days; both null where nobody was observed (the horizon unless given). */
export interface RestrictedMean {
  readonly horizon: number | null;
  readonly value: number | null;
}

/**
 * M6: the area under the Kaplan–Meier curve from 0 to the horizon, as R's `print(survfit, rmean = horizon)`. Beyond the last
 * observation the curve goes on flat, as in R; a caller who minds compares the horizon with the last row's day.
 *
 * @param horizon days; default the last observed time.
 * @throws RangeError when the horizon is negative or not a number.
 */
export function restrictedMean(curve: readonly CurveRow[], horizon?: number): RestrictedMean {
  if (horizon !== undefined && !(horizon >= 0 && horizon < Infinity))
    throw new RangeError('A horizon must be a finite number of days, 0 or more.');
  const last = curve.at(-1);
  if (!last) return { horizon: horizon ?? null, value: null };
  const until = horizon ?? last.day;
  let area = 0;
  let from = 0;
  let survival = 1;
  for (const row of curve) {
    if (row.day > until) break;
    area += survival * (row.day - from);
    from = row.day;
    survival = row.survival;
  }
  return { horizon: until, value: area + survival * (until - from) };
}
