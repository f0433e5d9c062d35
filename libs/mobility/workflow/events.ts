import {
  ClockArmed,
  ClockRearmed,
  ClockSuspended,
  ClockResumed,
  ClockStopped,
  ClockExpired,
  ClockMoved,
  ClockMoveUndone,
  RungFired,
  RungSuppressed,
  RungRetracted,
} from './clock-events.js';
import { PhaseEntered, PhaseCompleted, PhaseSkipped, PhaseReopened } from './phase-events.js';
import {
  TaskCreated,
  TaskAssigned,
  TaskClaimed,
  TaskReassigned,
  TaskStarted,
  TaskBlocked,
  TaskUnblocked,
  TaskSnoozed,
  TaskCompleted,
  TaskCancelled,
  TaskReopened,
  TaskHandedBack,
  TaskEscalated,
  EscalationAcknowledged,
  EscalationResolved,
} from './task-events.js';

export * from './clock-events.js';
export * from './phase-events.js';
export * from './task-events.js';
export * from './terms.js';

/** The engine's own events: what follows from a fact or from time. They carry their dates, so that readers need no calendar. */
export const WORKFLOW_EVENTS = {
  PhaseEntered,
  PhaseCompleted,
  PhaseSkipped,
  PhaseReopened,
  ClockArmed,
  ClockRearmed,
  ClockSuspended,
  ClockResumed,
  ClockStopped,
  ClockExpired,
  ClockMoved,
  ClockMoveUndone,
  RungFired,
  RungSuppressed,
  RungRetracted,
  TaskCreated,
  TaskAssigned,
  TaskClaimed,
  TaskReassigned,
  TaskStarted,
  TaskBlocked,
  TaskUnblocked,
  TaskSnoozed,
  TaskCompleted,
  TaskCancelled,
  TaskReopened,
  TaskHandedBack,
  TaskEscalated,
  EscalationAcknowledged,
  EscalationResolved,
};
