import { catalogue, type EventCatalogue } from '@overstap/kernel';
import * as template from './programme-template/events.js';
import { RECORDED_EVENTS } from './recorded-events.js';
import { WORKFLOW_EVENTS } from './workflow/events.js';

/** Every event there is: what was recorded, what the engine concluded from it, and the templates it works by. */
export const EVENT_CATALOGUE: EventCatalogue = new Map([...RECORDED_EVENTS, ...catalogue(template, WORKFLOW_EVENTS)]);
