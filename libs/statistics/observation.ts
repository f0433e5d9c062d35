import { TOLERANCE } from './interval.js';

/** The event of interest; every other cause competes with it. */
export const LANDED = 'landed';

/** One person's time under observation and how it ended. */
export interface Observation {
  /** Days from the start of the clock to the event or to the last day seen; ≥ 0, may be fractional. */
  readonly time: number;
  /** `landed`; another word for a competing event (`withdrew`, `retired`, …); null or empty for censored. */
  readonly cause: string | null;
}

/** All that was seen at one distinct time. */
export interface RiskRow {
  readonly day: number;
  /** Persons whose time is this day or later. */
  readonly atRisk: number;
  /** Events at this time, one count per cause of the table. */
  readonly events: readonly number[];
  /** Persons who were last seen at this time, without an event. */
  readonly censored: number;
}

export interface RiskTable {
  /** `landed` first, always; then the competing causes that occur, by name. */
  readonly causes: readonly string[];
  /** One row per distinct time, ascending. */
  readonly rows: readonly RiskRow[];
}

/**
 * Counts the observations by time. Where an event and a censoring share a time, the event comes first: who is censored on a
 * day was still at risk on it. Times that differ by rounding alone (0.3 and 0.1 + 0.2) are one time, the earliest of them,
 * by the rule of R's `survival::aeqSurv`: neighbours at most 1.5e-8 apart, in days or relative to the mean of the distinct times.
 *
 * @throws RangeError when a time is negative or not a finite number.
 */
export function riskTable(observations: readonly Observation[]): RiskTable {
  const causes = causesOf(observations);
  const days = distinctTimes(observations);
  const rows = Array.from(days, (day) => ({
    day,
    atRisk: 0,
    events: new Array<number>(causes.length).fill(0),
    censored: 0,
  }));
  const column = new Map(causes.map((cause, index) => [cause, index]));
  for (const { time, cause } of observations) {
    const row = rows[lastNotAfter(days, time)];
    const index = cause ? column.get(cause) : undefined;
    if (row && index === undefined) row.censored += 1;
    else if (row && index !== undefined) row.events[index] = (row.events[index] ?? 0) + 1;
  }
  let atRisk = observations.length;
  for (const row of rows) {
    row.atRisk = atRisk;
    atRisk -= row.censored + total(row.events);
  }
  return { causes, rows };
}

export function total(counts: readonly number[]): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

function causesOf(observations: readonly Observation[]): readonly string[] {
  const competing = new Set<string>();
  for (const { cause } of observations) if (cause && cause !== LANDED) competing.add(cause);
  return [LANDED, ...[...competing].sort()];
}

/** Ascending, and further apart than rounding puts them. */
function distinctTimes(observations: readonly Observation[]): Float64Array {
  const times = new Float64Array(observations.length);
  observations.forEach(({ time }, index) => {
    if (!(time >= 0 && time < Infinity))
      throw new RangeError('A time under observation must be a finite number of days, 0 or more.');
    times[index] = time;
  });
  const distinct = times.sort().filter((time, index) => index === 0 || time !== times[index - 1]);
  const mean = distinct.reduce((sum, time) => sum + time, 0) / distinct.length;
  const apart = TOLERANCE * Math.max(1, mean);
  return distinct.filter((time, index) => index === 0 || time - (distinct[index - 1] ?? 0) > apart);
}

/** Index of the last day that is not after the time; binary search, for fractional times have a day each. */
function lastNotAfter(days: Float64Array, time: number): number {
  let low = 0;
  let high = days.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((days[middle] ?? Infinity) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
