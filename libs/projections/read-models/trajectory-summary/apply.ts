import { localDateOf } from '@overstap/calendar';
import { type FactLog, firstFact, HOME_ZONE, isWorkflowEvent } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { CLOCK_EVENTS, type ClockLine, foldClock } from '../clock-line.js';
import { currentStay, foldPhase, PHASE_EVENTS } from '../phase-history.js';
import { numberIn, standingOf, textIn } from '../standing.js';
import { foldFact, OUTCOME_EVENTS } from '../trajectory-facts.js';
import { type TrajectorySummary } from './table.js';

const OUTCOME = new Set(OUTCOME_EVENTS);
const PHASES = new Set(PHASE_EVENTS);
const CLOCKS = new Set(CLOCK_EVENTS);
const END_CLOCK = 'deadline.END';

export function applyToSummary(rows: Rows<TrajectorySummary>, event: ProjectedEvent): void {
  const trajectory = event.trajectory;
  if (trajectory === undefined) return;
  const before = rows.get(trajectory) ?? unknownTrajectory(trajectory);
  rows.put(trajectory, {
    ...before,
    ...changesOf(before, event),
    programme: event.programme ?? before.programme,
    last_event_on: isWorkflowEvent(event)
      ? before.last_event_on
      : newest(before.last_event_on, localDateOf(HOME_ZONE, event.occurredAt)),
    revision: event.revision,
  });
}

function changesOf(before: TrajectorySummary, event: ProjectedEvent): Partial<TrajectorySummary> {
  if (OUTCOME.has(event.type)) {
    const facts = foldFact(before.facts, event);
    return facts === before.facts ? {} : { facts, ...ofFacts(facts, before.clocks) };
  }
  if (PHASES.has(event.type)) {
    const phases = foldPhase(before.phases, event);
    const stay = currentStay(phases);
    return { phases, phase: stay?.phase ?? null, phase_since: stay?.enteredOn ?? null };
  }
  if (CLOCKS.has(event.type)) return ofClocks(before, event);
  return ofTasks(before, event);
}

function ofFacts(facts: FactLog, clocks: TrajectorySummary['clocks']): Partial<TrajectorySummary> {
  const referral = firstFact(facts, 'ParticipantReferred')?.data ?? {};
  const standing = standingOf(facts);
  return {
    participant: textIn(referral, 'participantId'),
    template: textIn(referral, 'templateId'),
    template_version: numberIn(referral, 'templateVersion'),
    cohort: textIn(referral, 'cohortId'),
    wave: numberIn(referral, 'wave'),
    batch: textIn(referral, 'batchId'),
    status: standing.status,
    coach: standing.coach,
    referred_on: standing.referredOn,
    notified_on: standing.notifiedOn,
    invited_on: standing.invitedOn,
    reached_on: standing.reachedOn,
    started_on: standing.startedOn,
    planned_end_on: clocks[END_CLOCK]?.dueOn ?? standing.plannedEndOn,
    landed_on: standing.landedOn,
    concluded_on: standing.concludedOn,
    closure_class: standing.closureClass,
    paused_since: standing.pausedSince,
  };
}

function ofClocks(before: TrajectorySummary, event: ProjectedEvent): Partial<TrajectorySummary> {
  const { clockId } = event.data as { clockId: string };
  const line = foldClock(before.clocks[clockId], event);
  if (!line) return {};
  const others = Object.fromEntries(Object.entries(before.clocks).filter(([id]) => id !== clockId));
  // The END clock tells the planned end for as long as the row stands; other clocks only while they are open.
  const kept = line.status !== 'STOPPED' || clockId === END_CLOCK;
  const clocks = kept ? { ...others, [clockId]: line } : others;
  const next = nextDue(Object.values(clocks));
  return {
    clocks,
    planned_end_on: clocks[END_CLOCK]?.dueOn ?? standingOf(before.facts).plannedEndOn,
    next_due_on: next?.dueOn ?? null,
    next_due_code: next?.code ?? null,
    next_due_times: next?.times ?? null,
    next_due_kind: next?.kind ?? null,
  };
}

/** Clocks that only begin a phase or repeat a task ask nothing of anybody. */
function nextDue(lines: readonly ClockLine[]): ClockLine | undefined {
  return lines
    .filter(
      ({ status, dueOn, times }) =>
        status !== 'STOPPED' && dueOn !== null && times !== 'PHASE_ENTRY' && times !== 'REPEAT',
    )
    .sort((a, b) => ((a.dueOn ?? '') + a.clockId < (b.dueOn ?? '') + b.clockId ? -1 : 1))[0];
}

function ofTasks({ open_tasks }: TrajectorySummary, event: ProjectedEvent): Partial<TrajectorySummary> {
  const { taskId } = event.data as { taskId?: string };
  if (taskId === undefined) return {};
  const others = open_tasks.filter((each) => each !== taskId);
  if (event.type === 'TaskCreated') return { open_tasks: [...others, taskId].sort() };
  return event.type === 'TaskCompleted' || event.type === 'TaskCancelled' ? { open_tasks: others } : {};
}

const newest = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

const unknownTrajectory = (trajectory: string): TrajectorySummary => ({
  trajectory,
  programme: null,
  participant: null,
  template: null,
  template_version: null,
  cohort: null,
  wave: null,
  batch: null,
  status: 'UNKNOWN',
  phase: null,
  phase_since: null,
  coach: null,
  referred_on: null,
  notified_on: null,
  invited_on: null,
  reached_on: null,
  started_on: null,
  planned_end_on: null,
  landed_on: null,
  concluded_on: null,
  closure_class: null,
  paused_since: null,
  next_due_on: null,
  next_due_code: null,
  next_due_times: null,
  next_due_kind: null,
  open_tasks: [],
  last_event_on: null,
  revision: -1,
  facts: [],
  phases: [],
  clocks: {},
});
