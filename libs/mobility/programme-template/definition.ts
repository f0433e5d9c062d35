import { type Duration } from '@overstap/calendar';
import { type Role } from '@overstap/kernel';
import { type Evidence } from '../workflow/evidence.js';

/** The shape of a template file once it is read: docs/templates.md explains it with examples. */
export interface TemplateDefinition {
  readonly code: string;
  readonly version: number;
  readonly names: Names;
  readonly programmeType: string;
  readonly orientationNorm: 'CLIENT_LED' | 'SUITABLE_WORK' | 'MIXED';
  readonly disclosureProfile: 'AGGREGATE_ONLY' | 'STATUS' | 'COMPLIANCE';
  /** Name of a calendar: `nl`, `none`, or one the agency defined. */
  readonly calendar: string;
  /** Local time at which a working day is consumed; 17:00 unless told. */
  readonly cutOff?: string;
  /** Planned length of a trajectory, from its start. */
  readonly length: Duration;
  readonly landing: LandingDefinition;
  /** What runs on each trajectory's stream. */
  readonly trajectory: WorkflowDefinition;
  /** What runs on the programme's own stream: preparation, committee dates, snapshots. */
  readonly programme: WorkflowDefinition;
  readonly ladders: Readonly<Record<string, readonly RungDefinition[]>>;
}

export interface Names {
  readonly nl: string;
  readonly en: string;
}

export interface LandingDefinition {
  readonly counted: readonly string[];
  readonly dateBasis: 'ACCEPTED' | 'FIRST_WORKING_DAY';
  readonly horizonDays: number;
}

export interface WorkflowDefinition {
  readonly phases: readonly PhaseDefinition[];
  readonly deadlines: readonly DeadlineDefinition[];
  readonly tasks: readonly TaskDefinition[];
}

/**
 * An anchor and an offset: `{ anchor: start, offset: P21D }`. Anchors are the named dates of the aggregate (`start`, `end`, `landing`, …),
 * `event.<Type>` for the day of a fact and `event.<Type>.<field>` for a day that the fact names, `phase.<id>` for the day a phase was entered, `phaseEnd.<id>` for the day it was completed or somebody decided to skip it.
 * A negative offset is counted backwards and follows its anchor when that moves.
 */
export interface Moment {
  readonly anchor: string;
  /** Which of several facts counts; the first unless told. */
  readonly select?: 'first' | 'newest';
  readonly offset: Duration;
  readonly roll?: 'none' | 'next' | 'previous';
}

export type Scalar = string | number | boolean;

/** What must be so. One small language for entry, exit, completion and guards; `conditions.ts` evaluates it. */
export type Condition =
  | EventCondition
  | { readonly task: string }
  /** Completed. */
  | { readonly phase: string }
  /** Open. */
  | { readonly inPhase: string }
  | { readonly landed: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export interface EventCondition {
  readonly event: string;
  /** Facts of these types count as well. */
  readonly or?: readonly string[];
  readonly where?: Readonly<Record<string, Scalar | Comparison>>;
  /** The field in which it has to agree with the fact that brought the task: the same session, the same report. */
  readonly same?: string;
  readonly times?: number;
  /** Only what came after the newest fact of this type counts: three no-shows since the last session held. */
  readonly sinceLast?: string;
}

export type Comparison = { readonly atLeast: number } | { readonly in: readonly Scalar[] };

export interface PhaseDefinition {
  readonly id: string;
  readonly names: Names;
  /** Begins on this day, or earlier when every phase named in `after` is over; without `from` only `enter` begins it. */
  readonly from?: Moment;
  readonly after?: readonly string[];
  readonly enter?: Condition;
  /** The time box; its clock carries `ladder`. */
  readonly to?: Moment;
  readonly exit?: Condition;
  /**
   * Begins anew each time that `exit` has ended it, on that same day: a round. `max` rounds at most, the first included; none more once `until`
   * holds. Each round has a box and tasks of its own, and waits for `exit` anew. What comes by the calendar is a task's `repeat`.
   */
  readonly repeats?: { readonly max: number; readonly until?: Condition };
  /** May be open beside the phase before it. */
  readonly overlaps: boolean;
  readonly budgetMinutes?: number;
  readonly ladder?: string;
  /** Goes on after landing and closing. */
  readonly aftercare?: boolean;
}

export type ClockKind = 'STATUTORY' | 'CONTRACT' | 'PROGRAMME' | 'PERSONAL';

export interface DeadlineDefinition {
  readonly code: string;
  readonly names: Names;
  readonly kind: ClockKind;
  readonly due: Moment;
  /** The deadline exists only while this holds. */
  readonly when?: Condition;
  readonly metBy?: Condition;
  readonly ladder?: string;
  /** Code of a task with `raised: true` that is raised when the clock expires unmet. */
  readonly onExpiry?: string;
  /** What `onExpiry` raised comes again: this long after it was done, or after it arose, while the anchor has not moved. */
  readonly repeat?: { readonly every: Duration };
  /** STATUTORY and CONTRACT clocks stop only for pauses with one of these reasons; other kinds for any. */
  readonly pauseReasons?: readonly string[];
  /** Whoever comes in later finds it met or missed already: then it is recorded so, and nobody is reminded. */
  readonly imported?: boolean;
  readonly aftercare?: boolean;
}

export interface TaskDefinition {
  readonly code: string;
  readonly names: Names;
  /** The task arises when this phase is entered; without it, when its anchor is known. */
  readonly phase?: string;
  /** The first owns it, the others take part. */
  readonly owners: readonly Role[];
  /** Absent on raised tasks that are due at once. */
  readonly due?: Moment;
  readonly kind?: ClockKind;
  readonly mandatory: boolean;
  readonly evidence: Evidence;
  readonly when?: Condition;
  /** Facts that complete it by themselves; without it somebody completes it. */
  readonly doneBy?: Condition;
  /** One task for each fact of this type; its anchor is `trigger`, or with `trigger.<field>` a day that the fact names. */
  readonly on?: string;
  /** A new one each time this has passed, from its anchor on until `until` holds. */
  readonly repeat?: { readonly every: Duration; readonly until?: Condition };
  /** Arises only from a rung or an expiry that names it; its anchor is `raised`. */
  readonly raised?: boolean;
  /** Arises only while its due day is not past: a preparation that came too late is no work any more. */
  readonly onlyAhead?: boolean;
  readonly ladder?: string;
  readonly aftercare?: boolean;
}

export type Channel = 'APP' | 'MAIL' | 'APP_MAIL' | 'DIGEST';
export type RungAction = 'NOTIFY' | 'RAISE_TASK' | 'ESCALATE' | 'OFFER_REASSIGNMENT';

export interface RungDefinition {
  readonly rung: string;
  /** From the due date, unless `from: armed`. */
  readonly at: Duration;
  readonly from?: 'due' | 'armed';
  /** Local time; 08:30 unless told. */
  readonly time?: string;
  readonly to: readonly Role[];
  readonly channel: Channel;
  readonly action: RungAction;
  readonly level: number;
  /** Code of the raised task, for RAISE_TASK and OFFER_REASSIGNMENT. */
  readonly task?: string;
  /** Suppressed as DONE while this holds. */
  readonly unless?: Condition;
}
