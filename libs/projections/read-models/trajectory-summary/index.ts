import { defineReadModel } from '../../runner/index.js';
import { applyToSummary } from './apply.js';
import { COLUMNS, type TrajectorySummary } from './table.js';

export * from './queries.js';

export const trajectorySummary = defineReadModel<TrajectorySummary>({
  name: 'trajectory_summary',
  version: 6,
  columns: COLUMNS,
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['programme', 'status'], ['participant'], ['coach'], ['case_manager'], ['cohort', 'wave'], ['batch']],
  aggregates: ['trajectory'],
  apply: applyToSummary,
});
