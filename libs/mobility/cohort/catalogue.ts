import { type EventsOf } from '@overstap/kernel';
import type * as cohort from './events.js';

export type CohortEvent = EventsOf<typeof cohort>;
