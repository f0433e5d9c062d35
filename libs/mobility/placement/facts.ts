import { COACHING, COACH_OR_PARTICIPANT, decidedFact, fact } from '../trajectory/fact.js';
import * as placement from './events.js';
import { PlacementChange, PlacementFacts } from './placement-facts.js';

export const PLACEMENT_FACTS = {
  RecordPlacement: decidedFact(
    placement.PlacementRecorded,
    PlacementFacts,
    'started',
    COACH_OR_PARTICIPANT,
    'Record that the person found work or another outcome that may count',
  ),
  VerifyPlacement: fact(
    placement.PlacementVerified,
    'any',
    ['COACH', 'BACK_OFFICE'],
    'Record by what a placement was verified',
  ),
  StartPlacement: fact(placement.PlacementStarted, 'any', COACH_OR_PARTICIPANT, 'Record the first day worked'),
  CorrectPlacement: decidedFact(
    placement.PlacementCorrected,
    PlacementChange,
    'any',
    COACHING,
    'Put right fields of a placement',
  ),
  VoidPlacement: fact(placement.PlacementVoided, 'any', COACHING, 'Take back a placement that never was'),
  EndPlacement: fact(placement.PlacementEnded, 'any', COACH_OR_PARTICIPANT, 'Record that the new work ended'),
  ReopenTrajectory: fact(
    placement.TrajectoryReopened,
    'any',
    ['COACH', 'PROGRAMME_MANAGER'],
    'Go on after a relapse, an unsuitable job or an error',
  ),
  ApproveBusinessPlan: fact(placement.BusinessPlanApproved, 'started', COACHING, 'Approve a business plan'),
  StartBusiness: fact(placement.BusinessStarted, 'started', COACH_OR_PARTICIPANT, 'Record that a business began'),
  GrantStartPeriod: fact(
    placement.StartPeriodGranted,
    'started',
    COACH_OR_PARTICIPANT,
    'Record the start period that UWV grants',
  ),
  SendFirstInvoice: fact(
    placement.FirstInvoiceSent,
    'any',
    COACH_OR_PARTICIPANT,
    'Record the first invoice of a business',
  ),
  ReviewBusinessViability: fact(
    placement.BusinessViabilityReviewed,
    'any',
    COACHING,
    'Review whether a business can live',
  ),
  RecordExitWithoutWork: fact(
    placement.ExitWithoutWorkRecorded,
    'referred',
    ['COACH', 'PROGRAMME_MANAGER', 'PLANNER'],
    'Record an ending that is not work',
  ),
  CloseTrajectory: fact(
    placement.TrajectoryClosed,
    'referred',
    ['COACH', 'PROGRAMME_MANAGER', 'SYSTEM'],
    'Close the trajectory with its class and reason',
  ),
  MakeAftercareContact: fact(
    placement.AftercareContactMade,
    'any',
    ['COACH', 'PLANNER'],
    'Record how it goes 30, 90, 180 or 365 days after landing',
  ),
  RecordFollowUpUnreachable: fact(
    placement.FollowUpUnreachable,
    'any',
    ['COACH', 'PLANNER', 'SYSTEM'],
    'Record that nobody could be reached for the follow-up',
  ),
} as const;
