import { type EventsOf } from '@overstap/kernel';
import type * as agency from './events.js';

export type AgencyEvent = EventsOf<typeof agency>;
