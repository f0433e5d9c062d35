import { localDateOf } from '@overstap/calendar';
import { type CommandsOf, conflict, type DecisionContext, invalid, notFound, type Refusal } from '@overstap/kernel';
import { isOpenClock, isOpenTask, type WorkflowEvent } from '../workflow/state.js';
import { HOME_ZONE } from '../workflow/zone.js';
import {
  type AddTask,
  AssignTask,
  BlockTask,
  CancelTask,
  ClaimTask,
  CompleteTask,
  SnoozeTask,
  StartTask,
  UnblockTask,
} from './commands.js';
import { type TrajectoryCommand } from './decider.js';
import { momentOf, statusOf, type TrajectoryState } from './state.js';

const TASK_COMMANDS = { CompleteTask, CancelTask, AssignTask, StartTask, ClaimTask, UnblockTask, BlockTask, SnoozeTask };
type OnTask = CommandsOf<typeof TASK_COMMANDS>;
type TaskCommand = OnTask | { readonly type: 'AddTask'; readonly data: AddTask };

export const isTaskCommand = (command: TrajectoryCommand): command is TaskCommand =>
  command.type === 'AddTask' || command.type in TASK_COMMANDS;

const CANCELLING_MANDATORY = ['TEAM_LEAD', 'PROGRAMME_MANAGER', 'SYSTEM'];

export function decideTask(command: TaskCommand, state: TrajectoryState, context: DecisionContext): readonly WorkflowEvent[] | Refusal {
  if (statusOf(state) === 'UNKNOWN') return notFound('trajectory-unknown', 'There is no such trajectory.');
  const { now, actor } = context;
  const today = localDateOf(HOME_ZONE, now);
  if (command.type === 'AddTask') {
    const { title, role, dueOn } = command.data;
    const data = { taskId: context.newId(), code: 'MANUAL', role, title, mandatory: false, evidence: 'NONE', ...(dueOn ? { dueOn } : {}) };
    return [{ type: 'TaskCreated', data, occurredAt: now }];
  }
  const { taskId } = command.data;
  const task = state.workflow.tasks[taskId];
  if (!task) return invalid('taskId', 'task-unknown', 'taskId names no task of this trajectory; look at its timeline for the ids.');
  if (!isOpenTask(task)) {
    if (command.type === 'CompleteTask' && task.status === 'DONE') return [];
    return conflict('task-ended', `The task is ${task.status}; add a new one if there is more to do.`);
  }
  const one = (event: Omit<WorkflowEvent, 'occurredAt'>): WorkflowEvent[] => [{ ...event, occurredAt: now } as WorkflowEvent];
  switch (command.type) {
    case 'CompleteTask': {
      const on = command.data.on ?? today;
      if (on > today) return invalid('on', 'date-in-the-future', 'on lies after today; complete a task on or after the day it was done.');
      const occurredAt = momentOf(on, now);
      const clock = state.workflow.clocks[`task.${taskId}`];
      const done: WorkflowEvent = { type: 'TaskCompleted', data: { ...command.data, on }, occurredAt };
      if (!clock || !isOpenClock(clock)) return [done];
      const { clockId, generation } = clock;
      return [done, { type: 'ClockStopped', data: { clockId, generation, how: 'MET', on }, occurredAt }];
    }
    case 'CancelTask': {
      if (task.mandatory && !CANCELLING_MANDATORY.includes(actor.type))
        return conflict('task-mandatory', 'The task is mandatory; a team lead or the programme manager can cancel it, with a reason.');
      const clock = state.workflow.clocks[`task.${taskId}`];
      const cancelled = one({ type: 'TaskCancelled', data: command.data });
      if (!clock || !isOpenClock(clock)) return cancelled;
      const { clockId, generation } = clock;
      return [...cancelled, ...one({ type: 'ClockStopped', data: { clockId, generation, how: 'CANCELLED', on: today } })];
    }
    case 'AssignTask':
      return task.assigneeId === command.data.to ? [] : one({ type: task.assigneeId ? 'TaskReassigned' : 'TaskAssigned', data: command.data });
    case 'StartTask':
      return task.status === 'IN_PROGRESS' ? [] : one({ type: 'TaskStarted', data: { taskId } });
    case 'ClaimTask':
      return task.assigneeId === actor.id ? [] : one({ type: 'TaskClaimed', data: { taskId, by: actor.id } });
    case 'UnblockTask':
      return task.status === 'BLOCKED' ? one({ type: 'TaskUnblocked', data: { taskId } }) : [];
    case 'BlockTask':
      return one({ type: 'TaskBlocked', data: command.data });
    case 'SnoozeTask':
      return command.data.until <= today
        ? invalid('until', 'date-in-the-past', 'until must lie after today.')
        : one({ type: 'TaskSnoozed', data: command.data });
  }
}
