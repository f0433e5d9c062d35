import { TIMED_AGGREGATES } from '@overstap/mobility';
import { defineReadModel } from '../../runner/index.js';
import { clockRowOf } from '../deadline-board/apply.js';
import { applyToDue, DUE_EVENTS } from './apply.js';
import { COLUMNS, type DueMoment } from './table.js';

export { shareOf } from './table.js';

export const reminderDue = defineReadModel<DueMoment>({
  name: 'reminder_due',
  version: 2,
  columns: COLUMNS,
  key: 'id',
  partition: 'clock_row',
  indexes: [
    ['at', 'share'],
    ['aggregate', 'aggregate_id'],
  ],
  types: DUE_EVENTS,
  aggregates: TIMED_AGGREGATES,
  partitionOf: clockRowOf,
  apply: applyToDue,
});
