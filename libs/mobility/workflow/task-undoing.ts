import { conflict, type DecisionContext, type DomainEvent, type Refusal } from '@overstap/kernel';
import { isOpenTask, type TaskState, type WorkflowEvent } from './state.js';
import { type UndoTask } from './task-commands.js';

const BY_A_FACT = conflict(
  'task-done-by-fact',
  'What was recorded completed the task; correct or void that fact, and the task opens by itself.',
);

/** What takes back what was done to the task last. The consequences give an open task its clock again, with the date it had. */
export function undoTask(
  { undoes, ...why }: UndoTask,
  task: TaskState,
  { now: occurredAt }: DecisionContext,
): readonly WorkflowEvent[] | Refusal {
  switch (undoes) {
    case 'COMPLETION':
      if (task.status !== 'DONE') return nothingTo(`The task is ${task.status}, not DONE`);
      return task.byFact
        ? BY_A_FACT
        : [{ type: 'TaskReopened', data: { ...why, undoes, ...stoodAs(task) }, occurredAt }];
    case 'SNOOZE':
      if (task.status !== 'SNOOZED') return nothingTo(`The task is ${task.status}, not SNOOZED`);
      return [{ type: 'TaskReopened', data: { ...why, undoes, ...stoodAs(task) }, occurredAt }];
    case 'ASSIGNMENT':
      if (!isOpenTask(task)) return nothingTo(`The task is ${task.status}; take that back first`);
      if (task.hadBefore === undefined) return nothingTo('The task has not changed hands since');
      return [
        {
          type: 'TaskHandedBack',
          data: { ...why, ...(task.hadBefore === null ? {} : { to: task.hadBefore }) },
          occurredAt,
        },
      ];
  }
}

/** One that was completed while it was put off is to be done now. */
function stoodAs({ before, waitingOn }: TaskState): Pick<Reopening, 'status' | 'waitingOn'> {
  if (before === 'BLOCKED' && waitingOn !== undefined) return { status: before, waitingOn: waitingOn as WaitingOn };
  return { status: before === 'IN_PROGRESS' ? before : 'OPEN' };
}

type Reopening = Extract<WorkflowEvent, { type: 'TaskReopened' }>['data'];
type WaitingOn = NonNullable<Reopening['waitingOn']>;

const nothingTo = (why: string): Refusal =>
  conflict('nothing-to-undo', `${why}; there is nothing of that kind to take back.`);

/** An undoing whose own consequences end the task again at once would only have changed the record of how it ended. */
export function lastingUndo<Event extends DomainEvent>(
  taskId: string,
  events: readonly Event[],
): readonly Event[] | Refusal {
  const ended = (type: string): boolean =>
    events.some((event) => event.type === type && (event.data as { readonly taskId?: string }).taskId === taskId);
  if (ended('TaskCompleted')) return BY_A_FACT;
  if (ended('TaskCancelled'))
    return conflict(
      'task-not-wanted',
      'Nothing asks for this task any more, for what it belonged to is over; add a new one.',
    );
  return events;
}
