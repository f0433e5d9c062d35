import { type LocalDate } from '@overstap/kernel';
import { type FactLog } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';
import { type SealedSource } from '../sealed-source.js';

/** Whose work a trajectory is, and who must not coach on it. Where it stands is in `trajectory_summary`. */
export interface CoachedTrajectory {
  trajectory: string;
  coach: string | null;
  /** Who does the work while the coach is away. */
  stand_in: string | null;
  /** Since when the coach's absence is dealt with here, also when nobody stands in. */
  stand_in_since: LocalDate | null;
  /** People with a conflict of roles here. */
  conflicts: string[];
  /** In which the person was invited. */
  language: string | null;
  /** Blocks that hold the career question; opened only to weigh it. */
  question: readonly SealedSource[];
  /** What the columns are read off. */
  facts: FactLog;
  /** Who acts here in a role that does not go with coaching, by the fact that shows it. */
  others: { readonly [fact: string]: string };
}

export const COLUMNS: ReadModel<CoachedTrajectory>['columns'] = {
  trajectory: 'text',
  coach: 'text',
  stand_in: 'text',
  stand_in_since: 'date',
  conflicts: 'text[]',
  language: 'text',
  question: 'jsonb',
  facts: 'jsonb',
  others: 'jsonb',
};
