import { defineReadModel } from '../../runner/index.js';
import { PHASE_EVENTS } from '../phase-history.js';
import { OUTCOME_EVENTS } from '../trajectory-facts.js';
import { applyToFunnel } from './apply.js';
import { COLUMNS, type FunnelRow } from './table.js';

export * from './queries.js';

export const programmeFunnel = defineReadModel<FunnelRow>({
  name: 'programme_funnel',
  version: 2,
  columns: COLUMNS,
  key: 'trajectory',
  partition: 'trajectory',
  indexes: [['programme']],
  types: [...OUTCOME_EVENTS, ...PHASE_EVENTS],
  aggregates: ['trajectory'],
  apply: applyToFunnel,
});
