import { type Duration, isDate, parseDuration, daysOf } from '@overstap/calendar';
import { daysClosed, enoughCoaches, type HazardName } from '@overstap/mobility';
import { WrongUsage } from '../exit-codes.js';

/** As the command line has them. */
export interface SimulateOptions {
  readonly people: string;
  readonly start: string;
  readonly days: string;
  readonly hazards: HazardName;
  readonly seed: string;
  readonly coaches?: string;
  readonly over?: string;
  readonly close: readonly string[];
  readonly intakeWithin?: string;
  readonly compare?: boolean;
  readonly json?: boolean;
}

/** What is simulated, without its template. */
export interface SimulationRequest {
  readonly people: number;
  readonly start: string;
  readonly days: number;
  readonly hazards: HazardName;
  readonly seed: number;
  readonly over: number;
}

/** What is different from the template and the agency as they are. */
export interface WhatIfs {
  readonly coaches?: number;
  readonly closed?: readonly string[];
  readonly intakeWithin?: Duration;
}

/** Throws a WrongUsage for an option that is not understood. */
export function requestOf(options: SimulateOptions): SimulationRequest {
  const start = dateIn('--start', options.start, '2027-01-04');
  return {
    people: wholeIn('--people', options.people, [1, 5000], '300'),
    start,
    days: wholeIn('--days', options.days, [1, 1830], '365'),
    hazards: options.hazards,
    seed: wholeIn('--seed', options.seed, [0, 2 ** 31 - 1], '1'),
    over: options.over === undefined ? 1 : Math.max(1, daysOf(durationIn('--over', options.over), start)),
  };
}

export function whatIfsOf({ coaches, close, intakeWithin }: SimulateOptions, people: number): WhatIfs {
  return {
    ...(coaches === undefined ? {} : { coaches: coachesIn(coaches, people) }),
    ...(close.length === 0 ? {} : { closed: [...new Set(close.flatMap(closedIn))].toSorted() }),
    ...(intakeWithin === undefined ? {} : { intakeWithin: durationIn('--intake-within', intakeWithin) }),
  };
}

/** So many, or with a sign so many more or fewer than the simulation has unless told. */
function coachesIn(text: string, people: number): number {
  if (!/^[+-]/.test(text)) return wholeIn('--coaches', text, [1, 1000], '10');
  const more = wholeIn('--coaches', text.slice(1), [0, 1000], '10');
  const count = enoughCoaches(people) + (text.startsWith('-') ? -more : more);
  if (count < 1)
    throw new WrongUsage('--coaches', `--coaches ${text} leaves no coach of ${enoughCoaches(people)}: take off fewer.`);
  return count;
}

function wholeIn(option: string, text: string, [least, most]: readonly [number, number], example: string): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    throw new WrongUsage(option, `${option} is a whole number from ${least} to ${most}: write ${option} ${example}.`);
  return value;
}

function dateIn(option: string, text: string, example: string): string {
  if (!isDate(text)) throw new WrongUsage(option, `${option} is a date that exists: write ${option} ${example}.`);
  return text;
}

function durationIn(option: string, text: string): Duration {
  const duration = parseDuration(text);
  if ('error' in duration) throw new WrongUsage(option, `${option}: ${duration.error}.`);
  if (duration.value < 1)
    throw new WrongUsage(option, `${option} is longer than nothing: write ${option} "8 calendarDays".`);
  return duration;
}

const LONGEST_CLOSURE = 366;

function closedIn(text: string): readonly string[] {
  const [from = '', to = from, ...more] = text.split('/');
  if (!isDate(from) || !isDate(to) || to < from || more.length > 0)
    throw new WrongUsage(
      '--close',
      '--close is the first and the last day that the agency is closed: write --close 2027-02-22/2027-02-26.',
    );
  const days = daysClosed(from, to);
  if (days.length > LONGEST_CLOSURE) throw new WrongUsage('--close', `--close is at most ${LONGEST_CLOSURE} days.`);
  return days;
}
