import { type TaskDefinition } from '../../programme-template/definition.js';
import { isBrought } from '../../workflow/phases.js';
import { isOpenTask, type TaskState } from '../../workflow/state.js';
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
  return {
    phases: Object.fromEntries(
      Object.entries(phases).flatMap(([before, after]) => {
        const status = workflow.phases[before]?.status;
        return after && after !== before && (status === 'COMPLETED' || status === 'SKIPPED') ? [[before, after]] : [];
      }),
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
        return status === 'OPEN' && after && !isBrought(after, subject) ? [[before, after.id]] : [];
      }),
    ),
  };
}

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
