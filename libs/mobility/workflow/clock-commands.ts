import { CodeField, DateField, IdField, type LocalDate } from '@overstap/kernel';
import { MOVE_REASONS, UNDO_REASONS } from './events.js';

/** What somebody does to a clock, wherever it stands. Neither has free text: a programme's clocks are nobody's, and no key seals theirs. */

export class MoveClock {
  @IdField({ description: 'Such as task.S6_ASSIGNMENT or deadline.PLAN' }) readonly clockId!: string;
  @DateField({ description: 'The day on which it is due from now on' }) readonly to!: LocalDate;
  @CodeField(MOVE_REASONS) readonly reason!: (typeof MOVE_REASONS)[number];
}

/** Takes the last move back: the clock is due when it was before, or would be by now. */
export class UndoClockMove {
  @IdField() readonly clockId!: string;
  @CodeField(UNDO_REASONS) readonly reason!: (typeof UNDO_REASONS)[number];
}

export const CLOCK_COMMANDS = { MoveClock, UndoClockMove };

/** Whether a command is one by which the owner of a task may move its date. */
export const isOnOwnClock = (command: string): boolean => command in CLOCK_COMMANDS;

const TASK_CLOCK = 'task.';
export const clockOfTask = (taskId: string): string => `${TASK_CLOCK}${taskId}`;
/** The task that a clock times; undefined where it times something else. */
export const taskOfClock = (clockId: string): string | undefined =>
  clockId.startsWith(TASK_CLOCK) ? clockId.slice(TASK_CLOCK.length) : undefined;
