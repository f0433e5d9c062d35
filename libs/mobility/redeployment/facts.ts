import { COACH_OR_PARTICIPANT, EMPLOYER_SIDE, fact } from '../trajectory/fact.js';
import * as redeployment from './events.js';

export const REDEPLOYMENT_FACTS = {
  RegisterInterest: fact(
    redeployment.InterestRegistered,
    'referred',
    COACH_OR_PARTICIPANT,
    'Register interest in jobs inside the organisation',
  ),
  ProposeInternalMatch: fact(
    redeployment.InternalMatchProposed,
    'referred',
    [...EMPLOYER_SIDE, 'COACH'],
    'Propose the person for an internal vacancy',
  ),
  DecideInternalMatch: fact(
    redeployment.InternalMatchDecided,
    'referred',
    EMPLOYER_SIDE,
    'Decide on a proposed match, with the reason',
  ),
  StartTrialPeriod: fact(
    redeployment.TrialPeriodStarted,
    'referred',
    [...EMPLOYER_SIDE, 'COACH'],
    'Record that a trial placement began',
  ),
  EvaluateTrialPeriod: fact(
    redeployment.TrialPeriodEvaluated,
    'referred',
    [...EMPLOYER_SIDE, 'COACH', 'PARTICIPANT'],
    'Evaluate a trial placement',
  ),
  ConfirmInternalRedeployment: fact(
    redeployment.InternalRedeploymentConfirmed,
    'referred',
    EMPLOYER_SIDE,
    'Confirm a job inside the organisation',
  ),
  RequestFacility: fact(
    redeployment.FacilityRequested,
    'referred',
    ['PARTICIPANT', 'COACH'],
    'Ask for a facility of the social plan',
  ),
  GrantFacility: fact(redeployment.FacilityGranted, 'referred', EMPLOYER_SIDE, 'Grant a facility of the social plan'),
  RefuseFacility: fact(redeployment.FacilityRefused, 'referred', EMPLOYER_SIDE, 'Refuse a facility of the social plan'),
} as const;
