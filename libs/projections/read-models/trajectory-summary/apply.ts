import { localDateOf } from '@overstap/calendar';
import { caseManagerOf, type FactLog, firstFact, HOME_ZONE, isWorkflowEvent, templateOf } from '@overstap/mobility';
import { type ProjectedEvent, type Rows } from '../../runner/index.js';
import { CLOCK_EVENTS, type ClockLine, foldClock } from '../clock-line.js';
import { currentStay, foldPhase, PHASE_EVENTS } from '../phase-history.js';
import { numberIn, standingOf, textIn } from '../standing.js';
import { foldFact, OUTCOME_EVENTS } from '../trajectory-facts.js';
import { type TrajectorySummary } from './table.js';

const OUTCOME = new Set(OUTCOME_EVENTS);
const PHASES = new Set(PHASE_EVENTS);
const CLOCKS = new Set(CLOCK_EVENTS);
/** Another template, who has the case at the employer, or that somebody read on, is no sign of life of anybody in the trajectory. */
const NO_SIGN_OF_LIFE: ReadonlySet<string> = new Set([
  'TrajectoryMigrated',
  'TrajectoryConverted',
  'CaseManagerNamed',
  'BreakGlassOpened',
  'BreakGlassReviewed',
]);
const END_CLOCK = 'deadline.END';

export function applyToSummary(rows: Rows<TrajectorySummary>, event: ProjectedEvent): void {
  const trajectory = event.trajectory;
  if (trajectory === undefined) return;
  const before = rows.get(trajectory) ?? unknownTrajectory(trajectory);
  rows.put(trajectory, {
    ...before,
    ...changesOf(before, event),
    programme: event.programme ?? before.programme,
    last_event_on:
      isWorkflowEvent(event) || NO_SIGN_OF_LIFE.has(event.type)
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
  const { template = null, version = null } = templateOf({ facts }) ?? {};
  return {
    participant: textIn(referral, 'participantId'),
    template,
    template_version: version,
    cohort: textIn(referral, 'cohortId'),
    wave: numberIn(referral, 'wave'),
    batch: textIn(referral, 'batchId'),
    language: textIn(firstFact(facts, 'ParticipantInvited')?.data ?? {}, 'language'),
    status: standing.status,
    coach: standing.coach,
    case_manager: caseManagerOf({ facts }) ?? null,
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
  const clocks: Record<string, ClockLine> = { ...before.clocks };
  // The END clock tells the planned end for as long as the row stands; other clocks only while they are open.
  if (line.status !== 'STOPPED' || clockId === END_CLOCK) clocks[clockId] = line;
  else delete clocks[clockId];
  const next = nextDue(clocks);
  return {
    clocks,
    next_due_on: next?.dueOn ?? null,
    next_due_code: next?.code ?? null,
    next_due_times: next?.times ?? null,
    next_due_kind: next?.kind ?? null,
    ...(clockId === END_CLOCK ? { planned_end_on: line.dueOn ?? standingOf(before.facts).plannedEndOn } : {}),
  };
}

/** The first due, of the same day the first by id. Clocks that only begin a phase or repeat a task ask nothing of anybody, nor does a deadline missed before it was known. */
function nextDue(clocks: TrajectorySummary['clocks']): ClockLine | undefined {
  let next: ClockLine | undefined;
  for (const clockId in clocks) {
    const line = clocks[clockId];
    if (!line || line.dueOn === null || line.status === 'STOPPED') continue;
    if (line.times === 'PHASE_ENTRY' || line.times === 'REPEAT') continue;
    if (line.times === 'DEADLINE' && line.status === 'EXPIRED' && line.wasPast) continue;
    const isSooner = !next || next.dueOn === null || line.dueOn < next.dueOn;
    if (isSooner || (next && line.dueOn === next.dueOn && clockId < next.clockId)) next = line;
  }
  return next;
}

function ofTasks({ open_tasks }: TrajectorySummary, event: ProjectedEvent): Partial<TrajectorySummary> {
  const { taskId } = event.data as { taskId?: string };
  if (taskId === undefined) return {};
  const others = open_tasks.filter((each) => each !== taskId);
  if (event.type === 'TaskCreated' || event.type === 'TaskReopened') return { open_tasks: [...others, taskId].sort() };
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
  language: null,
  status: 'UNKNOWN',
  phase: null,
  phase_since: null,
  coach: null,
  case_manager: null,
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
