import { type EventsOf } from '@overstap/kernel';
import type * as coach from './events.js';

export type CoachEvent = EventsOf<typeof coach>;
