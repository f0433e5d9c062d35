import {
  CodeField,
  DateField,
  Event,
  FlagField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '@overstap/kernel';
import {
  CLOCK_KINDS,
  CLOCK_STOPS,
  CLOCK_TIMES,
  ROLES,
  CHANNELS,
  RUNG_ACTIONS,
  SUPPRESSION_REASONS,
  UNDO_REASONS,
  DurationValue,
} from './terms.js';

/** One instant at which the clock's ladder speaks. */
export class RungPlan {
  @IdField() rung!: string;
  @InstantField() at!: string;
}

@Event({ privacy: 'P1' })
export class ClockArmed {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @CodeField(CLOCK_KINDS) kind!: (typeof CLOCK_KINDS)[number];
  /** The template's code of the deadline, phase or task that it times. */
  @IdField() code!: string;
  @CodeField(CLOCK_TIMES) times!: (typeof CLOCK_TIMES)[number];
  @IdField() anchor!: string;
  /** The day of arming: the anchor's day, which is not counted. */
  @DateField() armedOn!: string;
  @NestedField(() => DurationValue) budget!: DurationValue;
  @IdField() calendar!: string;
  @WholeField() calendarVersion!: number;
  @TextField({ optional: true, max: 5 }) cutOff?: string;
  /** Absent while the clock is suspended. */
  @DateField({ optional: true }) dueOn?: string;
  @InstantField({ optional: true }) dueAt?: string;
  /** STATUTORY only: the legal day, of which `dueOn` is the internal date on the working day before. */
  @DateField({ optional: true }) legalOn?: string;
  @NestedField(() => RungPlan, { list: true }) rungs!: RungPlan[];
  /** What the dates were computed from; another value means that they must be computed again. */
  @TextField({ max: 1000 }) basis!: string;
}

/** Why a clock begins another generation. */
const REARMING = ['ANCHOR_MOVED', 'PAUSE_CHANGED', 'CALENDAR_CHANGED', 'BUDGET_CHANGED', 'REOPENED', 'MIGRATED'];

@Event({ privacy: 'P1' })
export class ClockRearmed extends ClockArmed {
  @CodeField(REARMING) cause!: string;
}

@Event({ privacy: 'P1' })
export class ClockSuspended {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @DateField() on!: string;
}

@Event({ privacy: 'P1' })
export class ClockResumed {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @DateField() on!: string;
  @DateField() dueOn!: string;
  @InstantField() dueAt!: string;
  @DateField({ optional: true }) legalOn?: string;
  @NestedField(() => RungPlan, { list: true }) rungs!: RungPlan[];
  @TextField({ max: 1000 }) basis!: string;
}

@Event({ privacy: 'P1' })
export class ClockStopped {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  /** ENDED: a waiting period is over, which is neither met nor missed. */
  @CodeField(CLOCK_STOPS) how!: (typeof CLOCK_STOPS)[number];
  @DateField() on!: string;
}

@Event({ privacy: 'P1' })
export class ClockExpired {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @DateField() dueOn!: string;
}

/** Why a date is moved. */
export const MOVE_REASONS = ['AGREED', 'PLAN_CHANGED', 'WAITING_ON_OTHERS', 'NO_CAPACITY'] as const;

/** Somebody gave the clock another date, for as long as it has the anchor and the budget that it had then. */
@Event({ privacy: 'P1' })
export class ClockMoved {
  @IdField() clockId!: string;
  /** Of the clock that had the date before. */
  @WholeField({ min: 1 }) generation!: number;
  @DateField() armedOn!: string;
  /** The date that it had. */
  @DateField() dueOn!: string;
  @DateField() to!: string;
  /** What the template gives it from its anchor on. */
  @NestedField(() => DurationValue) counted!: DurationValue;
  /** What it has instead. */
  @NestedField(() => DurationValue) budget!: DurationValue;
  @CodeField(MOVE_REASONS) reason!: (typeof MOVE_REASONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

/** The last move is taken back. */
@Event({ privacy: 'P1' })
export class ClockMoveUndone {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @CodeField(UNDO_REASONS) reason!: (typeof UNDO_REASONS)[number];
  @TextField({ optional: true, max: 500, privacy: 'P2' }) note?: string;
}

/** The clock is counted anew from another anchor or budget, and so does not have the date any more that somebody gave it. */
@Event({ privacy: 'P1' })
export class ClockMoveLapsed {
  @IdField() clockId!: string;
  /** Of the clock that had the date before. */
  @WholeField({ min: 1 }) generation!: number;
  /** The date that it had by the move; absent where it stood still, as the next. */
  @DateField({ optional: true }) dueOn?: string;
  /** The date that it has instead. */
  @DateField({ optional: true }) to?: string;
  @CodeField(REARMING) cause!: string;
}

@Event({ privacy: 'P1' })
export class RungFired {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @IdField() rung!: string;
  @WholeField() level!: number;
  @ListField({ of: ROLES, min: 1 }) toRoles!: string[];
  @CodeField(CHANNELS) channel!: (typeof CHANNELS)[number];
  @CodeField(RUNG_ACTIONS) action!: (typeof RUNG_ACTIONS)[number];
  @DateField({ optional: true }) dueOn?: string;
  /** True when a later rung of the same moment carries the message: after downtime one message is sent, not ten. */
  @FlagField() merged!: boolean;
  /** Why the participant was left out of those to whom it speaks. */
  @CodeField(SUPPRESSION_REASONS, { privacy: 'P3', optional: true }) withheld?: (typeof SUPPRESSION_REASONS)[number];
}

@Event({ privacy: 'P1' })
export class RungSuppressed {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @IdField() rung!: string;
  @CodeField(SUPPRESSION_REASONS, { privacy: 'P3' }) reason!: (typeof SUPPRESSION_REASONS)[number];
}

@Event({ privacy: 'P1' })
export class RungRetracted {
  @IdField() clockId!: string;
  @WholeField({ min: 1 }) generation!: number;
  @IdField() rung!: string;
  @CodeField(['PAUSE', 'CORRECTION']) cause!: string;
}

export const CLOCK_EVENTS = {
  ClockArmed,
  ClockRearmed,
  ClockSuspended,
  ClockResumed,
  ClockStopped,
  ClockExpired,
  ClockMoved,
  ClockMoveUndone,
  ClockMoveLapsed,
  RungFired,
  RungSuppressed,
  RungRetracted,
};
