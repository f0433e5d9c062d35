import { defineReadModel } from '../../runner/index.js';
import { applyToCoaches, coachOfStream } from './apply.js';
import { COLUMNS, type ListedCoach } from './table.js';

export * from './queries.js';

export const coachList = defineReadModel<ListedCoach>({
  name: 'coach_list',
  version: 3,
  columns: COLUMNS,
  key: 'coach',
  partition: 'coach',
  indexes: [['team']],
  aggregates: ['coach'],
  partitionOf: coachOfStream,
  apply: applyToCoaches,
});
