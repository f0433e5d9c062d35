import { ANALYSIS_FACTS } from '../analysis/facts.js';
import { APPLICATION_FACTS } from '../application/facts.js';
import { COACHING_FACTS } from '../coaching/facts.js';
import { INTAKE_FACTS } from '../intake/facts.js';
import { PLACEMENT_FACTS } from '../placement/facts.js';
import { QUALITY_FACTS } from '../quality/facts.js';
import { REDEPLOYMENT_FACTS } from '../redeployment/facts.js';
import { REINTEGRATION_FACTS } from '../reintegration/facts.js';
import { REFERRAL_FACTS } from '../referral/facts.js';
import { REPORT_FACTS } from '../report/facts.js';
import { DeliveryFailed } from './events.js';
import { fact, PROGRAM } from './fact.js';

/**
 * Most of what happens on a trajectory is a plain fact: somebody records that it happened. The key is the command, and by it the
 * route: `HoldIntake` is `POST /trajectories/{id}/hold-intake`. The rows stand beside the events of their concept.
 */
export const FACTS = {
  ...REFERRAL_FACTS,
  ...INTAKE_FACTS,
  ...COACHING_FACTS,
  ...ANALYSIS_FACTS,
  ...APPLICATION_FACTS,
  ...PLACEMENT_FACTS,
  ...REDEPLOYMENT_FACTS,
  ...REINTEGRATION_FACTS,
  ...REPORT_FACTS,
  ...QUALITY_FACTS,
  RecordDeliveryFailure: fact(DeliveryFailed, 'any', PROGRAM, 'Record that a message cannot be delivered'),
} as const;

export type FactName = keyof typeof FACTS;
export type FactBodies = { readonly [Name in FactName]: (typeof FACTS)[Name]['body'] };
