import { CodeField, DateField, Event, IdField, InstantField, NestedField, WholeField } from '@overstap/kernel';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { REPORT_AUDIENCES } from './codes.js';
import { SnapshotMetric } from './snapshot-metric.js';

/** A programme's figures, released to an audience for good; a later one may restate them and says so. */
@Event({ privacy: 'P1' })
export class SnapshotPublished {
  @IdField() readonly snapshotId!: string;
  @CodeField(REPORT_AUDIENCES) readonly audience!: (typeof REPORT_AUDIENCES)[number];
  @DateField() readonly asOf!: LocalDate;
  /** Nothing recorded after this moment is in it. */
  @InstantField() readonly cutoff!: Instant;
  @NestedField(() => SnapshotMetric, { list: true }) readonly metrics!: readonly SnapshotMetric[];
  @WholeField() readonly suppressedCells!: number;
  @IdField(optional) readonly restatedFrom?: string;
}
