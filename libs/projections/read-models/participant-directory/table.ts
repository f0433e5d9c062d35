import { type ReadModel } from '../../runner/index.js';
import { type SealedSource } from '../sealed-source.js';

/** A person of an employer: who it is lies sealed under the person's own identity key. */
export interface ListedParticipant {
  participant: string;
  employer: string | null;
  /** The identity blocks of the registration and of every change since, in order. */
  identity: readonly SealedSource[];
  erased: boolean;
  /** They have asked for one of their rights, answered or not. */
  requested: boolean;
  revision: number;
}

export const COLUMNS: ReadModel<ListedParticipant>['columns'] = {
  participant: 'text',
  employer: 'text',
  identity: 'jsonb',
  erased: 'boolean',
  requested: 'boolean',
  revision: 'integer',
};
