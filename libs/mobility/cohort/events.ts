import { CodeField, DateField, Event, IdField, TextField, WholeField, type LocalDate } from '@overstap/kernel';
import { optional } from '../event-fields.js';
import { ROW_REJECTION_CODES } from './codes.js';

@Event({ privacy: 'P1' })
export class CohortCreated {
  @IdField() readonly cohortId!: string;
  @IdField() readonly programmeId!: string;
  @TextField({ max: 200 }) readonly label!: string;
  @DateField(optional) readonly redundancyDate?: LocalDate;
  @DateField(optional) readonly contractEndDate?: LocalDate;
  @TextField({ max: 200, optional: true }) readonly site?: string;
  @WholeField({ optional: true, max: 100_000 }) readonly sizePlanned?: number;
}

@Event({ privacy: 'P1' })
export class CohortImportStarted {
  @IdField() readonly batchId!: string;
  /** SHA-256 of the file, in hexadecimal: the same file twice is seen. */
  @IdField() readonly checksum!: string;
  @WholeField() readonly rows!: number;
}

@Event({ privacy: 'P1' })
export class CohortImportCompleted {
  @IdField() readonly batchId!: string;
  @IdField() readonly checksum!: string;
  @WholeField() readonly rows!: number;
  @WholeField() readonly accepted!: number;
  @WholeField() readonly rejected!: number;
}

/** Which row and why, never what stood in it. */
@Event({ privacy: 'P1' })
export class CohortRowRejected {
  @IdField() readonly batchId!: string;
  @WholeField({ min: 1 }) readonly row!: number;
  @CodeField(ROW_REJECTION_CODES) readonly code!: (typeof ROW_REJECTION_CODES)[number];
}

/** Possible until somebody of the batch was contacted. */
@Event({ privacy: 'P1' })
export class CohortImportUndone {
  @IdField() readonly batchId!: string;
  @TextField({ max: 500 }) readonly reason!: string;
}

/** Invites everybody of the wave on the day. */
@Event({ privacy: 'P1' })
export class CohortWaveReleased {
  @IdField() readonly cohortId!: string;
  @WholeField({ min: 1, max: 1000 }) readonly wave!: number;
  @DateField() readonly inviteOn!: LocalDate;
}
