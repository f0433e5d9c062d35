import { defineReadModel } from '../../runner/index.js';
import { applyToCohorts, cohortOf } from './apply.js';
import { COLUMNS, type ListedCohort } from './table.js';

export * from './queries.js';

export const cohortList = defineReadModel<ListedCohort>({
  name: 'cohort_list',
  version: 1,
  columns: COLUMNS,
  key: 'cohort',
  partition: 'cohort',
  indexes: [['programme']],
  aggregates: ['cohort'],
  partitionOf: cohortOf,
  apply: applyToCohorts,
});
