import { fact, PARTICIPANT_ALONE, PROGRAM } from '../trajectory/fact.js';
import * as quality from './events.js';

export const QUALITY_FACTS = {
  SendSurvey: fact(quality.SurveySent, 'any', PROGRAM, 'Send a survey'),
  CompleteSurvey: fact(quality.SurveyCompleted, 'any', PARTICIPANT_ALONE, 'Answer a survey'),
  ExpireSurvey: fact(quality.SurveyExpired, 'any', PROGRAM, 'Close a survey that was not answered'),
} as const;
