import { Z95 } from './interval.js';
import { total, type RiskTable } from './observation.js';

/** One distinct time of the curve of those not yet landed. */
export interface CurveRow {
  readonly day: number;
  readonly atRisk: number;
  readonly landed: number;
  /** Who left unlanded at this time: the censored, and here also those who had a competing event. */
  readonly censored: number;
  /** The share not yet landed, after this time's landings. */
  readonly survival: number;
  /** 95 % log-log limits; null where survival is 0 or 1, where they are not defined. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Kaplan–Meier, with Greenwood's variance on the log-log scale. A competing event counts as censored here: the curve answers
 * how long landing takes for who stays in the programme; what becomes of everybody is the incidence's to say.
 *
 * One row per distinct time, those with censoring alone included: the rows, figures and nulls (NA) of R's
 * `summary(survfit(Surv(time, cause == "landed") ~ 1, conf.type = "log-log"), censored = TRUE)`. No row for day 0 unless
 * somebody's time is 0; nobody observed, no rows.
 */
export function kaplanMeier(table: RiskTable): readonly CurveRow[] {
  let survival = 1;
  let greenwood = 0;
  return table.rows.map(({ day, atRisk, events, censored }) => {
    const landed = events[0] ?? 0;
    survival *= (atRisk - landed) / atRisk;
    if (landed < atRisk) greenwood += landed / (atRisk * (atRisk - landed));
    const competing = total(events) - landed;
    return { day, atRisk, landed, censored: censored + competing, survival, ...logLogLimits(survival, greenwood) };
  });
}

/** Limits that stay within 0 and 1: symmetric for log(−log S), whose standard error is √greenwood ÷ |log S|. */
function logLogLimits(survival: number, greenwood: number): Pick<CurveRow, 'lower' | 'upper'> {
  if (survival <= 0 || survival >= 1) return { lower: null, upper: null };
  const width = (Z95 * Math.sqrt(greenwood)) / Math.log(survival);
  const centre = Math.log(-Math.log(survival));
  return { lower: Math.exp(-Math.exp(centre - width)), upper: Math.exp(-Math.exp(centre + width)) };
}
