import { type EventsOf } from '@overstap/kernel';
import type * as participant from './events.js';

export type ParticipantEvent = EventsOf<typeof participant>;
