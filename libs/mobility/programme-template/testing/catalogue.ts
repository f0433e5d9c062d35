import { catalogue } from '@overstap/kernel';
import * as analysis from '../../analysis/events.js';
import * as application from '../../application/events.js';
import * as coach from '../../coach/events.js';
import * as coaching from '../../coaching/events.js';
import * as cohort from '../../cohort/events.js';
import * as intake from '../../intake/events.js';
import * as participant from '../../participant/events.js';
import * as placement from '../../placement/events.js';
import * as programme from '../../programme/events.js';
import * as quality from '../../quality/events.js';
import * as redeployment from '../../redeployment/events.js';
import * as vacancy from '../../redeployment/vacancy-events.js';
import * as referral from '../../referral/events.js';
import * as reintegration from '../../reintegration/events.js';
import * as report from '../../report/events.js';
import * as snapshot from '../../report/snapshot-events.js';
import * as trajectory from '../../trajectory/events.js';

/** The events that a template may name. */
export const domainEvents = catalogue(
  analysis,
  application,
  coach,
  coaching,
  cohort,
  intake,
  participant,
  placement,
  programme,
  quality,
  redeployment,
  vacancy,
  referral,
  reintegration,
  report,
  snapshot,
  trajectory,
);
