import { type Consequence } from '../workflow/subject.js';
import { sentSurveys } from '../workflow/survey-term.js';
import { type TrajectoryEvent, type TrajectoryState } from './state.js';

/** A survey whose time to answer is over expires with it, in the same append: once, whoever asks what has fallen due. */
export const surveysExpired = (fallen: readonly Consequence[], { facts }: TrajectoryState): TrajectoryEvent[] =>
  fallen.flatMap((event): TrajectoryEvent[] => {
    if (event.type !== 'ClockStopped' || event.data.how !== 'ENDED') return [];
    const survey = sentSurveys(facts).find(({ clockId }) => clockId === event.data.clockId);
    if (!survey) return [];
    const data = { moment: survey.moment } as Extract<TrajectoryEvent, { type: 'SurveyExpired' }>['data'];
    return [{ type: 'SurveyExpired', data, occurredAt: event.occurredAt }];
  });
