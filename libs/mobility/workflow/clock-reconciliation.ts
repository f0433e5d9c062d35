import { type Duration, localDateOf, type Pause } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type ClockKind, type Moment } from '../programme-template/definition.js';
import { basisOf, budgetUntil, datesOf, type Terms } from './arming.js';
import { type ClockArmed, type ClockRearmed, type RungPlan } from './events.js';
import { type ClockState, isOpenClock, isSameDuration, moveInForce, type WorkflowState } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';
import { HOME_ZONE } from './zone.js';

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
  /** Beside the pauses of the whole: when what it belongs to stood still. Statutory and contract clocks run on in them. */
  readonly gaps?: readonly Pause[];
  /** Nobody is reminded of it when it was past before it was known. */
  readonly imported?: boolean | undefined;
  /** Nothing can meet it: a waiting period, over when its time is. */
  readonly wait?: boolean;
  /** It is due when its last day begins, not when that day ends. */
  readonly atStart?: boolean;
  /** The day since which what it waits for is so. */
  readonly metOn?: LocalDate | undefined;
}

/**
 * What has to happen to a clock so that it is as wanted: armed, suspended, resumed, computed again because an anchor, a pause or the calendar
 * moved, or stopped because it is met.
 */
export function reconcileClock(
  wanted: WantedClock,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const clock = subject.workflow.clocks[wanted.clockId];
  const { metOn } = wanted;
  if (clock && metOn !== undefined)
    return isOpenClock(clock)
      ? [{ occurredAt: present.now, ...stopped(clock.clockId, clock.generation, 'MET', metOn) }]
      : [];
  const terms = termsOf(wanted, subject, rules);
  if (!clock || !isOpenClock(clock)) return armAgain(wanted, clock, terms, subject, rules, present);
  const running = [
    ...retractions(clock, terms, present),
    ...keptRunning(wanted, clock, terms, subject, rules, present),
  ];
  // What moves by itself in the same breath is not moved by hand beside it.
  return running.length > 0 ? running : movedByHand(wanted, clock, terms, rules, present);
}

/** Arms a clock for the first time, or once more when what stopped it does not hold any more. */
function armAgain(
  wanted: WantedClock,
  clock: ClockState | undefined,
  terms: Terms,
  { workflow }: Subject,
  { because }: WorkflowRules,
  { now }: Present,
): Consequence[] {
  const { metOn } = wanted;
  if (clock && staysStopped(clock, terms)) return [];
  if (!clock && metOn !== undefined && wanted.times === 'PHASE_ENTRY') return [];
  const generation = (clock?.generation ?? 0) + 1;
  const data = armed(wanted, terms, generation, now);
  const arming: Consequence[] = clock
    ? rearmed(clock, { cause: because ?? 'REOPENED', ...data }, workflow, now)
    : [{ type: 'ClockArmed', data, occurredAt: now }];
  if (metOn === undefined) return arming;
  return [...arming, { occurredAt: now, ...stopped(wanted.clockId, generation, 'MET', metOn) }];
}

/**
 * Another generation, and before it that a move holds no more, where the date was owed to one that is not for this anchor or budget. One that was
 * missed, and a wait that is over, had the day to which they were moved.
 */
function rearmed(clock: ClockState, data: ClockRearmed, { moves }: WorkflowState, now: Instant): Consequence[] {
  const again: Consequence = { type: 'ClockRearmed', data, occurredAt: now };
  const { clockId, generation, status, how, dueOn } = clock;
  const isUsed = status === 'EXPIRED' || how === 'ENDED';
  if (isUsed || !moveInForce(clock, moves) || !isElsewhere(clock, data)) return [again];
  const dates = { ...(dueOn ? { dueOn } : {}), ...(data.dueOn ? { to: data.dueOn } : {}) };
  const lapsed = { clockId, generation, ...dates, cause: data.cause };
  return [{ type: 'ClockMoveLapsed', data: lapsed, occurredAt: now }, again];
}

/** A waiver or the end of a wait is for the date that it was about: another anchor or budget makes another date. */
const staysStopped = (clock: ClockState, terms: Terms): boolean =>
  (clock.how === 'WAIVED' || clock.how === 'ENDED') && !isElsewhere(clock, terms);

/** Marks the reminders that fired in a time of which it is now known that it was a pause. */
function retractions(clock: ClockState, { pauses }: Terms, { now }: Present): Consequence[] {
  if (pauses.length === 0) return [];
  const { clockId, generation, fired, retracted = [] } = clock;
  const inPause = (at: Instant): boolean => pauses.some(({ from, to }) => from <= at && at < (to ?? now));
  return Object.entries(fired)
    .filter(([rung, at]) => !retracted.includes(rung) && inPause(at))
    .map(([rung]) => ({
      type: 'RungRetracted',
      data: { clockId, generation, rung, cause: 'PAUSE' },
      occurredAt: now,
    }));
}

/** A missed deadline does not move: only a decision about its length, or about the date it is counted back from, makes it a new one. */
function keptRunning(
  wanted: WantedClock,
  clock: ClockState,
  terms: Terms,
  { workflow }: Subject,
  { because }: WorkflowRules,
  { now }: Present,
): Consequence[] {
  const { clockId, generation } = clock;
  const again = (cause: string): Consequence[] =>
    rearmed(clock, { cause: because ?? cause, ...armed(wanted, terms, generation + 1, now) }, workflow, now);
  if (clock.status === 'EXPIRED') {
    // One that was missed on the day to which it had been moved is missed, wherever its anchor goes.
    const given = moveInForce(clock, workflow.moves)?.counted ?? clock.budget;
    if (!isSameDuration(given, wanted.due.offset)) return again('BUDGET_CHANGED');
    return terms.budget.value < 0 && clock.armedOn !== terms.armedOn ? again('ANCHOR_MOVED') : [];
  }
  const pause = terms.budget.value > 0 ? terms.pauses.find(({ to }) => to === undefined) : undefined;
  if (clock.status === 'RUNNING') {
    if (!pause)
      return basisOf(terms) === clock.basis && !(because && hasOtherRungs(clock, terms, now))
        ? []
        : again(causeOf(clock, terms));
    return [{ type: 'ClockSuspended', data: { clockId, generation, on: dayOf(pause.from) }, occurredAt: now }];
  }
  if (isElsewhere(clock, terms)) return again(causeOf(clock, terms));
  if (pause) return [];
  const { dueOn, dueAt, legalOn, rungs, basis } = datesOf(terms, now);
  if (dueOn === undefined || dueAt === undefined) return [];
  // A reminder that was retracted has to be able to come again, and within a generation it cannot.
  if (clock.retracted?.length) return again('PAUSE_CHANGED');
  const toCome = rungs.filter(({ rung }) => !(rung in clock.fired));
  const on = dayOf(terms.pauses.at(-1)?.to ?? now);
  const data = { clockId, generation, on, dueOn, dueAt, ...(legalOn ? { legalOn } : {}), rungs: toCome, basis };
  return [{ type: 'ClockResumed', data, occurredAt: now }];
}

/** Gives the clock the date that somebody wants it to have, where it can be due on that day; it has spoken of another, so its ladder begins anew. */
function movedByHand(
  wanted: WantedClock,
  clock: ClockState,
  terms: Terms,
  { moving }: WorkflowRules,
  { now }: Present,
): Consequence[] {
  const { clockId, generation, dueOn } = clock;
  if (moving?.clockId !== clockId || clock.status !== 'RUNNING') return [];
  if (dueOn === undefined || dueOn === moving.to) return [];
  const budget = budgetUntil(moving.to, terms, wanted.due.offset, now);
  if (!budget) return [];
  const data = { ...moving, generation, armedOn: terms.armedOn, dueOn, counted: wanted.due.offset, budget };
  const again = { ...armed(wanted, { ...terms, budget }, generation + 1, now), cause: 'BUDGET_CHANGED' };
  return [
    { type: 'ClockMoved', data, occurredAt: now },
    { type: 'ClockRearmed', data: again, occurredAt: now },
  ];
}

/** Another template may keep a date and remind of it otherwise. */
function hasOtherRungs({ pending, fired }: ClockState, terms: Terms, now: Instant): boolean {
  const planned = datesOf(terms, now).rungs.filter(({ rung }) => !(rung in fired));
  const places = (plans: readonly RungPlan[]): string => plans.map(({ rung, at }) => `${rung} ${at}`).join();
  return places(planned) !== places(pending);
}

const dayOf = (instant: Instant): LocalDate => localDateOf(HOME_ZONE, instant);

type Term = Pick<Terms, 'armedOn' | 'budget'>;

const isOtherBudget = ({ budget }: ClockState, terms: Term): boolean => !isSameDuration(budget, terms.budget);

const isElsewhere = (clock: ClockState, terms: Term): boolean =>
  clock.armedOn !== terms.armedOn || isOtherBudget(clock, terms);

export const stopped = (
  clockId: string,
  generation: number,
  how: 'MET' | 'CANCELLED' | 'WAIVED' | 'ENDED',
  on: LocalDate,
): Omit<Extract<Consequence, { type: 'ClockStopped' }>, 'occurredAt'> => ({
  type: 'ClockStopped',
  data: { clockId, generation, how, on },
});

/** Stops a clock that nothing wants any more. */
export function cancelClock(clock: ClockState | undefined, { now, today }: Present): Consequence[] {
  return clock && isOpenClock(clock)
    ? [{ occurredAt: now, ...stopped(clock.clockId, clock.generation, 'CANCELLED', today) }]
    : [];
}

function termsOf(
  wanted: WantedClock,
  { pauses, workflow }: Subject,
  { calendar, cutOff, ladders }: WorkflowRules,
): Terms {
  const strict = wanted.kind === 'STATUTORY' || wanted.kind === 'CONTRACT';
  const stops: readonly Pause[] = strict
    ? pauses.filter(({ reason }) => (wanted.pauseReasons ?? []).includes(reason))
    : [...pauses, ...(wanted.gaps ?? [])].toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return {
    calendar,
    kind: wanted.kind,
    armedOn: wanted.armedOn,
    budget: budgetOf(wanted, workflow.moves),
    ...(wanted.due.roll ? { roll: wanted.due.roll } : {}),
    ...(cutOff ? { cutOff } : {}),
    pauses: stops.filter(({ to }) => to === undefined || to.slice(0, 10) >= wanted.armedOn),
    ladder: wanted.ladder ? (ladders[wanted.ladder] ?? []) : [],
    atStart: wanted.atStart ?? wanted.times === 'PHASE_ENTRY',
    ...(wanted.wait ? { wait: true } : {}),
    ...(wanted.imported ? { imported: true } : {}),
  };
}

/** A move is for the date that it was about, as a waiver is: another anchor or budget of the template makes another date. */
function budgetOf({ clockId, armedOn, due }: WantedClock, moves: WorkflowState['moves']): Duration {
  const move = moves[clockId]?.at(-1);
  return move?.armedOn === armedOn && isSameDuration(move.counted, due.offset) ? move.budget : due.offset;
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
  if (isOtherBudget(clock, terms)) return 'BUDGET_CHANGED';
  return clock.calendarVersion !== terms.calendar.version ? 'CALENDAR_CHANGED' : 'PAUSE_CHANGED';
}
