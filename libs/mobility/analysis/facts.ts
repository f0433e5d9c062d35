import { COACHING, COACH_OR_PARTICIPANT, fact, MANAGEMENT } from '../trajectory/fact.js';
import * as analysis from './events.js';

export const ANALYSIS_FACTS = {
  AssignInstrument: fact(analysis.InstrumentAssigned, 'started', COACHING, 'Assign a test or questionnaire'),
  CompleteInstrument: fact(
    analysis.InstrumentCompleted,
    'started',
    COACH_OR_PARTICIPANT,
    'Record the result of an instrument',
  ),
  DiscussInstrument: fact(analysis.InstrumentDiscussed, 'started', COACHING, 'Record that a result was discussed'),
  ShareInstrumentSummary: fact(
    analysis.InstrumentSummaryShared,
    'started',
    COACHING,
    'Share the summary of a result, under a consent',
  ),
  RecordSelfAnalysisStatement: fact(
    analysis.SelfAnalysisStatementRecorded,
    'started',
    COACH_OR_PARTICIPANT,
    'Answer who am I, what do I want or what can I do',
  ),
  RecordEnvironmentAnalysisStatement: fact(
    analysis.EnvironmentAnalysisStatementRecorded,
    'started',
    COACH_OR_PARTICIPANT,
    'Answer where to find it or how to get there',
  ),
  RecordExclusionCriterion: fact(
    analysis.ExclusionCriterionRecorded,
    'started',
    COACH_OR_PARTICIPANT,
    'Record what the person does not want',
  ),
  ApprovePersonProfile: fact(
    analysis.PersonProfileApproved,
    'started',
    COACH_OR_PARTICIPANT,
    'Approve the person profile',
  ),
  ApproveSearchProfile: fact(
    analysis.SearchProfileApproved,
    'started',
    COACH_OR_PARTICIPANT,
    'Approve the search profile',
  ),
  BroadenSearchProfile: fact(
    analysis.SearchProfileBroadened,
    'started',
    COACH_OR_PARTICIPANT,
    'Widen the search profile',
  ),
  RecordCompetencyGap: fact(
    analysis.CompetencyGapRecorded,
    'started',
    COACH_OR_PARTICIPANT,
    'Record what is missing for the intended work',
  ),
  CompleteLabourMarketScan: fact(
    analysis.LabourMarketScanCompleted,
    'started',
    COACH_OR_PARTICIPANT,
    'Record the outcome of a labour-market scan',
  ),
  PublishCvVersion: fact(analysis.CvVersionPublished, 'started', COACH_OR_PARTICIPANT, 'Publish a version of the CV'),
  ProposeTraining: fact(analysis.TrainingProposed, 'started', COACH_OR_PARTICIPANT, 'Propose a training'),
  ApproveTraining: fact(analysis.TrainingApproved, 'started', MANAGEMENT, 'Approve a training and its cost'),
  StartTraining: fact(analysis.TrainingStarted, 'started', COACH_OR_PARTICIPANT, 'Record that a training began'),
  CompleteTraining: fact(
    analysis.TrainingCompleted,
    'started',
    COACH_OR_PARTICIPANT,
    'Record that a training is complete',
  ),
  DropTraining: fact(analysis.TrainingDropped, 'started', COACH_OR_PARTICIPANT, 'Record that a training was dropped'),
} as const;
