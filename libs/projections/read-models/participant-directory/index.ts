import { defineReadModel } from '../../runner/index.js';
import { applyToDirectory, PARTICIPANT_EVENTS, participantOf } from './apply.js';
import { COLUMNS, type ListedParticipant } from './table.js';

export * from './queries.js';

/** Who is who: the identity blocks lie here as they were sealed, and are opened when somebody who may asks. */
export const participantDirectory = defineReadModel<ListedParticipant>({
  name: 'participant_directory',
  version: 2,
  columns: COLUMNS,
  key: 'participant',
  partition: 'participant',
  indexes: [['employer']],
  types: PARTICIPANT_EVENTS,
  aggregates: ['participant'],
  partitionOf: participantOf,
  apply: applyToDirectory,
});
