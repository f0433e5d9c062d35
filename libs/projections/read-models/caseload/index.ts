import { defineReadModel } from '../../runner/index.js';
import { applyToCaseload } from './apply.js';
import { COLUMNS, type CoachedTrajectory } from './table.js';

export * from './queries.js';

export const caseload = defineReadModel<CoachedTrajectory>({
  name: 'caseload',
  version: 1,
  columns: COLUMNS,
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['coach'], ['stand_in'], ['stand_in_since']],
  aggregates: ['trajectory'],
  apply: applyToCaseload,
});
