import { type TaskDefinition } from '../../programme-template/definition.js';
import { isBrought } from '../../workflow/phases.js';
import { isOpenTask, type PhaseState, type TaskState, type WorkflowState } from '../../workflow/state.js';
import { type TrajectoryState } from '../state.js';
import { trajectorySubject } from '../subject.js';
import { type Carried, type SparedTask } from './carrying.js';
import { type MigrationTerms } from './command.js';
import { type TrajectoryRules } from './kept-terms.js';

/** What of this trajectory's past the terms give another code. Open work is no past: it ends, and begins under the new code. */
export function carriedBy(
  { phases = {}, tasks = {} }: MigrationTerms,
  state: TrajectoryState,
  { definition }: TrajectoryRules,
): Carried {
  const { workflow } = state;
  const subject = trajectorySubject(state);
  const between = betweenPhases(phases, workflow);
  return {
    phases: Object.fromEntries(
      Object.entries(phases).flatMap(([before, after]) =>
        after && after !== before && isOver(workflow.phases[before]) && !between.has(after) ? [[before, after]] : [],
      ),
    ),
    tasks: Object.fromEntries(
      Object.values(workflow.tasks).flatMap((task) => {
        const code = codeAfter(task, tasks);
        return code && !isOpenTask(task) ? [[task.taskId, { taskId: idAfter(task, code), code }]] : [];
      }),
    ),
    open: Object.fromEntries(
      Object.entries(workflow.phases).flatMap(([before, { status }]) => {
        const after = definition.phases.find(({ id }) => id === (before in phases ? phases[before] : before));
        const isIn = status === 'OPEN' || (after && between.get(after.id) === before);
        return isIn && after && !isBrought(after, subject) ? [[before, after.id]] : [];
      }),
    ),
  };
}

/**
 * Where several phases become one, and some of them are over, others yet to come and none is open: somebody between two of them is in the one that
 * they become. Each such phase with the last of those that are over.
 */
export function betweenPhases(
  phases: NonNullable<MigrationTerms['phases']>,
  { phases: states }: WorkflowState,
): ReadonlyMap<string, string> {
  const between = new Map<string, string>();
  for (const after of new Set(Object.values(phases))) {
    const sources = Object.keys(phases).filter((before) => phases[before] === after);
    const over = sources.filter((before) => isOver(states[before]));
    const last = over.toSorted((a, b) => ((states[a]?.endedOn ?? '') < (states[b]?.endedOn ?? '') ? -1 : 1)).at(-1);
    const isOpen = [after ?? '', ...sources].some((id) => states[id]?.status === 'OPEN');
    if (after && last !== undefined && over.length < sources.length && !isOpen) between.set(after, last);
  }
  return between;
}

const isOver = (phase: PhaseState | undefined): boolean => phase?.status === 'COMPLETED' || phase?.status === 'SKIPPED';

/** The code that a task changes to; undefined when it keeps its own. */
export function codeAfter({ code }: TaskState, tasks: NonNullable<MigrationTerms['tasks']>): string | undefined {
  const after = tasks[code];
  return after && after !== code ? after : undefined;
}

/** `S5.2` becomes `PLAN.2`. */
export const idAfter = ({ taskId, code }: TaskState, after: string): string => `${after}${taskId.slice(code.length)}`;

export const sparedTask = ({ code, owners, mandatory }: TaskDefinition, taskId: string): SparedTask => ({
  taskId,
  code,
  role: owners[0] ?? 'SYSTEM',
  mandatory,
});
