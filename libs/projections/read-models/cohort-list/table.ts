import { type LocalDate } from '@overstap/kernel';
import { type ReadModel } from '../../runner/index.js';

export interface CohortWave {
  readonly wave: number;
  readonly inviteOn: LocalDate;
}

export interface CohortBatch {
  readonly batch: string;
  /** SHA-256 of the file. */
  readonly checksum: string;
  readonly rows: number;
  /** Null while the import runs. */
  readonly accepted: number | null;
  readonly rejected: number | null;
  readonly undone: boolean;
}

export interface ListedCohort {
  cohort: string;
  programme: string | null;
  label: string | null;
  redundancy_on: LocalDate | null;
  contract_end_on: LocalDate | null;
  size_planned: number | null;
  /** Released waves, by number. */
  waves: readonly CohortWave[];
  /** Imports, in their order. */
  batches: readonly CohortBatch[];
  revision: number;
}

export const COLUMNS: ReadModel<ListedCohort>['columns'] = {
  cohort: 'text',
  programme: 'text',
  label: 'text',
  redundancy_on: 'date',
  contract_end_on: 'date',
  size_planned: 'integer',
  waves: 'jsonb',
  batches: 'jsonb',
  revision: 'integer',
};
