import { type Instant } from '@overstap/kernel';
import { type ReadModel } from '../../runner/index.js';

const SHARES = 16;

/** The share of the streams that this one belongs to: what falls due at one moment is worked off share by share, side by side. */
export function shareOf(aggregateId: string): number {
  let hash = 0;
  for (let at = 0; at < aggregateId.length; at += 1) hash = (hash * 31 + aggregateId.charCodeAt(at)) >>> 0;
  return hash % SHARES;
}

/** A moment at which something falls due by itself: a rung of a clock's ladder, or the clock's expiry. */
export interface DueMoment {
  id: string;
  /** Stream and clock. */
  clock_row: string;
  aggregate: string;
  aggregate_id: string;
  /** By `shareOf`. */
  share: number;
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
  share: 'integer',
  programme: 'text',
  clock_id: 'text',
  generation: 'integer',
  rung: 'text',
  at: 'timestamptz',
};
