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
  const counts = countsByTime(observations, causes);
  const days = Float64Array.from(counts.keys()).sort();
  const scale = Math.max(1, days.reduce((sum, day) => sum + day, 0) / Math.max(1, days.length));
  const rows: RiskRow[] = [];
  let atRisk = observations.length;
  let gone = 0;
  let previous = -Infinity;
  let row = { day: 0, atRisk: 0, events: [] as number[], censored: 0 };
  for (const day of days) {
    const count = counts.get(day) ?? { events: [], censored: 0 };
    if (day - previous <= TOLERANCE * scale) {
      count.events.forEach((events, cause) => (row.events[cause] = (row.events[cause] ?? 0) + events));
      row.censored += count.censored;
    } else {
      atRisk -= gone;
      gone = 0;
      row = { day, atRisk, events: count.events, censored: count.censored };
      rows.push(row);
    }
    gone += count.censored + total(count.events);
    previous = day;
  }
  return { causes, rows };
}

export const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

function causesOf(observations: readonly Observation[]): readonly string[] {
  const competing = new Set<string>();
  for (const { cause } of observations) if (cause && cause !== LANDED) competing.add(cause);
  return [LANDED, ...[...competing].sort()];
}

interface Count {
  readonly events: number[];
  censored: number;
}

function countsByTime(observations: readonly Observation[], causes: readonly string[]): Map<number, Count> {
  const column = new Map(causes.map((cause, index) => [cause, index]));
  const counts = new Map<number, Count>();
  for (const { time, cause } of observations) {
    if (!(time >= 0 && time < Infinity))
      throw new RangeError('A time under observation must be a finite number of days, 0 or more.');
    let count = counts.get(time);
    if (!count) {
      count = { events: causes.map(() => 0), censored: 0 };
      counts.set(time, count);
    }
    const index = cause ? column.get(cause) : undefined;
    if (index === undefined) count.censored += 1;
    else count.events[index] = (count.events[index] ?? 0) + 1;
  }
  return counts;
}
