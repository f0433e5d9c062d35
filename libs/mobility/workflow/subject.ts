import { type Calendar, type Pause } from '@overstap/calendar';
import { type Instant, type LocalDate } from '@overstap/kernel';
import { type Moment, type RungDefinition, type WorkflowDefinition } from '../programme-template/definition.js';
import { type ClockMoved } from './events.js';
import { type FactLog } from './facts.js';
import { type WorkflowEvent, type WorkflowState } from './state.js';

/** The rules by which an aggregate is run. */
export interface WorkflowRules {
  readonly definition: WorkflowDefinition;
  readonly ladders: Readonly<Record<string, readonly RungDefinition[]>>;
  readonly calendar: Calendar;
  readonly cutOff?: string;
  /** Why clocks are computed again, where that is neither their anchor nor a pause: another template. */
  readonly because?: 'MIGRATED';
  /** A clock that somebody wants to be due on another day. */
  readonly moving?: WantedMove;
}

/** A date that somebody wants a clock to have, and why. */
export type WantedMove = Pick<ClockMoved, 'clockId' | 'to' | 'reason' | 'note'>;

export interface ReasonedPause extends Pause {
  readonly reason: string;
  /** How long it may last before somebody has to decide; in calendar days. */
  readonly maximumDays?: number;
}

/** What the engine sees of a trajectory or a programme: both run on the same engine. */
export interface Subject {
  readonly facts: FactLog;
  readonly workflow: WorkflowState;
  readonly pauses: readonly ReasonedPause[];
  readonly landedOn: LocalDate | undefined;
  /** Closed, declined or expired. */
  readonly concludedOn: LocalDate | undefined;
  /** The person was erased: nothing of theirs goes on, not even what would outlast the end. */
  readonly erasedOn: LocalDate | undefined;
  /** The person took back that they may be asked how it goes after the end. */
  readonly surveysRefused: boolean;
  /** True while loss processing blocks the search: participants are not nudged then. */
  readonly searchBlocked: boolean;
  /** The participant wants no reminders. */
  readonly optedOut: boolean;
  /** The day of a named anchor (`start`, `landing`, …); undefined while unknown. */
  anchorOn(anchor: string, select: Moment['select']): LocalDate | undefined;
  /** Who holds a role here: the coach of this trajectory, say. */
  holderOf(role: string): string | undefined;
}

/** Now, and the local day it falls on. */
export interface Present {
  readonly now: Instant;
  readonly today: LocalDate;
}

/** An event of the engine before the aggregate stamps it. */
export type Consequence = WorkflowEvent;
