import { CodeField, WholeField } from '@overstap/kernel';

/** What the engine's events, its commands and the templates say in the same words. */

export const CLOCK_KINDS = ['STATUTORY', 'CONTRACT', 'PROGRAMME', 'PERSONAL'] as const;
/** What a clock is of. */
export const CLOCK_TIMES = ['DEADLINE', 'PHASE', 'PHASE_ENTRY', 'TASK', 'REPEAT'] as const;
/** How it came to its end. */
export const CLOCK_STOPS = ['MET', 'CANCELLED', 'WAIVED', 'ENDED'] as const;
export const UNITS = ['workingDays', 'calendarDays', 'calendarWeeks', 'calendarMonths'] as const;
export const ROLES = [
  'PARTICIPANT',
  'COACH',
  'TEAM_LEAD',
  'PROGRAMME_MANAGER',
  'PLANNER',
  'BACK_OFFICE',
  'QUALITY_OFFICER',
  'TRAINER',
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'SYSTEM',
] as const;
export const CHANNELS = ['APP', 'MAIL', 'APP_MAIL', 'DIGEST'] as const;
export const RUNG_ACTIONS = ['NOTIFY', 'RAISE_TASK', 'ESCALATE', 'OFFER_REASSIGNMENT'] as const;
export const SUPPRESSION_REASONS = [
  'PAUSED',
  'LOSS_PROCESSING',
  'FREQUENCY_CAP',
  'DONE',
  'OPTED_OUT',
  'LATE_START',
] as const;
export const UNDO_REASONS = ['MISTAKE', 'WRONG_TASK', 'NOT_DONE', 'OTHER'] as const;
export const WAITING_ON = ['PARTICIPANT', 'EMPLOYER', 'COACH', 'UWV', 'PHYSICIAN', 'THIRD_PARTY'] as const;

export class DurationValue {
  @WholeField({ min: -10_000, max: 10_000 }) value!: number;
  @CodeField(UNITS) unit!: (typeof UNITS)[number];
}
