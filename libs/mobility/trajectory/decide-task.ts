import { localDateOf } from '@overstap/calendar';
import { type DecisionContext, invalid, notFound, type Refusal } from '@overstap/kernel';
import { BY_HAND } from '../workflow/by-hand.js';
import { type WorkflowEvent } from '../workflow/state.js';
import { decideOnTask, isTaskCommand as isOnTask, type TaskCommand as OnTask } from '../workflow/task-decisions.js';
import { HOME_ZONE } from '../workflow/zone.js';
import { type AddTask } from './commands.js';
import { type TrajectoryCommand } from './decider.js';
import { requireStatus } from './guards.js';
import { statusOf, type TrajectoryState } from './state.js';

type TaskCommand = OnTask | { readonly type: 'AddTask'; readonly data: AddTask };

export const isTaskCommand = (command: TrajectoryCommand): command is TaskCommand =>
  command.type === 'AddTask' || isOnTask(command);

export function decideTask(
  command: TaskCommand,
  state: TrajectoryState,
  context: DecisionContext,
): readonly WorkflowEvent[] | Refusal {
  if (command.type === 'AddTask') return requireStatus(state, 'referred') ?? addTask(command.data, context);
  if (statusOf(state) === 'UNKNOWN') return notFound('trajectory-unknown', 'There is no such trajectory.');
  return decideOnTask(command, state.workflow, context);
}

function addTask({ title, role, dueOn }: AddTask, { now, newId }: DecisionContext): readonly WorkflowEvent[] | Refusal {
  if (dueOn !== undefined && dueOn < localDateOf(HOME_ZONE, now))
    return invalid('dueOn', 'date-in-the-past', 'dueOn lies before today; name today or a later day.');
  const due = dueOn === undefined ? {} : { dueOn };
  const data = { taskId: newId(), code: BY_HAND, role, title, mandatory: false, evidence: 'NONE' as const, ...due };
  return [{ type: 'TaskCreated', data, occurredAt: now }];
}
