import { catalogue, type EventCatalogue } from '@overstap/kernel';
import * as agency from './agency/events.js';
import * as analysis from './analysis/events.js';
import * as application from './application/events.js';
import * as breakGlass from './break-glass/events.js';
import * as coach from './coach/events.js';
import * as coaching from './coaching/events.js';
import * as cohort from './cohort/events.js';
import * as correction from './correction/events.js';
import * as intake from './intake/events.js';
import * as participant from './participant/events.js';
import * as placement from './placement/events.js';
import * as programme from './programme/events.js';
import * as quality from './quality/events.js';
import * as redeployment from './redeployment/events.js';
import * as vacancy from './redeployment/vacancy-events.js';
import * as referral from './referral/events.js';
import * as reintegration from './reintegration/events.js';
import * as report from './report/events.js';
import * as snapshot from './report/snapshot-events.js';
import * as trajectory from './trajectory/events.js';

/** What a trajectory's workflow can see: the facts of its own stream. */
export const TRAJECTORY_EVENTS: EventCatalogue = catalogue(
  referral,
  intake,
  coaching,
  analysis,
  application,
  placement,
  redeployment,
  reintegration,
  report,
  quality,
  correction,
  trajectory,
  breakGlass,
);

/** What a programme's workflow can see: the facts of its own stream and of its cohorts. */
export const PROGRAMME_EVENTS: EventCatalogue = catalogue(programme, vacancy, snapshot, cohort);

/** Every event that is about something happening, by type; the engine's and the templates' events have sets of their own. */
export const RECORDED_EVENTS: EventCatalogue = new Map([
  ...catalogue(agency),
  ...PROGRAMME_EVENTS,
  ...catalogue(participant, coach),
  ...TRAJECTORY_EVENTS,
]);
