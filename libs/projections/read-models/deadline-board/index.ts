import { defineReadModel } from '../../runner/index.js';
import { CLOCK_EVENTS } from '../clock-line.js';
import { applyToBoard, clockRowOf } from './apply.js';
import { type BoardedClock, COLUMNS } from './table.js';

export * from './queries.js';
export { type BoardedClock } from './table.js';

export const deadlineBoard = defineReadModel<BoardedClock>({
  name: 'deadline_board',
  version: 1,
  columns: COLUMNS,
  key: 'id',
  partition: 'id',
  indexes: [
    ['programme', 'due_on'],
    ['aggregate', 'aggregate_id'],
  ],
  types: CLOCK_EVENTS,
  aggregates: ['trajectory', 'programme'],
  partitionOf: clockRowOf,
  apply: applyToBoard,
});
