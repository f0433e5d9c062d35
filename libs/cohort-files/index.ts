export {
  COHORT_FILE_LIMITS,
  type CohortColumn,
  type CohortFile,
  type CohortFileLimits,
  type CohortRow,
  type Delimiter,
  type FileEncoding,
  type FileRefusal,
  type RowProblem,
} from './cohort-file.js';
export { COHORT_FIELDS, type CohortField, REQUIRED_FIELDS } from './cohort-field.js';
export { type ColumnMapping } from './columns.js';
export { isWholeOf } from './lost-letters.js';
export { isRefusedFile, readCohortFile, type ReadCohortFileOptions, type RefusedFile } from './read-cohort-file.js';
export { cohortTemplate } from './template.js';
