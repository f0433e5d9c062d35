import { stringify } from 'csv-stringify/sync';
import { type OutcomeReport } from './outcome-report.js';

const COLUMNS = [
  'programme',
  'as_of',
  'section',
  'code',
  'name',
  'day',
  'numerator',
  'denominator',
  'censored',
  'unknown',
  'value',
  'lower',
  'upper',
] as const;

type Line = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/**
 * The report as one table: a section per part, empty cells where a part has no meaning. In the curve, `numerator` is who landed on the
 * day and `denominator` who was at risk. Text that a spreadsheet would take for a formula is kept as text.
 */
export function reportCsv(report: OutcomeReport): string {
  const { programme, asOf, referred, phases, measures, landing } = report;
  const { restrictedMean: mean } = landing;
  const lines: Line[] = [
    { section: 'count', code: 'REFERRED', value: referred },
    ...Object.entries(phases).map(([code, value]): Line => ({ section: 'count', code, value })),
    ...measures.map((measure): Line => ({ section: 'measure', ...measure })),
    ...landing.curve.map(({ day, landed, atRisk, censored, survival, lower, upper }): Line => ({
      section: 'curve',
      day,
      numerator: landed,
      denominator: atRisk,
      censored,
      value: survival,
      lower,
      upper,
    })),
    { section: 'median', ...landing.median },
    ...landing.incidence.map(({ cause, day, value }): Line => ({ section: 'incidence', code: cause, day, value })),
    { section: 'restricted mean', day: mean.horizon, value: mean.value },
  ];
  return stringify(
    lines.map((line) => ({ programme, as_of: asOf, ...line })),
    { header: true, columns: [...COLUMNS], escape_formulas: true, record_delimiter: 'windows' },
  );
}
