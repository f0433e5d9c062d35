import { CLOCK_EVENTS } from './clock-events.js';
import { PHASE_EVENTS } from './phase-events.js';
import { TASK_EVENTS } from './task-events.js';

export * from './clock-events.js';
export * from './phase-events.js';
export * from './task-events.js';
export * from './terms.js';

/** The engine's own events: what follows from a fact or from time. They carry their dates, so that readers need no calendar. */
export const WORKFLOW_EVENTS = { ...PHASE_EVENTS, ...CLOCK_EVENTS, ...TASK_EVENTS };
