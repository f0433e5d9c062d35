import { describe, expect, it } from '@jest/globals';
import { surveyDoing } from './survey-task.js';

describe('the survey that does a task', () => {
  const sent = (moment: string) => ({ event: 'SurveySent', where: { moment } });

  it('is that of the moment which its condition names, alone or as one way of several', () => {
    expect(surveyDoing(sent('MID'))).toBe('MID');
    expect(surveyDoing({ any: [{ event: 'SurveyCompleted', where: { moment: 'END' } }, sent('END')] })).toBe('END');
  });

  it('is none where something else does it, or no moment is named', () => {
    expect(surveyDoing(undefined)).toBeUndefined();
    expect(surveyDoing({ event: 'RetentionStarted' })).toBeUndefined();
    expect(surveyDoing({ event: 'SurveySent' })).toBeUndefined();
    expect(surveyDoing({ not: sent('MID') })).toBeUndefined();
  });
});
