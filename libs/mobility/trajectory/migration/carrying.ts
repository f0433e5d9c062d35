import { type ClockArmed } from '../../workflow/events.js';
import { armedClock } from '../../workflow/evolve.js';
import { isOpenClock, type TaskState, type WorkflowState } from '../../workflow/state.js';
import { type Present } from '../../workflow/subject.js';

/** Phases that are over and tasks that have ended, by the id they had; done work stays done under its new code. */
export interface Carried {
  readonly phases: Readonly<Record<string, string>>;
  readonly tasks: Readonly<Record<string, { readonly taskId: string; readonly code: string }>>;
  /** Phases that somebody is in or between, by the id they had, and that the new template would not have begun yet: they are open all the same. */
  readonly open: Readonly<Record<string, string>>;
}

export interface SparedTask {
  readonly taskId: string;
  readonly code: string;
  readonly role: string;
  readonly mandatory: boolean;
}

export interface Spared {
  readonly tasks: readonly SparedTask[];
  readonly deadlines: readonly ClockArmed[];
}

/** The engine's state on the first moment under the new template. */
export function migratedWorkflow(
  workflow: WorkflowState,
  { carried, spared }: { readonly carried: Carried; readonly spared: Spared },
  { now, today }: Present,
): WorkflowState {
  const open = Object.entries(carried.open).flatMap(([before, after]) => {
    const phase = workflow.phases[before];
    return phase ? [[after, { ...phase, brought: true }] as const] : [];
  });
  const phases = { ...renameKeys(workflow.phases, carried.phases), ...Object.fromEntries(open) };
  const tasks: Record<string, TaskState> = {};
  for (const task of Object.values(workflow.tasks)) {
    const next = { ...task, ...carried.tasks[task.taskId] };
    tasks[next.taskId] = next;
  }
  for (const task of spared.tasks)
    tasks[task.taskId] = {
      ...task,
      status: 'CANCELLED',
      cancelledBy: 'NOT_NEEDED',
      withRoles: [],
      createdOn: today,
      createdAt: now,
    };
  const clocks: Record<string, WorkflowState['clocks'][string]> = {};
  for (const clock of Object.values(workflow.clocks)) {
    const after = clock.times === 'TASK' ? carried.tasks[clock.clockId.slice('task.'.length)] : undefined;
    const next = after && !isOpenClock(clock) ? { ...clock, clockId: `task.${after.taskId}`, code: after.code } : clock;
    clocks[next.clockId] = next;
  }
  for (const deadline of spared.deadlines)
    clocks[deadline.clockId] = {
      ...armedClock(deadline),
      status: 'STOPPED',
      how: 'ENDED',
      stoppedOn: today,
      pending: [],
    };
  return { ...workflow, phases, tasks, clocks, moves: renameKeys(workflow.moves, clockNames(carried)) };
}

const clockNames = ({ tasks }: Carried): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(tasks).map(([before, { taskId }]) => [`task.${before}`, `task.${taskId}`]));

function renameKeys<Value>(
  values: Readonly<Record<string, Value>>,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, Value>> {
  const kept = Object.entries(values).filter(([key]) => !(key in names));
  const moved = Object.entries(names).flatMap(([before, after]) => {
    const value = values[before];
    return value === undefined || kept.some(([key]) => key === after) ? [] : [[after, value] as const];
  });
  return Object.fromEntries([...kept, ...moved]);
}
