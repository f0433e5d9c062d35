import { IdField, WholeField } from '@overstap/kernel';
import { optional, RefField } from '../event-fields.js';

/** The answer to one question of a survey: a score, a text, or both. */
export class SurveyAnswer {
  /** `fairness`, `psychologicalContract`. */
  @IdField() readonly item!: string;
  @WholeField({ max: 10, ...optional }) readonly score?: number;
  @RefField(optional) readonly ref?: string;
}
