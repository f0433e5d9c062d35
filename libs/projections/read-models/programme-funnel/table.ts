import { type LocalDate } from '@overstap/kernel';
import { type FactLog } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';
import { type PhaseStay } from '../phase-history.js';

/** The day on which a trajectory came into a state or a phase. */
export interface FunnelEntry {
  /** A state of the trajectory, in capitals, or the id of a phase. */
  readonly stage: string;
  readonly on: LocalDate;
}

/**
 * What one trajectory adds to its programme's counts. They are added up when read: a corrected day then moves its own entry
 * and no count of other people.
 */
export interface FunnelRow {
  trajectory: string;
  programme: string | null;
  entries: readonly FunnelEntry[];
  facts: FactLog;
  phases: readonly PhaseStay[];
}

export const COLUMNS: ReadModel<FunnelRow>['columns'] = {
  trajectory: 'text',
  programme: 'text',
  entries: 'jsonb',
  facts: 'json',
  phases: 'json',
};
