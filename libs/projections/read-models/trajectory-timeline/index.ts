import { defineReadModel } from '../../runner/index.js';
import { applyToTimeline, entriesOf } from './apply.js';
import { COLUMNS, type TimelineEntry } from './table.js';

export * from './queries.js';

export const trajectoryTimeline = defineReadModel<TimelineEntry>({
  name: 'trajectory_timeline',
  version: 1,
  columns: COLUMNS,
  key: 'event',
  partition: 'trajectory',
  indexes: [['trajectory', 'revision']],
  aggregates: ['trajectory'],
  loads: entriesOf,
  apply: applyToTimeline,
});
