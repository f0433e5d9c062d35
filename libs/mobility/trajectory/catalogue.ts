import { type EventsOf } from '@overstap/kernel';
import type * as analysis from '../analysis/events.js';
import type * as application from '../application/events.js';
import type * as breakGlass from '../break-glass/events.js';
import type * as coaching from '../coaching/events.js';
import type * as correction from '../correction/events.js';
import type * as intake from '../intake/events.js';
import type * as placement from '../placement/events.js';
import type * as quality from '../quality/events.js';
import type * as redeployment from '../redeployment/events.js';
import type * as referral from '../referral/events.js';
import type * as reintegration from '../reintegration/events.js';
import type * as report from '../report/events.js';
import type * as trajectory from './events.js';

/** What somebody or something recorded on a trajectory; what follows from it is the engine's, in `workflow/events.ts`. */
export type TrajectoryFactEvent =
  | EventsOf<typeof referral>
  | EventsOf<typeof intake>
  | EventsOf<typeof breakGlass>
  | EventsOf<typeof coaching>
  | EventsOf<typeof analysis>
  | EventsOf<typeof application>
  | EventsOf<typeof placement>
  | EventsOf<typeof redeployment>
  | EventsOf<typeof reintegration>
  | EventsOf<typeof report>
  | EventsOf<typeof quality>
  | EventsOf<typeof correction>
  | EventsOf<typeof trajectory>;
