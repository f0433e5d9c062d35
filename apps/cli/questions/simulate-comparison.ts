import { type Landing } from '@overstap/statistics';
import { count, days, NOT_KNOWN, share } from '../text/numbers.js';
import { table } from '../text/table.js';
import { heading, sumOf, tenths } from './simulate-text.js';
import { type Simulated } from './simulate.js';

/** One figure of two runs: with the same people and the same luck, so that what differs comes of the change. */
export interface Difference {
  readonly figure: string;
  readonly unit: 'count' | 'share' | 'days' | 'number';
  readonly without: number | null;
  readonly with: number | null;
}

export interface Comparison {
  readonly without: Simulated;
  readonly with: Simulated;
  readonly differences: readonly Difference[];
}

export function comparisonOf(without: Simulated, changed: Simulated): Comparison {
  const differences = FIGURES.map(([figure, unit, of]) => ({ figure, unit, without: of(without), with: of(changed) }));
  return {
    without,
    with: changed,
    differences: [...differences, ...byDeadline(without, changed), ...byRole(without, changed)],
  };
}

const peak = ({ weeks }: Simulated, of: (week: Simulated['weeks'][number]) => number): number =>
  Math.max(0, ...weeks.map(of));
const landedBy = ({ incidence }: Landing, at: number): number | null =>
  incidence.find(({ cause, day }) => cause === 'landed' && day === at)?.value ?? null;

const FIGURES: readonly (readonly [string, Difference['unit'], (run: Simulated) => number | null])[] = [
  ['Coaches', 'count', ({ coaches }) => coaches],
  ['Fullest caseload of a coach, weighted', 'number', (run) => peak(run, ({ caseload }) => caseload.fullest)],
  ['Deadlines set', 'count', ({ deadlines }) => sumOf(deadlines, 'armed')],
  ['Deadlines at risk', 'count', ({ deadlines }) => sumOf(deadlines, 'atRisk')],
  ['Deadlines missed', 'count', ({ deadlines }) => sumOf(deadlines, 'missed')],
  [
    'Most overdue tasks at the end of a week',
    'count',
    (run) => peak(run, ({ roles }) => roles.reduce((sum, { overdue }) => sum + overdue, 0)),
  ],
  ['Landed', 'count', ({ cohort }) => cohort.landed],
  ['Median time to landing', 'days', ({ landing }) => landing.median.value],
  ['Landed within 182 days', 'share', ({ landing }) => landedBy(landing, 182)],
];

/** What changes most comes first. */
function byDeadline(without: Simulated, changed: Simulated): Difference[] {
  const riskOf = (run: Simulated, name: string): number =>
    run.deadlines.find(({ times, code }) => `${times} ${code}` === name)?.atRisk ?? 0;
  const names = [...new Set([...without.deadlines, ...changed.deadlines].map(({ times, code }) => `${times} ${code}`))];
  return names
    .map((name) => ({ name, before: riskOf(without, name), after: riskOf(changed, name) }))
    .filter(({ before, after }) => before !== after)
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .map(({ name, before, after }) => ({ figure: `At risk: ${name}`, unit: 'count', without: before, with: after }));
}

function byRole(without: Simulated, changed: Simulated): Difference[] {
  const remindersOf = (run: Simulated, name: string): number =>
    run.reminders.find(({ role }) => role === name)?.perPersonPerWeek ?? 0;
  return [...new Set([...without.reminders, ...changed.reminders].map(({ role }) => role))]
    .map((role) => ({ role, before: remindersOf(without, role), after: remindersOf(changed, role) }))
    .filter(({ before, after }) => before + after > 0)
    .map(({ role, before, after }) => ({
      figure: `Reminders per person and week: ${role}`,
      unit: 'number',
      without: before,
      with: after,
    }));
}

/** The changed run's heading, and a table of what differs. */
export function comparisonText({ with: changed, differences }: Comparison): string {
  const right = (text: string) => ({ heading: text, align: 'right' as const });
  return `${heading(changed)}\n${table(
    [{ heading: 'Figure' }, right('Without'), right('With'), right('Change')],
    differences.map(({ figure, unit, without, with: after }) => [
      figure,
      written(without, unit),
      written(after, unit),
      without === null || after === null ? NOT_KNOWN : signed(after - without, unit),
    ]),
  )}`;
}

function written(value: number | null, unit: Difference['unit']): string {
  if (value === null) return NOT_KNOWN;
  return { count, share, days, number: tenths }[unit](value);
}

const signed = (value: number, unit: Difference['unit']): string => `${value > 0 ? '+' : ''}${written(value, unit)}`;
