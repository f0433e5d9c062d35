import { COACHING, COACH_OR_PARTICIPANT, EMPLOYER_SIDE, fact, MANAGEMENT, PLANNING } from '../trajectory/fact.js';
import * as intake from './events.js';

export const INTAKE_FACTS = {
  ScheduleIntake: fact(intake.IntakeScheduled, 'referred', PLANNING, 'Plan the intake talk'),
  HoldIntake: fact(
    intake.IntakeHeld,
    'referred',
    COACHING,
    'Record that the intake talk was held; it starts the trajectory',
  ),
  RecordIntakeNoShow: fact(
    intake.IntakeNoShow,
    'referred',
    COACHING,
    'Record that the person did not come to the intake',
  ),
  RecordBackground: fact(
    intake.BackgroundRecorded,
    'started',
    COACHING,
    'Record cause, history, state and how the person takes setbacks',
  ),
  FormulateCareerQuestion: fact(intake.CareerQuestionFormulated, 'started', COACHING, 'Type the career question'),
  ReframeCareerQuestion: fact(
    intake.CareerQuestionReframed,
    'started',
    COACHING,
    'Record that the question turned out to be another',
  ),
  RecordOrganisationQuestion: fact(
    intake.OrganisationQuestionRecorded,
    'referred',
    [...EMPLOYER_SIDE, 'COACH'],
    'Record what the employer wants of the trajectory',
  ),
  AssessReadiness: fact(
    intake.ReadinessAssessed,
    'started',
    COACHING,
    'Assess readiness for self-analysis or the market',
  ),
  AssessLossProcessing: fact(
    intake.LossProcessingAssessed,
    'started',
    COACHING,
    'Assess how the loss weighs and when to look again',
  ),
  AssessMobilityWillingness: fact(
    intake.MobilityWillingnessAssessed,
    'started',
    COACHING,
    'Record how much the person wants to change',
  ),
  AssessMobilityCapacity: fact(
    intake.MobilityCapacityAssessed,
    'started',
    COACHING,
    'Record how able the person is to change',
  ),
  RaiseTriageConcern: fact(
    intake.TriageConcernRaised,
    'referred',
    COACHING,
    'Raise the concern that other help is needed first',
  ),
  ReachCoachLimit: fact(
    intake.CoachLimitReached,
    'started',
    COACHING,
    'Record that the question goes beyond the coach',
  ),
  ProposeReferral: fact(intake.ReferralProposed, 'started', COACHING, 'Propose a referral to another profession'),
  AcceptReferral: fact(intake.ReferralAccepted, 'started', COACH_OR_PARTICIPANT, 'Accept a proposed referral'),
  DeclineReferral: fact(intake.ReferralDeclined, 'started', COACH_OR_PARTICIPANT, 'Decline a proposed referral'),
  CompleteReferral: fact(intake.ReferralCompleted, 'started', COACHING, 'Record that the referral is complete'),
  HoldThreeWayMeeting: fact(
    intake.ThreeWayMeetingHeld,
    'referred',
    ['COACH', 'PROGRAMME_MANAGER'],
    'Record the talk of participant, employer and coach; the line manager, where named, reads what was agreed',
  ),
  AgreeAssignment: fact(intake.AssignmentAgreed, 'referred', MANAGEMENT, 'Record the written assignment'),
  DiscloseConflictOfRoles: fact(intake.ConflictOfRolesDisclosed, 'referred', COACHING, 'Disclose a conflict of roles'),
  AgreePlan: fact(intake.TrajectoryPlanAgreed, 'started', COACH_OR_PARTICIPANT, 'Record the plan that both agree on'),
  RevisePlan: fact(intake.TrajectoryPlanRevised, 'started', COACH_OR_PARTICIPANT, 'Revise the plan'),
  RecordAvailabilityConstraint: fact(
    intake.AvailabilityConstraintRecorded,
    'started',
    COACH_OR_PARTICIPANT,
    'Record what limits the search, without the private reason',
  ),
  RankCareerValues: fact(intake.CareerValuesRanked, 'started', COACH_OR_PARTICIPANT, 'Rank what matters in work'),
} as const;
