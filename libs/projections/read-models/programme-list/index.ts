import { defineReadModel } from '../../runner/index.js';
import { applyToProgrammes } from './apply.js';
import { COLUMNS, type ListedProgramme } from './table.js';

export * from './queries.js';

export const programmeList = defineReadModel<ListedProgramme>({
  name: 'programme_list',
  version: 2,
  columns: COLUMNS,
  key: 'programme',
  partition: 'programme',
  indexes: [['code'], ['employer']],
  aggregates: ['programme'],
  partitionOf: ({ programme }) => programme,
  apply: applyToProgrammes,
});
