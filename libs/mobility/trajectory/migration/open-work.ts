import { localDateOf } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type PhaseDefinition, type TaskDefinition } from '../../programme-template/definition.js';
import { BY_HAND } from '../../workflow/by-hand.js';
import { cancelClock } from '../../workflow/clock-reconciliation.js';
import { PAUSE_MAXIMUM } from '../../workflow/pause-maximum.js';
import { type ClockState, isOpenClock, isOpenTask, type TaskState, type WorkflowState } from '../../workflow/state.js';
import { boxClockOf } from '../../workflow/phase-time.js';
import { SURVEY_ANSWER } from '../../workflow/survey-term.js';
import { type Consequence } from '../../workflow/subject.js';
import { taskFrom } from '../../workflow/tasks.js';
import { HOME_ZONE, momentOn } from '../../workflow/zone.js';
import { type TrajectoryState } from '../state.js';
import { trajectorySubject } from '../subject.js';
import { betweenPhases, codeAfter, idAfter } from './carried-by.js';
import { type MigrationTerms } from './command.js';
import { type TrajectoryRules } from './kept-terms.js';

interface Crossing {
  readonly terms: MigrationTerms;
  readonly before: TrajectoryRules;
  readonly after: TrajectoryRules;
  readonly was: WorkflowState;
  /** The trajectory on the first moment under the new template. */
  readonly state: TrajectoryState;
  readonly now: Instant;
}

/** What becomes of open phases, tasks and clocks whose code is another or gone; for the rest the engine sees by itself. */
export function openWorkAfter(crossing: Crossing): Consequence[] {
  const phases = phasesAfter(crossing);
  const entered = new Set(phases.flatMap((event) => (event.type === 'PhaseEntered' ? [event.data.phaseId] : [])));
  return [...phases, ...passedOver(crossing, entered), ...tasksAfter(crossing), ...clocksAfter(crossing)];
}

function phasesAfter({ terms: { phases = {} }, after, was, state, now }: Crossing): Consequence[] {
  const { today } = presentAt(now);
  // The day since which somebody is in each phase that theirs become; of several the first.
  const since = new Map<string, LocalDate>();
  const rounds = new Map<string, number>();
  const ended = Object.entries(phases).flatMap(([before, target]): Consequence[] => {
    const { status, enteredOn = today, round } = was.phases[before] ?? {};
    if (status !== 'OPEN' || target === before) return [];
    if (target !== null && enteredOn < (since.get(target) ?? '9999')) since.set(target, enteredOn);
    if (target !== null && round !== undefined) rounds.set(target, round);
    // A phase of that name in the new template has yet to begin there.
    const isOfBoth = after.definition.phases.some(({ id }) => id === before);
    return leave(before, state.workflow, now, isOfBoth ? 'ANCHOR_VOIDED' : 'MIGRATED');
  });
  for (const [target, last] of betweenPhases(phases, was)) since.set(target, was.phases[last]?.endedOn ?? today);
  return [...ended, ...[...since].flatMap(([id, on]) => enter(id, on, rounds.get(id), after, was, now))];
}

function enter(
  id: string,
  on: LocalDate,
  reached: number | undefined,
  after: TrajectoryRules,
  was: WorkflowState,
  now: Instant,
): Consequence[] {
  const phase = after.definition.phases.find((each) => each.id === id);
  const known = was.phases[id]?.status;
  if (!phase || known === 'OPEN' || known === 'COMPLETED') return [];
  const { budgetMinutes, repeats } = phase;
  const round = repeats && reached !== undefined ? { round: Math.min(reached, repeats.max) } : {};
  const data = { phaseId: id, on, ...(budgetMinutes === undefined ? {} : { budgetMinutes }), ...round };
  return [{ type: 'PhaseEntered', data, occurredAt: momentOn(on, presentAt(now)) }];
}

/** New phases that lie before the one somebody is in are not gone back to. */
function passedOver(
  { terms: { phases = {} }, before, after, state: { workflow }, now }: Crossing,
  entered: ReadonlySet<string>,
): Consequence[] {
  const isReached = ({ id, aftercare }: PhaseDefinition): boolean =>
    !aftercare && (entered.has(id) || ['OPEN', 'COMPLETED'].includes(workflow.phases[id]?.status ?? ''));
  const furthest = after.definition.phases.findLastIndex(isReached);
  const known = new Set([...before.definition.phases.map(({ id }) => id), ...Object.values(phases)]);
  return after.definition.phases
    .slice(0, Math.max(0, furthest))
    .filter(({ id, aftercare }) => !aftercare && !known.has(id) && !workflow.phases[id])
    .flatMap(({ id }) => leave(id, workflow, now));
}

function leave(phaseId: string, { clocks, phases }: WorkflowState, now: Instant, reason = 'MIGRATED'): Consequence[] {
  const skipped: Consequence = { type: 'PhaseSkipped', data: { phaseId, reason }, occurredAt: now };
  return [
    skipped,
    ...[`enter.${phaseId}`, boxClockOf(phaseId, phases[phaseId])].flatMap((id) => cancelled(clocks[id], now)),
  ];
}

function tasksAfter(crossing: Crossing): Consequence[] {
  const { terms, after, state, now } = crossing;
  const { tasks, clocks } = state.workflow;
  return Object.values(tasks)
    .filter((task) => isOpenTask(task) && task.code !== BY_HAND)
    .flatMap((task): Consequence[] => {
      const code = codeAfter(task, terms.tasks ?? {}) ?? task.code;
      const definition = after.definition.tasks.find((each) => each.code === code);
      if (!definition) return [];
      const taskId = idAfter(task, code);
      if (code === task.code) return isOther(task, definition) ? again(task, taskId, definition, crossing) : [];
      return [
        { type: 'TaskCancelled', data: { taskId: task.taskId, reason: 'MIGRATED' }, occurredAt: now },
        ...cancelled(clocks[`task.${task.taskId}`], now),
        ...(tasks[taskId] ? [] : again(task, taskId, definition, crossing)),
      ];
    });
}

const isOther = (task: TaskState, { owners, mandatory, phase }: TaskDefinition): boolean =>
  [task.role, ...task.withRoles].join() !== owners.join() || task.mandatory !== mandatory || task.phaseId !== phase;

/** The task as the new template has it, as far as it was, and with whoever had it if that role still owns it. */
function again(task: TaskState, taskId: string, definition: TaskDefinition, { state, now }: Crossing): Consequence[] {
  const subject = trajectorySubject(state);
  const { assigneeId: holder, ...data } = taskFrom(definition, taskId, subject);
  const assigneeId = data.role === task.role ? (task.assigneeId ?? holder) : holder;
  const created: Consequence = {
    type: 'TaskCreated',
    data: {
      ...data,
      ...(assigneeId ? { assigneeId } : {}),
      ...(task.round === undefined ? {} : { round: task.round }),
    },
    // It has been there since it arose: a raised task counts its days from then.
    occurredAt: task.createdAt,
  };
  if (task.status === 'IN_PROGRESS') return [created, { type: 'TaskStarted', data: { taskId }, occurredAt: now }];
  const { waitingOn } = task;
  if (task.status !== 'BLOCKED' || waitingOn === undefined) return [created];
  const blocked = { taskId, waitingOn } as Extract<Consequence, { type: 'TaskBlocked' }>['data'];
  return [created, { type: 'TaskBlocked', data: blocked, occurredAt: now }];
}

/** Clocks of what the new template does not time; those of tasks that are gone end with their tasks. */
function clocksAfter({
  after: { definition },
  state: { workflow },
  terms: { phases = {} },
  now,
}: Crossing): Consequence[] {
  const isTimed = ({ times, code }: ClockState): boolean => {
    switch (times) {
      case 'DEADLINE':
        return (
          code === PAUSE_MAXIMUM || code === SURVEY_ANSWER || definition.deadlines.some((each) => each.code === code)
        );
      case 'PHASE':
        return definition.phases.some(({ id, to }) => id === code && to !== undefined);
      case 'PHASE_ENTRY':
        return definition.phases.some(({ id, from }) => id === code && from !== undefined);
      default:
        return !definition.tasks.some((task) => task.code === code && task.due === undefined);
    }
  };
  const isLeft = ({ times, code }: ClockState): boolean =>
    (times === 'PHASE' || times === 'PHASE_ENTRY') && workflow.phases[code]?.status === 'OPEN' && code in phases;
  return Object.values(workflow.clocks)
    .filter((clock) => isOpenClock(clock) && !isTimed(clock) && !isLeft(clock))
    .flatMap((clock) => cancelled(clock, now));
}

const presentAt = (now: Instant) => ({ now, today: localDateOf(HOME_ZONE, now) });
const cancelled = (clock: ClockState | undefined, now: Instant): Consequence[] => cancelClock(clock, presentAt(now));
