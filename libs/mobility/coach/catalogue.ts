import { type EventsOf } from '@overstap/kernel';
import { type WorkflowEvent } from '../workflow/state.js';
import type * as coach from './events.js';

/** What is recorded of a coach. */
export type CoachFactEvent = EventsOf<typeof coach>;
/** With what the engine makes of it. */
export type CoachEvent = CoachFactEvent | WorkflowEvent;
