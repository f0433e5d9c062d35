import { isRefusal, type Instant, type LocalDate } from '@overstap/kernel';
import { calendarNamed } from './calendar.js';
import { type CountedDay, type ClockTerms, dueOf, explain } from './clock-arithmetic.js';
import { isDate } from './dates.js';
import { parseDuration } from './durations.js';
import { instantAt, isTime } from './zones.js';

/** A planner's question: when is it due, and why then? The shape of a line of `overstap due --batch`. */
export interface DueRequest {
  /** The day of arming. */
  readonly from: LocalDate;
  /** `10 workingDays`, `30 calendarDays`, `P6M`, … */
  readonly budget: string;
  /** `nl` or `none`. */
  readonly calendar: string;
  readonly closed?: readonly LocalDate[] | null;
  /** The day each pause began, which does not count, and the day it ended, which does. */
  readonly pauses?: readonly (readonly [LocalDate, LocalDate])[] | null;
  /** When a working day is consumed, `HH:mm`; 17:00 unless given. */
  readonly cutOff?: string | null;
}

export interface DueAnswer {
  readonly due: LocalDate;
  readonly instant: Instant;
  readonly days: readonly CountedDay[];
}

/** What is wrong with a question. `field` is empty when it is the question as a whole. */
export interface DueProblem {
  readonly error: { readonly field: string; readonly message: string };
}

const FIELDS = ['from', 'budget', 'calendar', 'closed', 'pauses', 'cutOff'];
const MOST_CLOSED = 2_000;
const MOST_PAUSES = 1_000;
const A_DATE = 'must be a date that exists, written YYYY-MM-DD, in the years 1900 to 2200';
const A_PAUSE = 'must be [day it began, day it ended], such as ["2026-12-21", "2027-01-11"]';

const problem = (field: string, message: string): DueProblem => ({ error: { field, message } });
const isProblem = (value: object): value is DueProblem => 'error' in value;

/** Foreign input, checked field by field, as the terms of a clock. */
function termsOf(request: unknown): ClockTerms | DueProblem {
  if (typeof request !== 'object' || request === null || Array.isArray(request))
    return problem('', `write a JSON object with the fields ${FIELDS.join(', ')}`);
  const unknown = Object.keys(request).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined)
    return problem(unknown.slice(0, 40), `is not a field of this question; it has ${FIELDS.join(', ')}`);
  const { from, budget, calendar, closed, pauses, cutOff } = request as Partial<Record<keyof DueRequest, unknown>>;
  if (!isDate(from)) return problem('from', `from ${A_DATE}`);
  const duration = typeof budget === 'string' ? parseDuration(budget) : { error: 'write it as text: "10 workingDays"' };
  if ('error' in duration) return problem('budget', `budget: ${duration.error}`);
  if (duration.value < 0) return problem('budget', 'budget: a clock cannot have less than nothing; write 0 or more');
  const closedDays = closedOf(closed ?? []);
  if (isProblem(closedDays)) return closedDays;
  const named = calendarNamed(typeof calendar === 'string' ? calendar : '', closedDays);
  if (isRefusal(named)) return problem('calendar', named.message);
  const paused = pausesOf(pauses ?? [], named.zone);
  if (isProblem(paused)) return paused;
  const terms = { calendar: named, armedOn: from, budget: duration, pauses: paused };
  if (cutOff === undefined || cutOff === null) return terms;
  if (!isCutOff(cutOff)) return problem('cutOff', 'cutOff must be a time from 00:01 to 24:00, written HH:mm');
  return { ...terms, cutOff };
}

/** A day that is over when it begins could not be paused before its cut-off. */
const isCutOff = (value: unknown): value is string => (isTime(value) && value !== '00:00') || value === '24:00';

function closedOf(closed: unknown): readonly LocalDate[] | DueProblem {
  if (!Array.isArray(closed) || closed.length > MOST_CLOSED)
    return problem('closed', `closed must be a list of at most ${MOST_CLOSED} dates`);
  const wrong = closed.findIndex((date) => !isDate(date));
  return wrong < 0 ? (closed as LocalDate[]) : problem(`closed.${wrong}`, `each closing day ${A_DATE}`);
}

function pausesOf(pauses: unknown, zone: string): ClockTerms['pauses'] | DueProblem {
  if (!Array.isArray(pauses) || pauses.length > MOST_PAUSES)
    return problem('pauses', `pauses must be a list of at most ${MOST_PAUSES} pauses; each ${A_PAUSE}`);
  const read: ClockTerms['pauses'][number][] = [];
  for (const [index, pause] of pauses.entries()) {
    if (!Array.isArray(pause) || pause.length !== 2) return problem(`pauses.${index}`, `a pause ${A_PAUSE}`);
    const [from, to] = pause as unknown[];
    if (!isDate(from)) return problem(`pauses.${index}`, `the day on which a pause began ${A_DATE}`);
    if (!isDate(to)) return problem(`pauses.${index}`, `the day on which a pause ended ${A_DATE}`);
    if (to < from)
      return problem(`pauses.${index}`, 'a pause cannot end before it began; write the day it began first');
    // Both days stand for their first instant, which lies before any cut-off.
    read.push({ from: instantAt(zone, from, '00:00'), to: instantAt(zone, to, '00:00') });
  }
  return read;
}

const BEYOND = problem('budget', 'the due date would lie after the year 2200; shorten the budget or the pauses');

/** The due date of a `DueRequest`, its instant and every day on the way with the reason why it counts or not; or what is wrong with the question. */
export function answerDue(request: unknown): DueAnswer | DueProblem {
  const terms = termsOf(request);
  if (isProblem(terms)) return terms;
  const { due, instant, days } = explain(terms);
  return due === undefined || instant === undefined ? BEYOND : { due, instant, days };
}

/** One line of a batch, as JSON text: the answer without its days, or what is wrong with the line. Never throws. */
export function answerDueLine(line: string): Omit<DueAnswer, 'days'> | DueProblem {
  let request: unknown;
  try {
    request = JSON.parse(line);
  } catch {
    return problem('', 'the line is not JSON; write one object on one line');
  }
  const terms = termsOf(request);
  if (isProblem(terms)) return terms;
  const due = dueOf(terms);
  return due ? { due: due.dueOn, instant: due.instant } : BEYOND;
}
