import { type Role } from '@overstap/kernel';
import { row } from '../command-rows.js';
import { ROLES } from './events.js';

/** Whoever can own a task can work on it; whose it is, the policy asks. */
const OWNERS: readonly Role[] = ROLES;
const STEERING: readonly Role[] = ['COACH', 'TEAM_LEAD', 'PROGRAMME_MANAGER', 'PLANNER', 'SYSTEM'];
/** Those to whom ladders escalate. */
const ABOVE: readonly Role[] = ['TEAM_LEAD', 'PROGRAMME_MANAGER', 'PLANNER', 'QUALITY_OFFICER'];
const PROGRAM: readonly Role[] = ['SYSTEM'];

/** The registry's rows of what somebody does to a task, and of what the program does to clocks. */
export const TASK_ROWS = {
  CompleteTask: row(OWNERS, 'Record that a task is done'),
  CancelTask: row(STEERING, 'Cancel a task, with the reason'),
  AssignTask: row(STEERING, 'Give a task to somebody'),
  StartTask: row(OWNERS, 'Begin a task'),
  ClaimTask: row(OWNERS, 'Take a task upon oneself'),
  UnblockTask: row(OWNERS, 'Record that a task can go on'),
  BlockTask: row(OWNERS, 'Record for whom a task waits'),
  SnoozeTask: row(OWNERS, 'Put a task off until a day; a statutory one at most to the day on which it is due'),
  UndoTask: row(OWNERS, 'Take back that a task was completed, put off or given to somebody'),
  AcknowledgeEscalation: row(ABOVE, 'Say that you have seen an escalation and are on it'),
  ResolveEscalation: row(ABOVE, 'Say what came of an escalation: the task is its owner’s alone again'),
};

/** The same where all tasks are those of one role. */
export const taskRowsOf = (roles: readonly Role[]): typeof TASK_ROWS =>
  Object.fromEntries(
    Object.entries(TASK_ROWS).map(([name, { summary }]) => [name, row(roles, summary)]),
  ) as typeof TASK_ROWS;

/** Whose a date is, the decision asks: the programme's is its manager's to move, a personal one its owner's. */
export const MOVE_ROWS = {
  MoveClock: row(ROLES, 'Give a date of the programme, or a personal one of yours, another day'),
  UndoClockMove: row(ROLES, 'Take back that a date was moved'),
};

export const CLOCK_ROWS = {
  FallDue: row(PROGRAM, 'Carry out what time has brought about by now'),
  RecomputeClocks: row(PROGRAM, 'Compute the dates again after a change elsewhere'),
};
