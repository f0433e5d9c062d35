import { type AnyReadModel, defineReadModel } from '../../runner/index.js';
import { applyToDirectory, type ExternalIdHash, PARTICIPANT_EVENTS, participantOf } from './apply.js';
import { COLUMNS, type ListedParticipant } from './table.js';

export { type ExternalIdHash } from './apply.js';
export * from './queries.js';

/** The directory with the hash by which an import finds somebody whom the employer named before. */
export const participantDirectory = (hash: ExternalIdHash): AnyReadModel =>
  defineReadModel<ListedParticipant>({
    name: 'participant_directory',
    version: 1,
    columns: COLUMNS,
    key: 'participant',
    partition: 'participant',
    indexes: [['employer', 'external_hash']],
    types: PARTICIPANT_EVENTS,
    aggregates: ['participant'],
    partitionOf: participantOf,
    needsPersonalData: true,
    apply: (rows, event) => applyToDirectory(rows, event, hash),
  });
