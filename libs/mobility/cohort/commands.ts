import { CodeField, DateField, IdField, NestedField, WholeField, type LocalDate } from '@overstap/kernel';
import { ROW_REJECTION_CODES } from './codes.js';
import { CohortCreated, CohortImportStarted, CohortImportUndone } from './events.js';

export class CreateCohort extends CohortCreated {}
export class StartCohortImport extends CohortImportStarted {}

export class RejectedRow {
  /** The line of the file on which the row begins. */
  @WholeField({ min: 1 }) readonly row!: number;
  @CodeField(ROW_REJECTION_CODES) readonly code!: (typeof ROW_REJECTION_CODES)[number];
}

export class RejectCohortRows {
  @IdField() readonly batchId!: string;
  @NestedField(() => RejectedRow, { list: true, max: 1000 }) readonly rows!: readonly RejectedRow[];
}

export class CompleteCohortImport {
  @IdField() readonly batchId!: string;
  @WholeField() readonly accepted!: number;
  @WholeField() readonly rejected!: number;
}

export class UndoCohortImport extends CohortImportUndone {}

export class ReleaseCohortWave {
  @WholeField({ min: 1, max: 1000 }) readonly wave!: number;
  @DateField() readonly inviteOn!: LocalDate;
}

export const COHORT_COMMANDS = {
  CreateCohort,
  StartCohortImport,
  RejectCohortRows,
  CompleteCohortImport,
  UndoCohortImport,
  ReleaseCohortWave,
};
