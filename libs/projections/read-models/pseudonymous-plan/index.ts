import { defineReadModel } from '../../runner/index.js';
import { applyToPlan, PLAN_EVENTS } from './apply.js';
import { COLUMNS, type PlanFact } from './table.js';

export * from './queries.js';
export { PLAN_SECTIONS, type PlanSection, TOLD_OF_PLAN } from './told.js';

export const pseudonymousPlan = defineReadModel<PlanFact>({
  name: 'pseudonymous_plan',
  version: 1,
  columns: COLUMNS,
  key: 'event',
  partition: 'trajectory',
  indexes: [['trajectory'], ['programme', 'section']],
  types: PLAN_EVENTS,
  aggregates: ['trajectory'],
  apply: applyToPlan,
});
