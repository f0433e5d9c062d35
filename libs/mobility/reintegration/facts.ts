import { type Role } from '@overstap/kernel';
import { COACHING, fact } from '../trajectory/fact.js';
import * as reintegration from './events.js';

/** Who keeps the file of somebody's return to work: the employer's case manager, or the coach on the employer's papers. It is health: nobody else at the agency reads it, so nobody else writes it. */
const FILE_KEEPERS: readonly Role[] = ['EMPLOYER_CASE_MANAGER', 'COACH'];
const WITH_PARTICIPANT: readonly Role[] = [...FILE_KEEPERS, 'PARTICIPANT'];

export const REINTEGRATION_FACTS = {
  ReportSickLeave: fact(reintegration.SickLeaveStarted, 'any', FILE_KEEPERS, 'Record the first sick day'),
  MergeSickLeave: fact(
    reintegration.SickLeaveMerged,
    'any',
    FILE_KEEPERS,
    'Count a sick period with the one before it, from the first day of that',
  ),
  ReportRecovery: fact(reintegration.RecoveryReported, 'any', FILE_KEEPERS, 'Record recovery, in part or altogether'),
  ReceiveProblemAnalysis: fact(
    reintegration.ProblemAnalysisReceived,
    'any',
    FILE_KEEPERS,
    'Record that the problem analysis came',
  ),
  AgreeActionPlan: fact(reintegration.ActionPlanAgreed, 'any', FILE_KEEPERS, 'Record the action plan of both'),
  HoldPeriodicEvaluation: fact(
    reintegration.PeriodicEvaluationHeld,
    'any',
    FILE_KEEPERS,
    'Record the six-weekly evaluation of employer and employee',
  ),
  HoldFirstYearEvaluation: fact(
    reintegration.FirstYearEvaluationHeld,
    'any',
    FILE_KEEPERS,
    'Record the evaluation of the first year',
  ),
  ReportWeek42: fact(
    reintegration.UwvWeek42Reported,
    'any',
    FILE_KEEPERS,
    'Record that UWV was told of the sick leave in week 42',
  ),
  ReceiveWiaForm: fact(reintegration.WiaFormReceived, 'any', WITH_PARTICIPANT, 'Record that the WIA form came'),
  ApplyForWia: fact(reintegration.WiaApplied, 'any', WITH_PARTICIPANT, 'Record the application for WIA'),
  RecordLoadCapacity: fact(
    reintegration.LoadCapacityRecorded,
    'any',
    // It says what limits somebody as well, which an employer never learns.
    COACHING,
    'Record what somebody can do, without any diagnosis',
  ),
  ReceiveLabourExpertReport: fact(
    reintegration.LabourExpertReportReceived,
    'any',
    FILE_KEEPERS,
    'Record what the labour expert concludes on both tracks',
  ),
  StartSecondTrack: fact(reintegration.SecondTrackStarted, 'any', FILE_KEEPERS, 'Record that the second track began'),
  ApproveReintegrationPlan: fact(
    reintegration.ReintegrationPlanApproved,
    'any',
    FILE_KEEPERS,
    'Record the re-integration plan that all three signed',
  ),
  DeliverEffortReport: fact(
    reintegration.EffortReportDelivered,
    'any',
    COACHING,
    'Record that the report of activities was delivered',
  ),
  ImposeWageSanction: fact(
    reintegration.WageSanctionImposed,
    'any',
    FILE_KEEPERS,
    'Record that UWV makes the employer pay on',
  ),
  EndWageSanction: fact(reintegration.WageSanctionEnded, 'any', FILE_KEEPERS, 'Record that the wage sanction ended'),
} as const;
