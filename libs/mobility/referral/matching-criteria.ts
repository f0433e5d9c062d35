import { DecimalField, IdField, TextField, WholeField } from '@overstap/kernel';
import { optional } from '../event-fields.js';

/** What a proposal of a coach was based on. */
export class MatchingCriteria {
  /** Complexity of the career question, 1 to 6. */
  @WholeField({ min: 1, max: 6, optional: true }) readonly level?: number;
  @IdField(optional) readonly specialism?: string;
  @TextField({ max: 100, optional: true }) readonly region?: string;
  @IdField(optional) readonly language?: string;
  /** The coach's weighted load at that moment. */
  @DecimalField({ max: 1000, optional: true }) readonly load?: number;
}
