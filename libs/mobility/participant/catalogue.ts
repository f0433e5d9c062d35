import { type EventsOf } from '@overstap/kernel';
import { type WorkflowEvent } from '../workflow/state.js';
import type * as participant from './events.js';

/** What is recorded of a person. */
export type ParticipantFactEvent = EventsOf<typeof participant>;
/** With what the engine makes of it. */
export type ParticipantEvent = ParticipantFactEvent | WorkflowEvent;
