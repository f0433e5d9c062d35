import { type EventsOf } from '@overstap/kernel';
import type * as vacancy from '../redeployment/vacancy-events.js';
import type * as snapshot from '../report/snapshot-events.js';
import type * as programme from './events.js';

/** What is recorded on a programme, its internal vacancies and its published figures; phases and clocks are the engine's. */
export type ProgrammeFactEvent = EventsOf<typeof programme> | EventsOf<typeof vacancy> | EventsOf<typeof snapshot>;
