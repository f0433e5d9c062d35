import { type Landing } from '@overstap/statistics';
import { count, days, limits, NOT_KNOWN, share } from './numbers.js';
import { printable, table } from './table.js';

/** The curve, the median, the restricted mean and the incidence, for a terminal. */
export function landingText(landing: Landing): string {
  return `${landingSummary(landing)}\n${incidenceTable(landing)}\n${curveTable(landing)}`;
}

/** The figures that stand for the whole curve. */
function landingSummary({ median, restrictedMean }: Landing): string {
  const { value, lower, upper } = median;
  const interval = limits(lower, upper, days);
  const middle = value === null ? 'not reached' : `${days(value)} days`;
  const { horizon, value: mean } = restrictedMean;
  return (
    `Median time to landing: ${middle}${interval && ` (95 % interval ${interval})`}\n` +
    `Mean time to landing, up to day ${days(horizon)}: ${mean === null ? NOT_KNOWN : `${days(mean)} days`}\n`
  );
}

/** One row per day, one column per cause. */
function incidenceTable({ incidence }: Pick<Landing, 'incidence'>): string {
  if (incidence.length === 0) return 'Nobody has had an event yet: there is no incidence to tell.\n';
  const causes = [...new Set(incidence.map(({ cause }) => cause))];
  const byDay = new Map<number, Map<string, number | null>>();
  for (const { cause, day, value } of incidence) byDay.set(day, (byDay.get(day) ?? new Map()).set(cause, value));
  return table(
    [
      { heading: 'Reached by day', align: 'right' },
      ...causes.map((cause) => ({ heading: printable(cause), align: 'right' as const })),
    ],
    [...byDay].map(([day, shares]) => [days(day), ...causes.map((cause) => share(shares.get(cause)))]),
  );
}

/** The Kaplan–Meier curve, row by row. */
function curveTable({ curve }: Pick<Landing, 'curve'>): string {
  if (curve.length === 0) return 'Nobody was observed: there is no curve.\n';
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return table(
    [
      right('Day'),
      right('At risk'),
      right('Landed'),
      right('Censored'),
      right('Not yet landed'),
      { heading: '95 % interval' },
    ],
    curve.map((row) => [
      days(row.day),
      count(row.atRisk),
      count(row.landed),
      count(row.censored),
      share(row.survival),
      limits(row.lower, row.upper, share),
    ]),
  );
}
