import { aalenJohansen, type Incidence } from './aalen-johansen.js';
import { type Estimate } from './interval.js';
import { kaplanMeier, type CurveRow } from './kaplan-meier.js';
import { medianTime } from './median.js';
import { riskTable, type Observation } from './observation.js';
import { restrictedMean, type RestrictedMean } from './restricted-mean.js';

/** The `landing` object of `overstap report` and `overstap survival`: a shape that scripts lean on. */
export interface Landing {
  readonly curve: readonly CurveRow[];
  readonly median: Estimate;
  readonly incidence: readonly Incidence[];
  readonly restrictedMean: RestrictedMean;
}

export interface LandingOptions {
  /** Days at which the incidence is told; default every time at which an event occurred. */
  readonly horizons?: readonly number[];
  /** Days to which the mean is restricted; default the last observed time. */
  readonly restrictedTo?: number;
}

/**
 * How long landing takes and how many get there, the censored counted for as long as they were seen (M4, M5, M6).
 *
 * Small cohorts, all defined: nobody gives empty lists and nulls; all censored a flat curve at 1, no median and an incidence of
 * 0 at the horizons asked; all landing on one day a curve that falls from 1 to 0, that day as median, without limits (Greenwood knows
 * none at 0). Landing on day 0 counts from day 0 on.
 *
 * @throws RangeError when a time or a horizon is negative or not a finite number.
 */
export function landingOf(observations: readonly Observation[], options: LandingOptions = {}): Landing {
  const table = riskTable(observations);
  const curve = kaplanMeier(table);
  return {
    curve,
    median: medianTime(curve),
    incidence: aalenJohansen(table, options.horizons),
    restrictedMean: restrictedMean(curve, options.restrictedTo),
  };
}
