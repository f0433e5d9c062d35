import { TIMED_AGGREGATES } from '@overstap/mobility';
import { defineReadModel } from '../../runner/index.js';
import { clockRowOf } from '../deadline-board/apply.js';
import { applyToDue, DUE_EVENTS } from './apply.js';
import { COLUMNS, type DueMoment } from './table.js';

export const reminderDue = defineReadModel<DueMoment>({
  name: 'reminder_due',
  version: 1,
  columns: COLUMNS,
  key: 'id',
  partition: 'clock_row',
  indexes: [['at'], ['aggregate', 'aggregate_id']],
  types: DUE_EVENTS,
  aggregates: TIMED_AGGREGATES,
  partitionOf: clockRowOf,
  apply: applyToDue,
});
