import { type LocalDate } from '@overstap/kernel';
import { type WorkflowState } from '../../workflow/state.js';
import { type TrajectoryEvent } from '../state.js';
import { sparedTask } from './carried-by.js';
import { type Spared } from './carrying.js';
import { type MigrationTerms } from './command.js';
import { type TrajectoryRules } from './kept-terms.js';

interface Looked {
  readonly terms: MigrationTerms;
  readonly before: TrajectoryRules;
  readonly after: TrajectoryRules;
  /** Before the migration. */
  readonly was: WorkflowState;
  /** After it. */
  readonly is: WorkflowState;
  readonly today: LocalDate;
}

/**
 * What only the new template asks for, on a day that has passed or in a phase that is over: nobody has to catch up with that. A rhythm catches up by
 * its own rule, and a legal deadline is never spared.
 */
export function lateAmong(events: readonly TrajectoryEvent[], looked: Looked): Spared {
  return {
    tasks: events.flatMap((event) => (event.type === 'TaskCreated' ? lateTask(event.data, looked) : [])),
    deadlines: events.flatMap((event) => (event.type === 'ClockArmed' ? lateDeadline(event.data, looked) : [])),
  };
}

type DataOf<Type extends TrajectoryEvent['type']> = Extract<TrajectoryEvent, { type: Type }>['data'];

function lateTask(
  { taskId, code, dueOn = '9999', phaseId }: DataOf<'TaskCreated'>,
  { terms: { tasks = {}, raise = [] }, before, after, was, is, today }: Looked,
): Spared['tasks'] {
  const task = after.definition.tasks.find((each) => each.code === code);
  const isKnown =
    was.tasks[taskId] !== undefined ||
    before.definition.tasks.some((each) => each.code === code) ||
    Object.values(tasks).includes(code);
  if (!task || task.repeat || task.raised || isKnown || raise.includes(code)) return [];
  const isOver = phaseId !== undefined && is.phases[phaseId]?.status !== 'OPEN';
  return isOver || dueOn < today ? [sparedTask(task, taskId)] : [];
}

function lateDeadline(
  clock: DataOf<'ClockArmed'>,
  { terms: { deadlines = {}, raise = [] }, before, was, today }: Looked,
): Spared['deadlines'] {
  const { clockId, code, kind, times, dueOn = '9999' } = clock;
  const isKnown =
    was.clocks[clockId] !== undefined ||
    before.definition.deadlines.some((each) => each.code === code) ||
    Object.values(deadlines).includes(code);
  return times === 'DEADLINE' && kind !== 'STATUTORY' && dueOn < today && !isKnown && !raise.includes(code)
    ? [clock]
    : [];
}
