import { type Condition } from '../programme-template/definition.js';
import { SURVEY_MOMENTS } from './codes.js';

type Moment = (typeof SURVEY_MOMENTS)[number];

/** The survey whose sending does a task of this condition; undefined where no survey does. */
export function surveyDoing(doneBy: Condition | undefined): Moment | undefined {
  if (doneBy === undefined || 'not' in doneBy) return undefined;
  if ('event' in doneBy)
    return doneBy.event === 'SurveySent' ? SURVEY_MOMENTS.find((each) => each === doneBy.where?.['moment']) : undefined;
  const parts = 'any' in doneBy ? doneBy.any : 'all' in doneBy ? doneBy.all : [];
  return parts.map(surveyDoing).find((moment) => moment !== undefined);
}
