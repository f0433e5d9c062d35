import { addDays, type Calendar, daysBetween } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { HABITS } from './habits.js';

/** The day itself, or the first working day after it. */
export function workingDay(calendar: Calendar, day: LocalDate): LocalDate {
  let working = day;
  while (!calendar.isWorking(working)) working = addDays(working, 1);
  return working;
}

/** The day itself or the last working day before it, but not before `earliest`. */
export function lastWorkingDay(calendar: Calendar, day: LocalDate, earliest: LocalDate): LocalDate {
  let working = day;
  while (working > earliest && !calendar.isWorking(working)) working = addDays(working, -1);
  return workingDay(calendar, working < earliest ? earliest : working);
}

export interface Work {
  readonly dueOn: LocalDate;
  readonly earliest: LocalDate;
  /** The share of such work that is late where nobody carries too much. */
  readonly late: number;
  /** How full the caseload of whoever does it is: 1 up to its limit, 1.5 with half as much again. */
  readonly stretch: number;
}

/**
 * The day on which somebody gets to a piece of work. `luck` decides how late it is if at all, `spare` how early. With the same luck a fuller
 * caseload never makes it earlier: the share that is late grows with the square of the stretch, and what is late is late by as much more.
 */
export function dayOfWork(calendar: Calendar, work: Work, luck: number, spare: number): LocalDate {
  const { dueOn, earliest, late, stretch } = work;
  const inTime = 1 - Math.min(MOST_LATE, late * stretch ** 2);
  if (luck >= inTime) {
    const from = earliest > dueOn ? earliest : dueOn;
    const days = Math.round(latenessAt((luck - inTime) / (1 - inTime)) * stretch);
    return workingDay(calendar, addDays(from, days));
  }
  const room = Math.min(HABITS.aheadDays, Math.max(0, daysBetween(earliest, dueOn)));
  const from = earliest > dueOn ? earliest : dueOn;
  return lastWorkingDay(calendar, addDays(from, -Math.floor((spare * (room + 1)) / stretch)), earliest);
}

const MOST_LATE = 0.95;

/** Days late at a share of what is late, from least to most. */
function latenessAt(share: number): number {
  let before = 0;
  for (const { share: upTo, days } of HABITS.lateness) {
    const [least, most] = days;
    if (share < upTo) return least + ((share - before) / (upTo - before)) * (most - least);
    before = upTo;
  }
  return HABITS.lateness[2].days[1];
}
