import { defineReadModel } from '../../runner/index.js';
import { CLOCK_EVENTS } from '../clock-line.js';
import { PHASE_EVENTS } from '../phase-history.js';
import { OUTCOME_EVENTS } from '../trajectory-facts.js';
import { applyToSurvival } from './apply.js';
import { COLUMNS, type SurvivalRow } from './table.js';

export * from './queries.js';
export { type SurvivalRow } from './table.js';

export const survivalBase = defineReadModel<SurvivalRow>({
  name: 'survival_base',
  version: 1,
  columns: COLUMNS,
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['programme']],
  types: [...OUTCOME_EVENTS, ...PHASE_EVENTS, ...CLOCK_EVENTS],
  aggregates: ['trajectory'],
  apply: applyToSurvival,
});
