import { instantAt, localDateOf } from '@overstap/calendar';
import {
  assertNever,
  type CommandsOf,
  conflict,
  type DecisionContext,
  type Instant,
  invalid,
  type LocalDate,
  type Refusal,
} from '@overstap/kernel';
import { APPROVAL_TASKS } from './approvals.js';
import { evidenceMissing } from './evidence.js';
import { GLASS_REVIEW } from './glass-review.js';
import {
  type ClockState,
  isOpenClock,
  isOpenTask,
  type TaskState,
  type WorkflowEvent,
  type WorkflowState,
} from './state.js';
import { TASK_COMMANDS } from './task-commands.js';
import { undoTask } from './task-undoing.js';
import { HOME_ZONE } from './zone.js';

export type TaskCommand = CommandsOf<typeof TASK_COMMANDS>;

export const isTaskCommand = (command: { readonly type: string }): command is TaskCommand =>
  command.type in TASK_COMMANDS;

/** What ends a task by hand. */
const ENDINGS: readonly string[] = ['CompleteTask', 'CancelTask'];
const ENDS_BY_REVIEW = conflict(
  'glass-not-reviewed',
  'This task ends when the broken glass is reviewed; send review-break-glass.',
);

const ENDS_BY_DECISION = conflict(
  'request-not-decided',
  'This task ends when the request is decided; send decide-extension, decide-waiver or decide-void, or void the request.',
);

const CANCELLING_MANDATORY: readonly string[] = ['TEAM_LEAD', 'PROGRAMME_MANAGER', 'SYSTEM'];

/** What somebody does to a task of this workflow, its clock with it. What the command tells beside is kept as it was told. */
export function decideOnTask(
  command: TaskCommand,
  workflow: WorkflowState,
  context: DecisionContext,
): readonly WorkflowEvent[] | Refusal {
  const { taskId } = command.data;
  const task = workflow.tasks[taskId];
  if (!task) return invalid('taskId', 'task-unknown', 'taskId names no task here; the timeline shows the ids.');
  if (command.type === 'CompleteTask' && task.status === 'DONE') return [];
  if (command.type === 'CancelTask' && task.status === 'CANCELLED') return [];
  if (command.type === 'UndoTask') return undoTask(command.data, task, context);
  if (task.code === GLASS_REVIEW && ENDINGS.includes(command.type)) return ENDS_BY_REVIEW;
  if (APPROVAL_TASKS.includes(task.code) && ENDINGS.includes(command.type)) return ENDS_BY_DECISION;
  if (!isOpenTask(task))
    return conflict('task-ended', `The task is ${task.status}; add a new one if there is more to do.`);
  return decide(command, task, workflow, context);
}

function decide(
  command: Exclude<TaskCommand, { type: 'UndoTask' }>,
  task: TaskState,
  workflow: WorkflowState,
  { now, actor }: DecisionContext,
): readonly WorkflowEvent[] | Refusal {
  const { taskId } = command.data;
  const today = localDateOf(HOME_ZONE, now);
  switch (command.type) {
    case 'CompleteTask': {
      const on = command.data.on ?? today;
      if (on > today)
        return invalid(
          'on',
          'date-in-the-future',
          'on lies after today; complete a task on or after the day it was done.',
        );
      const missing = evidenceMissing(task, command.data);
      if (missing) return missing;
      const occurredAt = on === today ? now : instantAt(HOME_ZONE, on, '00:00');
      return [
        { type: 'TaskCompleted', data: { ...command.data, on }, occurredAt },
        ...clockStopped(taskId, workflow, 'MET', on, occurredAt),
      ];
    }
    case 'CancelTask':
      if (task.mandatory && !CANCELLING_MANDATORY.includes(actor.type))
        return conflict(
          'task-mandatory',
          'The task is mandatory; a team lead or the programme manager can cancel it, with a reason.',
        );
      return [
        { type: 'TaskCancelled', data: { ...command.data }, occurredAt: now },
        ...clockStopped(taskId, workflow, 'CANCELLED', today, now),
      ];
    case 'AssignTask':
      if (task.assigneeId === command.data.to) return [];
      return task.assigneeId
        ? [{ type: 'TaskReassigned', data: { ...command.data }, occurredAt: now }]
        : [{ type: 'TaskAssigned', data: { taskId, to: command.data.to }, occurredAt: now }];
    case 'StartTask':
      return task.status === 'IN_PROGRESS' ? [] : [{ type: 'TaskStarted', data: { taskId }, occurredAt: now }];
    case 'ClaimTask':
      if (task.assigneeId === actor.id) return [];
      if (task.assigneeId !== undefined)
        return conflict('task-taken', `The task is ${task.assigneeId}'s; have it reassigned if it is to be yours.`);
      return [{ type: 'TaskClaimed', data: { taskId, by: actor.id }, occurredAt: now }];
    case 'UnblockTask':
      return task.status === 'BLOCKED' ? [{ type: 'TaskUnblocked', data: { taskId }, occurredAt: now }] : [];
    case 'BlockTask':
      if (task.status === 'BLOCKED' && task.waitingOn === command.data.waitingOn) return [];
      return [{ type: 'TaskBlocked', data: { ...command.data }, occurredAt: now }];
    case 'AcknowledgeEscalation':
      if (!task.escalation) return NOT_ESCALATED;
      if (task.escalation.acknowledgedBy === actor.id) return [];
      return [{ type: 'EscalationAcknowledged', data: { taskId, by: actor.id, on: today }, occurredAt: now }];
    case 'ResolveEscalation':
      if (!task.escalation) return NOT_ESCALATED;
      return [{ type: 'EscalationResolved', data: { ...command.data, by: actor.id, on: today }, occurredAt: now }];
    case 'SnoozeTask':
      return (
        refusedSnooze(command.data.until, today, workflow.clocks[`task.${taskId}`]) ?? [
          { type: 'TaskSnoozed', data: { ...command.data }, occurredAt: now },
        ]
      );
    default:
      return assertNever(command);
  }
}

const NOT_ESCALATED = conflict(
  'task-not-escalated',
  'Nobody above its owner is asked to look at this task now, so there is nothing to answer.',
);

/** A snooze moves no date; and nobody puts off beyond its day what the law wants done by then. */
function refusedSnooze(until: LocalDate, today: LocalDate, clock: ClockState | undefined): Refusal | undefined {
  if (until <= today) return invalid('until', 'date-in-the-past', 'until must lie after today.');
  if (clock?.kind !== 'STATUTORY' || !isOpenClock(clock) || clock.dueOn === undefined || until <= clock.dueOn)
    return undefined;
  return invalid(
    'until',
    'snooze-past-legal-date',
    `The law wants this done by ${clock.dueOn}; until must not lie after that day.`,
  );
}

function clockStopped(
  taskId: string,
  { clocks }: WorkflowState,
  how: 'MET' | 'CANCELLED',
  on: LocalDate,
  occurredAt: Instant,
): WorkflowEvent[] {
  const clock = clocks[`task.${taskId}`];
  if (!clock || !isOpenClock(clock)) return [];
  const { clockId, generation } = clock;
  return [{ type: 'ClockStopped', data: { clockId, generation, how, on }, occurredAt }];
}
