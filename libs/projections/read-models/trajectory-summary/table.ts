import { type LocalDate } from '@overstap/kernel';
import { type ClockKind, type FactLog, type TrajectoryStatus } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';
import { type ClockLine } from '../clock-line.js';
import { type PhaseStay } from '../phase-history.js';

/** Where one trajectory stands now: process facts (P1) alone. */
export interface TrajectorySummary {
  trajectory: string;
  programme: string | null;
  participant: string | null;
  template: string | null;
  template_version: number | null;
  cohort: string | null;
  wave: number | null;
  /** The import that brought it. */
  batch: string | null;
  /** In which the person was invited, and is written to. */
  language: string | null;
  status: TrajectoryStatus;
  /** The furthest open phase, and since when. */
  phase: string | null;
  phase_since: LocalDate | null;
  coach: string | null;
  /** Who at the employer has the case. */
  case_manager: string | null;
  referred_on: LocalDate | null;
  notified_on: LocalDate | null;
  invited_on: LocalDate | null;
  reached_on: LocalDate | null;
  started_on: LocalDate | null;
  planned_end_on: LocalDate | null;
  landed_on: LocalDate | null;
  concluded_on: LocalDate | null;
  closure_class: string | null;
  paused_since: LocalDate | null;
  /** The earliest day on which an open clock is due; before today it is overdue. */
  next_due_on: LocalDate | null;
  next_due_code: string | null;
  next_due_times: string | null;
  next_due_kind: ClockKind | null;
  open_tasks: string[];
  /** The newest business day of what somebody recorded; what the program does by itself moves it not. */
  last_event_on: LocalDate | null;
  /** Of the stream, as commands expect it. */
  revision: number;
  /** What the columns are read off. */
  facts: FactLog;
  phases: readonly PhaseStay[];
  clocks: { readonly [clockId: string]: ClockLine };
}

export const COLUMNS: ReadModel<TrajectorySummary>['columns'] = {
  trajectory: 'text',
  programme: 'text',
  participant: 'text',
  template: 'text',
  template_version: 'integer',
  cohort: 'text',
  wave: 'integer',
  batch: 'text',
  language: 'text',
  status: 'text',
  phase: 'text',
  phase_since: 'date',
  coach: 'text',
  case_manager: 'text',
  referred_on: 'date',
  notified_on: 'date',
  invited_on: 'date',
  reached_on: 'date',
  started_on: 'date',
  planned_end_on: 'date',
  landed_on: 'date',
  concluded_on: 'date',
  closure_class: 'text',
  paused_since: 'date',
  next_due_on: 'date',
  next_due_code: 'text',
  next_due_times: 'text',
  next_due_kind: 'text',
  open_tasks: 'text[]',
  last_event_on: 'date',
  revision: 'integer',
  facts: 'json',
  phases: 'json',
  clocks: 'json',
};
