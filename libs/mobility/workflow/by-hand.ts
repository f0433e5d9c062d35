import { daysBetween } from '@overstap/calendar';
import { type WorkflowDefinition } from '../programme-template/definition.js';
import { cancelClock, reconcileClock } from './clock-reconciliation.js';
import { overBy } from './phases.js';
import { isOpenTask, tasksIn, type TaskState } from './state.js';
import { type Consequence, type Present, type Subject, type WorkflowRules } from './subject.js';

/** The code of every task that somebody added by hand. */
export const BY_HAND = 'MANUAL';

/** A task by hand lives until somebody ends it or the whole is closed; with a day named it has a clock as others have. */
export function settleByHand(subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  return tasksIn(subject.workflow)
    .filter(({ code }) => code === BY_HAND)
    .flatMap((task) => settleOne(task, subject, rules, present));
}

function settleOne(task: TaskState, subject: Subject, rules: WorkflowRules, present: Present): Consequence[] {
  const { reason } = overBy(subject) ?? {};
  const closed = reason === 'CLOSED' || reason === 'ERASED';
  const { taskId, dueOn } = task;
  const clockId = `task.${taskId}`;
  if (closed)
    return isOpenTask(task)
      ? [
          { type: 'TaskCancelled', data: { taskId, reason }, occurredAt: present.now },
          ...cancelClock(subject.workflow.clocks[clockId], present),
        ]
      : [];
  if (task.status === 'CANCELLED' && task.cancelledBy === 'CLOSED') return comeBack(task, present);
  if (!isOpenTask(task) || dueOn === undefined) return [];
  const days = Math.max(0, daysBetween(task.createdOn, dueOn));
  return reconcileClock(
    {
      clockId,
      code: BY_HAND,
      times: 'TASK',
      kind: 'PERSONAL',
      due: { anchor: 'raised', offset: { value: days, unit: 'calendarDays' } },
      armedOn: task.createdOn,
      ladder: ladderByHand(task.role, rules.definition),
    },
    subject,
    rules,
    present,
  );
}

function comeBack({ taskId, role, title, dueOn, assigneeId }: TaskState, { now }: Present): Consequence[] {
  const data = {
    taskId,
    code: BY_HAND,
    role: role as Extract<Consequence, { type: 'TaskCreated' }>['data']['role'],
    mandatory: false,
    evidence: 'NONE' as const,
    ...(title === undefined ? {} : { title }),
    ...(dueOn === undefined ? {} : { dueOn }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
  };
  return [{ type: 'TaskCreated', data, occurredAt: now }];
}

/** The template names no ladder for what it does not know: its owner is reminded as of the first task of that role that has one. */
export const ladderByHand = (role: string, { tasks }: WorkflowDefinition): string | undefined =>
  tasks.find(({ owners, ladder }) => owners[0] === role && ladder !== undefined)?.ladder;
