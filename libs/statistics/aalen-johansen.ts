import { total, type RiskTable } from './observation.js';

/** The share of all persons who had this event, and this one first, on or before a day. */
export interface Incidence {
  readonly cause: string;
  readonly day: number;
  /** Null when the day lies beyond everybody's observation while somebody is still without an event: not yet known. */
  readonly value: number | null;
}

/**
 * Aalen–Johansen cumulative incidence of every cause, competing causes competing: `pstate` of R's
 * `survfit(Surv(time, factor(cause)) ~ 1)`. Where R, asked to extend, repeats the last share for a day beyond the last
 * observation, the value is null here unless nobody is left to whom anything could happen.
 *
 * @param horizons days, in any order; default every time at which an event occurred.
 * @returns by day, then `landed`, then the other causes by name; `landed` also where nobody did. Nobody observed, no rows.
 * @throws RangeError when a horizon is negative or not a number.
 */
export function aalenJohansen(table: RiskTable, horizons?: readonly number[]): readonly Incidence[] {
  const { causes, rows } = table;
  const last = rows.at(-1);
  const days = horizons ? distinctDays(horizons) : rows.filter((row) => total(row.events) > 0).map((row) => row.day);
  if (!last) return [];
  const incidence: Incidence[] = [];
  const shares = new Float64Array(causes.length);
  let eventFree = 1;
  let next = 0;
  for (const day of days) {
    for (let row = rows[next]; row && row.day <= day; row = rows[++next]) {
      const perEvent = eventFree / row.atRisk;
      for (const [cause, count] of row.events.entries()) shares[cause] = (shares[cause] ?? 0) + perEvent * count;
      eventFree *= (row.atRisk - total(row.events)) / row.atRisk;
    }
    const known = day <= last.day || eventFree === 0;
    for (const [index, cause] of causes.entries())
      incidence.push({ cause, day, value: known ? (shares[index] ?? 0) : null });
  }
  return incidence;
}

function distinctDays(horizons: readonly number[]): readonly number[] {
  if (horizons.some((day) => !(day >= 0 && day < Infinity)))
    throw new RangeError('A horizon must be a finite number of days, 0 or more.');
  return [...new Set(horizons)].sort((a, b) => a - b);
}
