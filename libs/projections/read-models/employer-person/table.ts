import { type ReadModel } from '../../runner/index.js';
import { type SealedSource } from '../sealed-source.js';
import { type TellingProfile, type Told } from './told.js';

/**
 * What an employer may know of one person, by the disclosure profile of the programme. A programme that tells about people has a row of its own,
 * which says how much; one that does not has no row, nor have its people.
 */
export interface EmployerPerson extends Disclosed {
  id: string;
  programme: string;
  profile: TellingProfile;
  /** Null in the programme's own row. */
  trajectory: string | null;
  participant: string | null;
  /** What the employer reads while nothing new may go to them: all as it was when that began. Null while they may hear of everything in the row. */
  frozen: Disclosed | null;
}

/** What may be disclosed of a person. */
export interface Disclosed {
  told: readonly Told[];
  /** COMPLIANCE only. The newest statement of what somebody can do, with its corrections, as it was sealed. */
  ability: readonly SealedSource[];
  /** COMPLIANCE only. Evaluations whose days are sealed, each with its corrections. */
  evaluations: readonly (readonly SealedSource[])[];
}

export const COLUMNS: ReadModel<EmployerPerson>['columns'] = {
  id: 'text',
  programme: 'text',
  profile: 'text',
  trajectory: 'text',
  participant: 'text',
  told: 'jsonb',
  ability: 'jsonb',
  evaluations: 'jsonb',
  frozen: 'jsonb',
};
