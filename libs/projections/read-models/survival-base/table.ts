import { type LocalDate } from '@overstap/kernel';
import { type ClockKind, type FactLog, type Placement } from '@overstap/mobility';
import { type ReadModel } from '../../runner/index.js';
import { type ClockLine } from '../clock-line.js';
import { type PhaseStay } from '../phase-history.js';

/** A deadline of the person's trajectory as it stands. */
export interface SurvivalDeadline {
  readonly clockId: string;
  readonly code: string;
  readonly kind: ClockKind;
  /** The last day to meet it: the law's own where there is one. Null while a pause holds it. */
  readonly lastDay: LocalDate | null;
  readonly stoppedOn: LocalDate | null;
  readonly how: ClockLine['how'];
  readonly expired: boolean;
  /** Met in time, recorded only afterwards. */
  readonly putRight: boolean;
}

export interface SurvivalPause {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
}

/** One person's trajectory as figures need it; pseudonymous, process facts alone, and enough to tell how it stood on any day. */
export interface SurvivalRow {
  trajectory: string;
  programme: string | null;
  participant: string | null;
  cohort: string | null;
  age_band: string | null;
  referred_on: LocalDate | null;
  notified_on: LocalDate | null;
  invited_on: LocalDate | null;
  reached_on: LocalDate | null;
  started_on: LocalDate | null;
  planned_end_on: LocalDate | null;
  /** By the programme's own definition. */
  landed_on: LocalDate | null;
  landed_strict_on: LocalDate | null;
  landed_contract_on: LocalDate | null;
  landed_broad_on: LocalDate | null;
  internal: boolean | null;
  exit_cause: string | null;
  exit_on: LocalDate | null;
  concluded_on: LocalDate | null;
  closure_class: string | null;
  phases: readonly PhaseStay[];
  deadlines: readonly SurvivalDeadline[];
  pauses: readonly SurvivalPause[];
  placements: readonly Placement[];
  /** What all of it is read off; with it the row is read as of an earlier day. */
  facts: FactLog;
  /** What later clock events fold onto. */
  clocks: { readonly [clockId: string]: object };
}

export const COLUMNS: ReadModel<SurvivalRow>['columns'] = {
  trajectory: 'text',
  programme: 'text',
  participant: 'text',
  cohort: 'text',
  age_band: 'text',
  referred_on: 'date',
  notified_on: 'date',
  invited_on: 'date',
  reached_on: 'date',
  started_on: 'date',
  planned_end_on: 'date',
  landed_on: 'date',
  landed_strict_on: 'date',
  landed_contract_on: 'date',
  landed_broad_on: 'date',
  internal: 'boolean',
  exit_cause: 'text',
  exit_on: 'date',
  concluded_on: 'date',
  closure_class: 'text',
  phases: 'jsonb',
  deadlines: 'jsonb',
  pauses: 'jsonb',
  placements: 'jsonb',
  facts: 'jsonb',
  clocks: 'jsonb',
};
