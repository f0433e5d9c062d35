import { type JsonObject } from '@overstap/kernel';
import { type ReadModel } from '../../runner/index.js';
import { type SealedSource } from '../sealed-source.js';
import { type PlanSection } from './told.js';

/** One fact of somebody's search or plan, without what was written in words. Whose it is, is for the pseudonym and the key alone: no reader is told. */
export interface PlanFact {
  event: string;
  trajectory: string;
  programme: string;
  section: PlanSection;
  type: string;
  /** Their order, as there are no days. */
  revision: number;
  /** By which a placement is corrected and taken back. */
  placement: string | null;
  clear: JsonObject;
  /** The block in which told fields lie, and those of corrections; none of an event without such fields. */
  sealed: readonly SealedSource[];
}

export const COLUMNS: ReadModel<PlanFact>['columns'] = {
  event: 'text',
  trajectory: 'text',
  programme: 'text',
  section: 'text',
  type: 'text',
  revision: 'integer',
  placement: 'text',
  clear: 'jsonb',
  sealed: 'jsonb',
};
