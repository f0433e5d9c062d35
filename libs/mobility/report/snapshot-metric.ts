import { CodeField, DecimalField, IdField, WholeField } from '@overstap/kernel';
import { optional } from '../event-fields.js';

/** One published figure. Suppressed figures carry no numbers at all, only that they are suppressed. */
export class SnapshotMetric {
  /** `M1`, or `M16.TEMP_AGENCY` for a cell of a breakdown. */
  @IdField() readonly code!: string;
  @CodeField(['SHOWN', 'SUPPRESSED', 'CARRIED']) readonly state!: 'SHOWN' | 'SUPPRESSED' | 'CARRIED';
  @DecimalField({ ...optional, max: 1_000_000_000 }) readonly value?: number;
  @WholeField(optional) readonly numerator?: number;
  @WholeField(optional) readonly denominator?: number;
  @WholeField(optional) readonly censored?: number;
  @WholeField(optional) readonly unknown?: number;
}
