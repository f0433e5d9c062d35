import { type LocalDate } from '@overstap/kernel';
import { type ClockKind, type Moment } from '../programme-template/definition.js';
import { basisOf, datesOf, type Terms } from './arming.js';
import { type ClockArmed } from './events.js';
import { type ClockState, isOpenClock } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';

/** A clock that ought to exist. */
export interface WantedClock {
  readonly clockId: string;
  readonly code: string;
  readonly times: ClockArmed['times'];
  readonly kind: ClockKind;
  readonly due: Moment;
  readonly armedOn: LocalDate;
  readonly ladder?: string | undefined;
  readonly pauseReasons?: readonly string[] | undefined;
  /** The day since which what it waits for is so. */
  readonly metOn?: LocalDate | undefined;
}

/**
 * What has to happen to a clock so that it is as wanted: armed, suspended, resumed, computed again because an anchor, a pause or the calendar
 * moved, or stopped because it is met. An expired clock is only ever stopped: a missed deadline does not move.
 */
export function reconcileClock(
  wanted: WantedClock,
  subject: Subject,
  rules: WorkflowRules,
  { now, today }: Present,
): Consequence[] {
  const clock = subject.workflow.clocks[wanted.clockId];
  if (clock?.status === 'STOPPED' && (clock.how === 'WAIVED' || wanted.metOn !== undefined)) return [];
  if (!clock && wanted.metOn !== undefined && wanted.times === 'PHASE_ENTRY') return [];
  const terms = termsOf(wanted, subject, rules);
  const paused = wanted.due.offset.value >= 0 && terms.pauses.some(({ to }) => to === undefined);
  const at = (event: Omit<Consequence, 'occurredAt'>): Consequence => ({ ...event, occurredAt: now }) as Consequence;
  if (!clock || clock.status === 'STOPPED') {
    const generation = (clock?.generation ?? 0) + 1;
    const data = armed(wanted, terms, generation, now);
    const events = [at(clock ? { type: 'ClockRearmed', data: { ...data, cause: 'REOPENED' } } : { type: 'ClockArmed', data })];
    return wanted.metOn === undefined ? events : [...events, at(stopped(wanted.clockId, generation, 'MET', wanted.metOn))];
  }
  const { clockId, generation } = clock;
  if (wanted.metOn !== undefined) return [at(stopped(clockId, generation, 'MET', wanted.metOn))];
  if (clock.status === 'EXPIRED') return [];
  if (paused) {
    if (clock.status === 'SUSPENDED') return [];
    const from = terms.pauses.find(({ to }) => to === undefined)?.from ?? now;
    const retracted = Object.entries(clock.fired).filter(([, firedAt]) => firedAt >= from && from < now);
    return [
      at({ type: 'ClockSuspended', data: { clockId, generation, on: today } }),
      ...retracted.map(([rung]) => at({ type: 'RungRetracted', data: { clockId, generation, rung, cause: 'PAUSE' } })),
    ];
  }
  if (clock.status === 'SUSPENDED') {
    const { dueOn, dueAt, legalOn, rungs, basis } = datesOf(terms, now);
    if (dueOn === undefined || dueAt === undefined) return [];
    const data = { clockId, generation, on: today, dueOn, dueAt, ...(legalOn ? { legalOn } : {}), rungs, basis };
    return [at({ type: 'ClockResumed', data })];
  }
  if (basisOf(terms) === clock.basis) return [];
  return [at({ type: 'ClockRearmed', data: { ...armed(wanted, terms, generation + 1, now), cause: causeOf(clock, terms) } })];
}

export const stopped = (
  clockId: string,
  generation: number,
  how: 'MET' | 'CANCELLED' | 'WAIVED',
  on: LocalDate,
): Omit<Extract<Consequence, { type: 'ClockStopped' }>, 'occurredAt'> => ({
  type: 'ClockStopped',
  data: { clockId, generation, how, on },
});

/** Stops a clock that nothing wants any more. */
export function cancelClock(clock: ClockState | undefined, { now, today }: Present): Consequence[] {
  return clock && isOpenClock(clock)
    ? [{ ...stopped(clock.clockId, clock.generation, 'CANCELLED', today), occurredAt: now }]
    : [];
}

function termsOf(wanted: WantedClock, { pauses }: Subject, { calendar, cutOff, ladders }: WorkflowRules): Terms {
  const strict = wanted.kind === 'STATUTORY' || wanted.kind === 'CONTRACT';
  const stops = pauses.filter(({ reason }) => !strict || (wanted.pauseReasons ?? []).includes(reason));
  return {
    calendar,
    kind: wanted.kind,
    armedOn: wanted.armedOn,
    budget: wanted.due.offset,
    ...(wanted.due.roll ? { roll: wanted.due.roll } : {}),
    ...(cutOff ? { cutOff } : {}),
    pauses: stops.filter(({ to }) => to === undefined || to.slice(0, 10) >= wanted.armedOn),
    ladder: wanted.ladder ? (ladders[wanted.ladder] ?? []) : [],
    atStart: wanted.times === 'PHASE_ENTRY',
  };
}

function armed(wanted: WantedClock, terms: Terms, generation: number, now: string): ClockArmed {
  const { calendar, armedOn, budget, cutOff } = terms;
  return {
    clockId: wanted.clockId,
    generation,
    kind: wanted.kind,
    code: wanted.code,
    times: wanted.times,
    anchor: wanted.due.anchor,
    armedOn,
    budget,
    calendar: calendar.name,
    calendarVersion: calendar.version,
    ...(cutOff ? { cutOff } : {}),
    ...datesOf(terms, now),
  };
}

function causeOf(clock: ClockState, terms: Terms): string {
  if (clock.armedOn !== terms.armedOn) return 'ANCHOR_MOVED';
  if (clock.budget.value !== terms.budget.value || clock.budget.unit !== terms.budget.unit) return 'BUDGET_CHANGED';
  return clock.calendarVersion !== terms.calendar.version ? 'CALENDAR_CHANGED' : 'PAUSE_CHANGED';
}
