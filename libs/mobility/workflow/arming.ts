import {
  type Calendar,
  dueOf,
  type Duration,
  instantAt,
  ledgerAt,
  offset,
  type Pause,
  rollDate,
  type Roll,
} from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type ClockKind, type RungDefinition } from '../programme-template/definition.js';
import { type RungPlan } from './events.js';

const RUNG_TIME = '08:30';
/** As long as a budget can be. */
const MOST_DAYS = 10_000;

/** What a clock's dates follow from. */
export interface Terms {
  readonly calendar: Calendar;
  readonly kind: ClockKind;
  /** The anchor's day; not counted. */
  readonly armedOn: LocalDate;
  /** Negative: counted backwards from the anchor; such a date no pause moves. */
  readonly budget: Duration;
  readonly cutOff?: string;
  readonly roll?: Roll;
  /** Only the pauses that stop this clock. */
  readonly pauses: readonly Pause[];
  readonly ladder: readonly RungDefinition[];
  /** The date is reached when its day begins, not when it ends: so a phase is entered on its first day. */
  readonly atStart?: boolean;
  /** Nothing meets it: it is over when the law says so, not on a working day before. */
  readonly wait?: boolean;
  /** Past when it becomes known, it speaks of nothing: it was lived through elsewhere. */
  readonly imported?: boolean;
}

export interface Dates {
  readonly dueOn?: LocalDate;
  readonly dueAt?: Instant;
  readonly legalOn?: LocalDate;
  readonly rungs: RungPlan[];
  readonly basis: string;
}

/** Everything the dates depend on, as text: equal text, equal dates. */
export const basisOf = ({ calendar, armedOn, budget, pauses, kind, roll, cutOff, wait }: Terms): string =>
  [
    armedOn,
    `${budget.value} ${budget.unit}`,
    `${calendar.name} ${calendar.version}`,
    kind,
    roll ?? '-',
    cutOff ?? '-',
    ...(wait ? ['wait'] : []),
    ...(budget.value > 0 ? pauses.map(({ from, to }) => `${from}/${to ?? ''}`) : []),
  ].join('|');

/**
 * Due date and rungs of a clock as they stand at `now`. A statutory deadline keeps its legal day and is due, for the agency, on the working
 * day before it when it falls on a closed one; a wait keeps to its legal day. Rungs that lie before `now` are not planned; a due date already past gets its `due` rung at once.
 */
export function datesOf(terms: Terms, now: Instant): Dates {
  const basis = basisOf(terms);
  const { calendar, kind } = terms;
  const day = dueDay(terms);
  if (day === undefined) return { rungs: [], basis };
  const statutory = kind === 'STATUTORY';
  const roll = statutory && !terms.wait ? 'previous' : (terms.roll ?? 'none');
  const dueOn = rollDate(calendar, day, roll);
  const dueAt = endOf(terms, dueOn);
  const planned = terms.ladder.map((rung) => ({ rung, at: rungAt(terms, rung, dueOn) }));
  const late = dueAt <= now;
  const rungs = planned.filter(({ at }) => at > now).map(({ rung, at }) => ({ rung: rung.rung, at }));
  if (late && terms.imported) return { dueOn, dueAt, ...(statutory ? { legalOn: day } : {}), rungs: [], basis };
  const lateRung = late ? lateRungOf(planned, now) : undefined;
  if (lateRung !== undefined) rungs.unshift({ rung: lateRung, at: now });
  rungs.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { dueOn, dueAt, ...(statutory ? { legalOn: day } : {}), rungs, basis };
}

/**
 * What a clock with these terms needs to be due on a day that is not over; undefined where it never can be. What the template counts from its
 * anchor on is due after the day of arming, which does not count, and what it counts back not after its anchor: pauses stop the one alone.
 */
export function budgetUntil(day: LocalDate, terms: Terms, counted: Duration, now: Instant): Duration | undefined {
  if (counted.value > 0 ? day <= terms.armedOn : counted.value < 0 && day > terms.armedOn) return undefined;
  const unit: Duration['unit'] = terms.budget.unit === 'workingDays' ? 'workingDays' : 'calendarDays';
  const budget = { value: day < terms.armedOn ? -daysBack(day, terms, unit) : daysCounted(day, terms, unit), unit };
  const { dueOn, dueAt } = datesOf({ ...terms, budget }, now);
  return dueOn === day && dueAt !== undefined && dueAt > now ? budget : undefined;
}

function daysCounted(day: LocalDate, terms: Terms, unit: Duration['unit']): number {
  const { calendar } = terms;
  const end = instantAt(calendar.zone, offset(calendar, day, { value: 1, unit: 'calendarDays' }), '00:00');
  return ledgerAt({ ...terms, budget: { value: MOST_DAYS, unit } }, end).consumed;
}

function daysBack(day: LocalDate, { calendar, armedOn }: Terms, unit: Duration['unit']): number {
  let days = 0;
  while (days < MOST_DAYS && offset(calendar, armedOn, { value: -days, unit }) > day) days += 1;
  return days;
}

/** The rung of the due date itself; where a ladder has none, the last that is behind. */
function lateRungOf(
  planned: readonly { readonly rung: RungDefinition; readonly at: Instant }[],
  now: Instant,
): string | undefined {
  const past = planned.filter(({ rung, at }) => at <= now && rung.from !== 'armed');
  const behind = past.find(({ rung }) => rung.at.value === 0) ?? past.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
  return behind?.rung.rung;
}

function dueDay({ calendar, armedOn, budget, cutOff, pauses }: Terms): LocalDate | undefined {
  if (budget.value < 0) return offset(calendar, armedOn, budget);
  return dueOf({ calendar, armedOn, budget, pauses, ...(cutOff ? { cutOff } : {}) })?.dueOn;
}

/** A day in working time ends at its cut-off, a calendar day at midnight. */
function endOf({ calendar, budget, cutOff, atStart }: Terms, day: LocalDate): Instant {
  if (atStart) return instantAt(calendar.zone, day, '00:00');
  return budget.unit === 'workingDays'
    ? instantAt(calendar.zone, day, cutOff ?? '17:00')
    : instantAt(calendar.zone, offset(calendar, day, { value: 1, unit: 'calendarDays' }), '00:00');
}

const rungAt = ({ calendar, armedOn }: Terms, rung: RungDefinition, dueOn: LocalDate): Instant =>
  instantAt(calendar.zone, offset(calendar, rung.from === 'armed' ? armedOn : dueOn, rung.at), rung.time ?? RUNG_TIME);
