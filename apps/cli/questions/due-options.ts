import { type DueProblem, type DueRequest } from '@overstap/calendar';
import { WrongUsage } from '../exit-codes.js';

/** As the command line has them. */
export interface DueOptions {
  readonly from?: string;
  readonly budget?: string;
  readonly calendar?: string;
  readonly closed: readonly string[];
  readonly pause: readonly string[];
  readonly cutOff?: string;
  readonly batch?: string;
  readonly json?: boolean;
}

const EXAMPLES = {
  from: '--from 2026-12-14, the day of arming',
  budget: '--budget "10 workingDays", or --budget P30D',
  calendar: '--calendar nl, or --calendar none',
} as const;

/** The question that the options ask; throws a WrongUsage for an option that is missing or not understood. */
export function dueRequestOf(options: DueOptions): DueRequest {
  const given = (name: keyof typeof EXAMPLES): string => {
    const value = options[name];
    if (value === undefined) throw new WrongUsage(`--${name}`, `--${name} is missing: write ${EXAMPLES[name]}.`);
    return value;
  };
  return {
    from: given('from'),
    budget: given('budget'),
    calendar: given('calendar'),
    closed: options.closed,
    pauses: options.pause.map(pauseOf),
    ...(options.cutOff === undefined ? {} : { cutOff: options.cutOff }),
  };
}

function pauseOf(text: string): readonly [string, string] {
  const [from, to, ...more] = text.split('/');
  if (!from || !to || more.length > 0)
    throw new WrongUsage(
      '--pause',
      '--pause is the day it began and the day it ended: write --pause 2026-12-21/2027-01-11.',
    );
  return [from, to];
}

/** Options that make no sense beside a file of questions. */
export function refuseBesideBatch(options: DueOptions): void {
  const { from, budget, calendar, cutOff, closed, pause } = options;
  const given = Object.entries({ from, budget, calendar, 'cut-off': cutOff, closed: closed[0], pause: pause[0] }).find(
    ([, value]) => value !== undefined,
  );
  if (given)
    throw new WrongUsage(
      `--${given[0]}`,
      `--${given[0]} cannot stand beside --batch: each line of the file carries its own question. Leave out one of them.`,
    );
}

const OPTION_OF: Readonly<Record<string, string>> = { closed: '--closed', pauses: '--pause', cutOff: '--cut-off' };

/** The calendar's words for a field, said of the option that gave it. */
export function usageOf({ error: { field, message } }: DueProblem): WrongUsage {
  const name = field.split('.')[0] ?? '';
  const option = OPTION_OF[name] ?? `--${name}`;
  const said = message.startsWith(name) ? message.slice(name.length).replace(/^:?\s*/, '') : message;
  return new WrongUsage(option, `${option}: ${said}.`);
}
