import { CodeField, DateField, Event, FlagField, type LocalDate, NestedField, WholeField } from '@overstap/kernel';
import { optional, P3 } from '../event-fields.js';
import { SURVEY_MOMENTS } from './codes.js';
import { SurveyAnswer } from './survey-answer.js';

type Moment = (typeof SURVEY_MOMENTS)[number];

@Event({ privacy: 'P1' })
export class SurveySent {
  @CodeField(SURVEY_MOMENTS) readonly moment!: Moment;
  /** The last day on which it can be answered; 28 days later unless told. */
  @DateField(optional) readonly answerBy?: LocalDate;
}

/** `anonymous` keeps the answers from the coach too; figures are shown for five people and more. */
@Event({ privacy: 'P1' })
export class SurveyCompleted {
  @CodeField(SURVEY_MOMENTS) readonly moment!: Moment;
  @WholeField({ max: 10, ...optional, ...P3 }) readonly nps?: number;
  @WholeField({ min: 1, max: 10, ...optional, ...P3 }) readonly grade?: number;
  @NestedField(() => SurveyAnswer, { list: true, max: 100, ...P3 }) readonly items!: readonly SurveyAnswer[];
  @FlagField() readonly anonymous!: boolean;
}

/** Nobody answered while it could be answered; the engine says so when that time is over. */
@Event({ privacy: 'P1' })
export class SurveyExpired {
  @CodeField(SURVEY_MOMENTS) readonly moment!: Moment;
}
