import { type Instant, type LocalDate } from '@overstap/kernel';
import { type ClockKind } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';
import { type ClockLine } from '../clock-line.js';

/** One clock of a trajectory or of a programme: its present generation. */
export interface BoardedClock {
  id: string;
  clock: string;
  aggregate: string;
  aggregate_id: string;
  programme: string | null;
  code: string;
  /** DEADLINE, PHASE, PHASE_ENTRY, TASK or REPEAT. */
  times: string;
  kind: ClockKind;
  generation: number;
  status: ClockLine['status'];
  armed_on: LocalDate;
  due_on: LocalDate | null;
  due_at: Instant | null;
  legal_on: LocalDate | null;
  stopped_on: LocalDate | null;
  how: ClockLine['how'];
  expired_at: Instant | null;
  /** Met in time by the business day; false also when it is past and open; null while that is not known. */
  on_time: boolean | null;
  /** Met in time, and recorded only afterwards. */
  put_right: boolean;
  /** What a later event folds onto. */
  line: ClockLine;
}

export const COLUMNS: ReadModel<BoardedClock>['columns'] = {
  id: 'text',
  clock: 'text',
  aggregate: 'text',
  aggregate_id: 'text',
  programme: 'text',
  code: 'text',
  times: 'text',
  kind: 'text',
  generation: 'integer',
  status: 'text',
  armed_on: 'date',
  due_on: 'date',
  due_at: 'timestamptz',
  legal_on: 'date',
  stopped_on: 'date',
  how: 'text',
  expired_at: 'timestamptz',
  on_time: 'boolean',
  put_right: 'boolean',
  line: 'jsonb',
};
