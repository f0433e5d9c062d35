import { formatDuration } from '@overstap/calendar';
import { type DeadlineForecast, type WeekForecast } from '@overstap/mobility';
import { type Landing } from '@overstap/statistics';
import { count, days, limits, share } from '../text/numbers.js';
import { type Column, table } from '../text/table.js';
import { type Simulated } from './simulate.js';

const right = (heading: string): Column => ({ heading, align: 'right' });
const ONE = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const tenths = (value: number): string => ONE.format(value);

/** The forecast for a terminal: the people, the load by week, the deadlines at risk, the reminders and the landing curve. */
export function forecastText(forecast: Simulated): string {
  const { weeks, deadlines, landing } = forecast;
  return [heading(forecast), load(weeks), risks(deadlines), reminders(forecast), curve(landing)].join('\n');
}

/** Who was simulated, what was changed, and how they stand in the end. */
export function heading(simulated: Simulated): string {
  const { template, version, people, start, end, hazards, seed, coaches, whatIfs, cohort } = simulated;
  const { closed = [], intakeWithin } = whatIfs;
  const changes = [
    ...(closed.length === 0 ? [] : [`closed on ${count(closed.length)} more days, ${closed[0]} to ${closed.at(-1)}`]),
    ...(intakeWithin ? [`intake within ${formatDuration(intakeWithin)}`] : []),
  ];
  return (
    `${template}, version ${version}: ${count(people)} people and ${count(coaches)} ${coaches === 1 ? 'coach' : 'coaches'} from ${start} to ${end}, hazards ${hazards}, seed ${seed}.\n` +
    (changes.length === 0 ? '' : `What if: ${changes.join('; ')}.\n`) +
    `Started ${count(cohort.started)}, landed ${count(cohort.landed)}, closed without landing ${count(cohort.closedWithoutLanding)}, ` +
    `never started ${count(cohort.neverStarted)}, under way ${count(cohort.running)}.\n`
  );
}

/** One row per week; of each role what is due in it and, behind the stroke, what is overdue at its end. */
function load(weeks: readonly WeekForecast[]): string {
  const roles = [
    ...new Set(weeks.flatMap((week) => week.roles.filter(({ due, open }) => due + open > 0).map(({ role }) => role))),
  ].toSorted();
  const rows = weeks.map(({ week, caseload, roles: loads }) => [
    week,
    tenths(caseload.weighted),
    count(caseload.capacity),
    tenths(caseload.fullest),
    ...roles.map((role) => {
      const { due = 0, overdue = 0 } = loads.find((each) => each.role === role) ?? {};
      return `${count(due)} / ${count(overdue)}`;
    }),
  ]);
  return (
    'Load by week: what the coaches carry in weighted units; of each role the tasks due in the week / overdue at its end\n' +
    table([{ heading: 'Week' }, right('Caseload'), right('Capacity'), right('Fullest'), ...roles.map(right)], rows)
  );
}

const MOST_RISKS = 20;
const OUTCOMES = ['armed', 'inTime', 'close', 'missed', 'running'] as const;

function risks(deadlines: readonly DeadlineForecast[]): string {
  const shown = deadlines.filter(({ atRisk }) => atRisk > 0).slice(0, MOST_RISKS);
  const row = (name: string, kind: string, rows: readonly DeadlineForecast[]): readonly string[] => {
    const ended = sumOf(rows, 'armed') - sumOf(rows, 'running');
    const atRisk = ended === 0 ? null : sumOf(rows, 'atRisk') / ended;
    return [name, kind, ...OUTCOMES.map((outcome) => count(sumOf(rows, outcome))), share(atRisk)];
  };
  const headings = ['Set', 'In time', 'Close', 'Missed', 'To come', 'At risk'].map(right);
  return (
    `Deadlines at risk: missed, or met only on the last working day${deadlines.length > shown.length ? '; the most frequent' : ''}\n` +
    table(
      [{ heading: 'Deadline' }, { heading: 'Kind' }, ...headings],
      [...shown.map((each) => row(each.code, each.times, [each])), row('All', '', deadlines)],
    )
  );
}

export const sumOf = (
  deadlines: readonly DeadlineForecast[],
  field: Exclude<keyof DeadlineForecast, 'times' | 'code'>,
): number => deadlines.reduce((sum, each) => sum + each[field], 0);

function reminders({ reminders: forecasts }: Simulated): string {
  return (
    'Reminders\n' +
    table(
      [{ heading: 'To' }, right('In all'), right('Per person and week'), right('Most in a week for one')],
      forecasts
        .filter(({ total }) => total > 0)
        .map(({ role, total, perPersonPerWeek, most }) => [role, count(total), tenths(perPersonPerWeek), count(most)]),
    )
  );
}

const EVERY_DAYS = 28;

/** Four weeks a row: the landing curve as it stands at each. */
function curve({ curve: rows, median }: Landing): string {
  const last = rows.at(-1)?.day ?? 0;
  const ats = Array.from({ length: Math.floor(last / EVERY_DAYS) }, (_, index) => (index + 1) * EVERY_DAYS);
  const interval = limits(median.lower, median.upper, days);
  const middle = median.value === null ? 'not reached' : `${days(median.value)} days`;
  return (
    `Landing, from the start of the trajectory. Median: ${middle}${interval && ` (95 % interval ${interval})`}\n` +
    table(
      [right('Day'), right('Landed'), { heading: '95 % interval' }],
      ats.map((at) => {
        const row = rows.findLast(({ day }) => day <= at);
        const landed = (value: number | null | undefined) => (value === null || value === undefined ? null : 1 - value);
        return [days(at), share(landed(row?.survival ?? 1)), limits(landed(row?.upper), landed(row?.lower), share)];
      }),
    )
  );
}
