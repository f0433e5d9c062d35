import { type LocalDate } from '@overstap/kernel';
import { type PhaseDefinition } from '../programme-template/definition.js';
import { cancelClock, reconcileClock } from './clock-reconciliation.js';
import { heldSince } from './conditions.js';
import { isOpenClock } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';

/** Which phases begin, end, are skipped or open again; their clocks with them. */
export function settlePhases(subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  return rules.definition.phases.flatMap((phase) => settlePhase(phase, subject, rules, present));
}

function settlePhase(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const { id } = phase;
  const { workflow } = subject;
  const { now, today } = present;
  const state = workflow.phases[id];
  const over = phase.aftercare ? undefined : overBy(subject);
  if (state?.status === 'OPEN') {
    const exitedOn = phase.exit && heldSince(phase.exit, subject);
    if (exitedOn === undefined && !over) return boxClock(phase, subject, rules, present);
    const on = later(exitedOn ?? over?.on ?? today, state.enteredOn ?? today);
    const result = exitedOn === undefined ? (over?.reason ?? 'EXIT_CRITERIA') : 'EXIT_CRITERIA';
    return [
      { type: 'PhaseCompleted', data: { phaseId: id, on, result }, occurredAt: now },
      ...endClock(phase, subject, result === 'EXIT_CRITERIA' ? on : undefined, present),
    ];
  }
  if (state && !reopens(state.endedBy, over)) return [];
  if (state?.status === 'COMPLETED')
    return [{ type: 'PhaseReopened', data: { phaseId: id, reason: 'REOPENED' }, occurredAt: now }];
  if (over)
    return state
      ? []
      : [
          { type: 'PhaseSkipped', data: { phaseId: id, reason: over.reason }, occurredAt: now },
          ...cancelClock(workflow.clocks[`enter.${id}`], present),
        ];
  return enterWhenDue(phase, subject, rules, present);
}

function enterWhenDue(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const { id, from, after, enter } = phase;
  const { workflow } = subject;
  const waits = !phase.overlaps && rules.definition.phases.some(({ id: other }) => workflow.phases[other]?.status === 'OPEN');
  const entryClock = workflow.clocks[`enter.${id}`];
  const anchorOn = from && subject.anchorOn(from.anchor, from.select);
  const afterOver = after?.length ? after.every((other) => isOver(workflow.phases[other]?.status)) : false;
  const begins = from?.offset.value === 0 && anchorOn !== undefined && anchorOn <= present.today;
  const reached =
    (enter !== undefined && heldSince(enter, subject) !== undefined) ||
    (anchorOn !== undefined && (afterOver || begins || entryClock?.status === 'EXPIRED'));
  if (reached && !waits) {
    const dueOn = phase.to && dueOnOf(phase, subject, rules, present);
    return [
      {
        type: 'PhaseEntered',
        data: {
          phaseId: id,
          on: present.today,
          ...(dueOn ? { dueOn } : {}),
          ...(phase.budgetMinutes === undefined ? {} : { budgetMinutes: phase.budgetMinutes }),
        },
        occurredAt: present.now,
      },
      ...(entryClock && isOpenClock(entryClock) ? endEntry(entryClock.clockId, entryClock.generation, present) : []),
    ];
  }
  if (!from || anchorOn === undefined || reached) return [];
  const wanted = { clockId: `enter.${id}`, code: id, times: 'PHASE_ENTRY' as const, kind: 'PROGRAMME' as const, due: from };
  return reconcileClock({ ...wanted, armedOn: anchorOn }, subject, rules, present);
}

const endEntry = (clockId: string, generation: number, { now, today }: Present): Consequence[] => [
  { type: 'ClockStopped', data: { clockId, generation, how: 'MET', on: today }, occurredAt: now },
];

/** The day the box ends, as the clock that is armed with it will say. */
function dueOnOf(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): LocalDate | undefined {
  const armed = boxClock(phase, subject, rules, present).find((event) => event.type === 'ClockArmed');
  return armed?.type === 'ClockArmed' ? armed.data.dueOn : undefined;
}

function boxClock(phase: PhaseDefinition, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const armedOn = phase.to && subject.anchorOn(phase.to.anchor, phase.to.select);
  if (!phase.to || armedOn === undefined) return [];
  return reconcileClock(
    { clockId: `phase.${phase.id}`, code: phase.id, times: 'PHASE', kind: 'PROGRAMME', due: phase.to, armedOn, ladder: phase.ladder },
    subject,
    rules,
    present,
  );
}

function endClock(phase: PhaseDefinition, subject: Subject, metOn: LocalDate | undefined, present: Present): Consequence[] {
  const clock = subject.workflow.clocks[`phase.${phase.id}`];
  if (!clock || !isOpenClock(clock)) return [];
  const { clockId, generation } = clock;
  return metOn === undefined
    ? cancelClock(clock, present)
    : [{ type: 'ClockStopped', data: { clockId, generation, how: 'MET', on: metOn }, occurredAt: present.now }];
}

type Over = { readonly on: LocalDate; readonly reason: 'LANDED' | 'CLOSED' };

/** Why everything but aftercare is over, if it is. */
export function overBy({ landedOn, concludedOn }: Subject): Over | undefined {
  if (concludedOn !== undefined) return { on: concludedOn, reason: 'CLOSED' };
  return landedOn === undefined ? undefined : { on: landedOn, reason: 'LANDED' };
}

/** A phase that a landing or a closing ended opens again when that was undone; one that met its exit criteria stays over. */
const reopens = (endedBy: string | undefined, over: Over | undefined): boolean => endedBy !== 'EXIT_CRITERIA' && !over;

const isOver = (status: string | undefined): boolean => status === 'COMPLETED' || status === 'SKIPPED';
const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
