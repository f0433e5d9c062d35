import { type LocalDate } from '@overstap/kernel';

/** The work of one role in one week. */
export interface RoleLoad {
  readonly role: string;
  /** Tasks whose day falls in the week, done or not. */
  due: number;
  /** Tasks done in the week. */
  done: number;
  /** At the end of the week. */
  open: number;
  overdue: number;
  reminders: number;
  /** Who share them: participants who are not concluded, coaches, and one of every other role. */
  people: number;
  /** What the one who heard most heard. */
  most: number;
}

export interface WeekForecast {
  /** Its Monday. */
  readonly week: LocalDate;
  /** In weighted units: what the coaches carry, what they can carry, and the fullest caseload of one. */
  readonly caseload: { readonly weighted: number; readonly capacity: number; readonly fullest: number };
  readonly roles: readonly RoleLoad[];
}

/** What becomes of one deadline, task or box of the template over all people. */
export interface DeadlineForecast {
  /** DEADLINE, TASK or PHASE. */
  readonly times: string;
  readonly code: string;
  /** How often it was set and did not fall away. */
  armed: number;
  inTime: number;
  /** Met on its last working day: one illness, and it is missed. */
  close: number;
  missed: number;
  /** Still to come when the run ends. */
  running: number;
  /** `close` and `missed`. */
  atRisk: number;
}

export interface ReminderForecast {
  readonly role: string;
  readonly total: number;
  readonly perPersonPerWeek: number;
  readonly most: number;
}

/** How the people stand when the run ends. */
export interface CohortForecast {
  readonly referred: number;
  readonly started: number;
  readonly landed: number;
  readonly closedWithoutLanding: number;
  readonly neverStarted: number;
  readonly running: number;
}

/** Time from the start to landing, to another end or to the end of the run; without a cause it was not seen to end. */
export interface LandingObservation {
  readonly time: number;
  readonly cause: string | null;
}

export interface Forecast {
  readonly template: string;
  readonly version: number;
  readonly people: number;
  readonly start: LocalDate;
  readonly end: LocalDate;
  readonly hazards: string;
  readonly seed: number;
  readonly coaches: number;
  readonly cohort: CohortForecast;
  readonly weeks: readonly WeekForecast[];
  readonly deadlines: readonly DeadlineForecast[];
  readonly reminders: readonly ReminderForecast[];
  readonly observations: readonly LandingObservation[];
}
