import { type Instant } from '@overstap/kernel';
import { type ReadModel } from '../../runner/index.js';

/** A moment at which something falls due by itself: a rung of a clock's ladder, or the clock's expiry. */
export interface DueMoment {
  id: string;
  /** Stream and clock. */
  clock_row: string;
  aggregate: string;
  aggregate_id: string;
  programme: string | null;
  clock_id: string;
  generation: number;
  /** Empty for the expiry. */
  rung: string;
  /** Null once the rung has fired: it is remembered so that a resumed clock does not plan it again. */
  at: Instant | null;
}

export const COLUMNS: ReadModel<DueMoment>['columns'] = {
  id: 'text',
  clock_row: 'text',
  aggregate: 'text',
  aggregate_id: 'text',
  programme: 'text',
  clock_id: 'text',
  generation: 'integer',
  rung: 'text',
  at: 'timestamptz',
};
