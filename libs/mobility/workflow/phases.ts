import { type Instant, type LocalDate } from '@overstap/kernel';
import { type PhaseDefinition } from '../programme-template/definition.js';
import { cancelClock, reconcileClock, stopped } from './clock-reconciliation.js';
import { heldSince } from './conditions.js';
import { boxClockOf, exitHeldOn, gapsOfBox, nextRound } from './phase-time.js';
import { overOn } from './phase-over.js';
import { type Changed, hangsOn } from './dependence.js';
import { newestFact } from './facts.js';
import { isOpenClock, type PhaseState } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';
import { momentOn } from './zone.js';

/** Which phases begin, end, are skipped or open again; their clocks with them. */
export function settlePhases(
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
  changed: Changed,
): Consequence[] {
  const events: Consequence[] = [];
  for (const phase of rules.definition.phases) {
    if (!hangsOn(phase, changed)) continue;
    events.push(...settlePhase(phase, subject, rules, present));
    // Whether another may begin beside it has to be asked anew.
    if (events.some(({ type }) => type === 'PhaseEntered' || type === 'PhaseReopened')) return events;
  }
  return events;
}

function settlePhase(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const { id } = phase;
  const { workflow } = subject;
  const state = workflow.phases[id];
  const over = overBy(subject, phase);
  if (state?.status === 'OPEN') return settleOpen(phase, state, over, subject, rules, present);
  if (state?.endedBy === 'MIGRATED' || (state?.status === 'SKIPPED' && state.endedBy === 'DECIDED')) return [];
  if (state?.status === 'COMPLETED') return over ? [] : takeBack(phase, state, subject, present);
  if (!over) return enterWhenDue(phase, subject, rules, present);
  return state ? [] : skip(id, over.reason, subject, present);
}

function settleOpen(
  phase: PhaseDefinition,
  state: PhaseState,
  over: Over | undefined,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const { id } = phase;
  const { enteredOn = '', brought } = state;
  if (!brought && !isBrought(phase, subject)) return skip(id, 'ANCHOR_VOIDED', subject, present);
  const exitedOn = exitHeldOn(phase, state, subject);
  if (exitedOn === undefined && !over) return boxClock(phase, subject, rules, present);
  const on = later(exitedOn ?? over?.on ?? present.today, enteredOn);
  const result = exitedOn === undefined ? (over?.reason ?? 'EXIT_CRITERIA') : 'EXIT_CRITERIA';
  return [
    { type: 'PhaseCompleted', data: { phaseId: id, on, result }, occurredAt: momentOn(on, present) },
    ...endClock(phase, subject, result === 'EXIT_CRITERIA' ? on : undefined, present),
    ...(over ? [] : beginAnew(phase, state, on, subject, present)),
  ];
}

/** The next round, on the day on which the one before was over. */
function beginAnew(
  phase: PhaseDefinition,
  state: PhaseState,
  on: LocalDate,
  subject: Subject,
  present: Present,
): Consequence[] {
  const round = nextRound(phase, state, subject);
  if (round === undefined) return [];
  const { id, budgetMinutes } = phase;
  const data = { phaseId: id, on, round, ...(budgetMinutes === undefined ? {} : { budgetMinutes }) };
  return [{ type: 'PhaseEntered', data, occurredAt: momentOn(on, present) }];
}

/** Whether what begins the phase is so; once it is not any more, the phase should never have begun. */
export const isBrought = ({ enter, from }: PhaseDefinition, subject: Subject): boolean =>
  (enter !== undefined && heldSince(enter, subject) !== undefined) ||
  (from !== undefined && subject.anchorOn(from.anchor, from.select) !== undefined);

/** What ended a phase may be undone: a landing or a closing, or the fact that met its exit criteria. What was left of its time is left then. */
function takeBack(phase: PhaseDefinition, state: PhaseState, subject: Subject, { now }: Present): Consequence[] {
  const { id, exit } = phase;
  const corrected = state.endedBy === 'EXIT_CRITERIA';
  if (corrected && (!exit || exitHeldOn(phase, state, subject) !== undefined)) return [];
  const reason = corrected ? 'CORRECTED' : 'REOPENED';
  return [{ type: 'PhaseReopened', data: { phaseId: id, reason, ...timeOver(state, subject, now) }, occurredAt: now }];
}

/**
 * A trajectory that is reopened was over from the day it ended until the day it is reopened. What never happened ended nothing: then the phase was
 * taken to be over from the moment at which that became known.
 */
function timeOver(
  { endedBy, endedAt, endKnownAt = endedAt }: PhaseState,
  { facts }: Subject,
  now: Instant,
): { readonly overFrom?: Instant; readonly overTo?: Instant } {
  const reopening = endedBy === 'EXIT_CRITERIA' ? undefined : newestFact(facts, 'TrajectoryReopened');
  const isReal = reopening !== undefined && reopening.recordedAt > (endKnownAt ?? '');
  const [overFrom, overTo] = isReal ? [endedAt, reopening.at] : [endKnownAt, now];
  return overFrom !== undefined && overFrom < overTo ? { overFrom, overTo } : {};
}

/** Skips a phase, with its clocks; its tasks follow. */
export const skip = (
  id: string,
  reason: string,
  { workflow }: Pick<Subject, 'workflow'>,
  present: Present,
  note?: string,
): Consequence[] => [
  {
    type: 'PhaseSkipped',
    data: { phaseId: id, reason, ...(note === undefined ? {} : { note }) },
    occurredAt: present.now,
  },
  ...cancelClock(workflow.clocks[`enter.${id}`], present),
  ...cancelClock(workflow.clocks[boxClockOf(id, workflow.phases[id])], present),
];

function enterWhenDue(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const { id, from } = phase;
  const { workflow } = subject;
  const entryClock = workflow.clocks[`enter.${id}`];
  const anchorOn = from && subject.anchorOn(from.anchor, from.select);
  const reachedOn = reachedSince(phase, anchorOn, subject, present.today);
  const open = Object.values(workflow.phases).some(({ status }) => status === 'OPEN');
  if (reachedOn !== undefined) return open && !phase.overlaps ? [] : enter(phase, reachedOn, subject, rules, present);
  if (!from || anchorOn === undefined) return cancelClock(entryClock, present);
  const wanted = {
    clockId: `enter.${id}`,
    code: id,
    times: 'PHASE_ENTRY' as const,
    kind: 'PROGRAMME' as const,
    due: from,
  };
  return reconcileClock({ armedOn: anchorOn, ...wanted }, subject, rules, present);
}

/** Whether the time of a phase has come, so that it would have begun if nothing had kept it. */
export function hasComeUp(phase: PhaseDefinition, subject: Subject, { today }: Present): boolean {
  const anchorOn = phase.from && subject.anchorOn(phase.from.anchor, phase.from.select);
  return reachedSince(phase, anchorOn, subject, today) !== undefined;
}

/** The day since which a phase may begin, by the first of its ways in; undefined while none is open. */
function reachedSince(
  { id, from, after, enter: condition }: PhaseDefinition,
  anchorOn: LocalDate | undefined,
  subject: Subject,
  today: LocalDate,
): LocalDate | undefined {
  const { phases, clocks } = subject.workflow;
  const ways: (LocalDate | undefined)[] = [condition && heldSince(condition, subject)];
  if (anchorOn !== undefined) {
    const entry = clocks[`enter.${id}`];
    if (from?.offset.value === 0 && anchorOn <= today) ways.push(anchorOn);
    if (entry?.status === 'EXPIRED') ways.push(entry.dueOn ?? today);
    const before = (after ?? []).map((other) => overOn(phases[other], subject));
    if (before.length > 0 && before.every((day) => day !== undefined)) ways.push(before.reduce(later));
  }
  return ways.filter((day) => day !== undefined).toSorted()[0];
}

function enter(
  phase: PhaseDefinition,
  reachedOn: LocalDate,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): Consequence[] {
  const { id, overlaps, budgetMinutes } = phase;
  const { phases, clocks } = subject.workflow;
  const ended = overlaps ? [] : Object.values(phases).map(({ endedOn = '' }) => endedOn);
  // Nobody is in a phase before being there at all, nor in two at once that may not overlap.
  const since = [subject.facts[0]?.on ?? '', ...ended].reduce(later, reachedOn);
  const on = since === '' || since > present.today ? present.today : since;
  const entryClock = clocks[`enter.${id}`];
  const dueOn = dueOnOf(phase, subject, rules, present);
  return [
    {
      type: 'PhaseEntered',
      data: {
        phaseId: id,
        on,
        ...(dueOn ? { dueOn } : {}),
        ...(budgetMinutes === undefined ? {} : { budgetMinutes }),
      },
      occurredAt: momentOn(on, present),
    },
    ...(entryClock && isOpenClock(entryClock)
      ? [{ occurredAt: present.now, ...stopped(entryClock.clockId, entryClock.generation, 'MET', on) }]
      : []),
  ];
}

/** The day the box ends, as the clock that is armed with it will say. */
function dueOnOf(
  phase: PhaseDefinition,
  subject: Subject,
  rules: WorkflowRules,
  present: Present,
): LocalDate | undefined {
  for (const event of boxClock(phase, subject, rules, present))
    if (event.type === 'ClockArmed' || event.type === 'ClockRearmed') return event.data.dueOn;
  return undefined;
}

function boxClock(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const { id, to, ladder } = phase;
  if (!to) return [];
  const armedOn = subject.anchorOn(to.anchor, to.select);
  const state = subject.workflow.phases[id];
  const [clockId, gaps] = [boxClockOf(id, state), gapsOfBox(state)];
  if (armedOn === undefined) return cancelClock(subject.workflow.clocks[clockId], present);
  const wanted = {
    clockId,
    code: id,
    times: 'PHASE' as const,
    kind: 'PROGRAMME' as const,
    due: to,
    armedOn,
    ladder,
    gaps,
  };
  return reconcileClock(wanted, subject, rules, present);
}

function endClock(
  phase: PhaseDefinition,
  subject: Subject,
  metOn: LocalDate | undefined,
  present: Present,
): Consequence[] {
  const { clocks, phases } = subject.workflow;
  const clock = clocks[boxClockOf(phase.id, phases[phase.id])];
  if (metOn === undefined || !clock || !isOpenClock(clock)) return cancelClock(clock, present);
  return [{ occurredAt: present.now, ...stopped(clock.clockId, clock.generation, 'MET', metOn) }];
}

type Over = { readonly on: LocalDate; readonly reason: 'LANDED' | 'CLOSED' | 'ERASED' };

/** Why a part of the template is over, if it is: aftercare outlasts the end, and nothing outlasts an erasure. */
export function overBy(
  { landedOn, concludedOn, erasedOn }: Subject,
  { aftercare = false }: { readonly aftercare?: boolean | undefined } = {},
): Over | undefined {
  if (erasedOn !== undefined) return { on: erasedOn, reason: 'ERASED' };
  if (aftercare) return undefined;
  if (concludedOn !== undefined) return { on: concludedOn, reason: 'CLOSED' };
  return landedOn === undefined ? undefined : { on: landedOn, reason: 'LANDED' };
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
