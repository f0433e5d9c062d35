import { defineReadModel } from '../../runner/index.js';
import { applyToEmployer, EMPLOYER_EVENTS, employerRowsOf } from './apply.js';
import { COLUMNS, type EmployerPerson } from './table.js';

export * from './queries.js';

export const employerPerson = defineReadModel<EmployerPerson>({
  name: 'employer_person',
  version: 3,
  columns: COLUMNS,
  key: 'id',
  partition: 'programme',
  indexes: [['programme', 'trajectory']],
  types: EMPLOYER_EVENTS,
  aggregates: ['programme', 'trajectory'],
  partitionOf: ({ programme }) => programme,
  loads: employerRowsOf,
  apply: applyToEmployer,
});
