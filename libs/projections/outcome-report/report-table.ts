import { type Estimate } from '@overstap/statistics';
import { type Measure } from './measure.js';
import { type OutcomeReport } from './outcome-report.js';

const NONE = '–';

/** The report for a terminal: counts, measures and the landing curve in columns; a dash where a part has no meaning. */
export function reportTable({ programme, asOf, referred, phases, measures, landing }: OutcomeReport): string {
  const counts = Object.entries(phases).map(([stage, people]) => [stage, String(people)]);
  const { curve, median, incidence, restrictedMean: mean } = landing;
  return [
    `${programme}, as of ${asOf}: ${referred} referred`,
    columns(['State or phase', 'People'], counts),
    columns(['Code', 'Measure', 'Num', 'Den', 'Cens', 'Unkn', 'Value', '95 %'], measures.map(measureCells)),
    `Median days to landing: ${median.value === null ? 'not reached' : figure(median.value)}${interval(median, figure)}`,
    `Mean days to landing within ${cell(mean.horizon)} days: ${cell(mean.value)}`,
    columns(
      ['Cause', 'Day', 'Share so far'],
      incidence.map(({ cause, day, value }) => [cause, String(day), value === null ? 'not yet known' : percent(value)]),
    ),
    columns(
      ['Day', 'At risk', 'Landed', 'Censored', 'Not yet landed', '95 %'],
      curve.map((row) => [
        figure(row.day),
        String(row.atRisk),
        String(row.landed),
        String(row.censored),
        percent(row.survival),
        interval({ ...row, value: row.survival }, percent).trim() || NONE,
      ]),
    ),
    '',
  ].join('\n\n');
}

/** Shares are told in per cent; days and counts as they are. */
function measureCells({ code, name, numerator, denominator, censored, unknown, ...estimate }: Measure): string[] {
  const isShare = !/^(M5|M6|M24\..*|M8\.(CONTACT|INTAKE))$/.test(code);
  const told = isShare ? percent : figure;
  const value = estimate.value === null ? NONE : told(estimate.value);
  return [
    code,
    name,
    ...[numerator, denominator, censored, unknown].map(cell),
    value,
    interval(estimate, told).trim() || NONE,
  ];
}

const figure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const cell = (value: number | null): string => (value === null ? NONE : figure(value));

/** ` (from–to)`; a side that is not defined is a dash, and nothing when neither is. */
function interval({ lower, upper }: Estimate, told: (value: number) => string): string {
  if (lower === null && upper === null) return '';
  return ` (${lower === null ? NONE : told(lower)} to ${upper === null ? NONE : told(upper)})`;
}

/** Numbers stand to the right under their heads. */
function columns(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const isNumber = heads.map((_, column) =>
    rows.every((row) => /^([\d.]+( %)?|–|not yet known)$/.test(row[column] ?? '')),
  );
  return all
    .map((row) =>
      row
        .map((text, column) =>
          isNumber[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
