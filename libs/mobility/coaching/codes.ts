export const SESSION_KINDS = ['INDIVIDUAL', 'GROUP', 'THREE_WAY'] as const;
/** What the coach did: advise, coach, mediate, or measure as an expert. */
export const SERVICE_ROLES = ['ADVISE', 'COACH', 'MEDIATE', 'MEASURE'] as const;
export const ATTENDANCES = ['PRESENT', 'LATE', 'PARTLY'] as const;
/** Reasons why somebody was away, for reporting on absence; a no-show itself keeps only whether it was excused. */
export const ABSENCE_CODES = [
  'SICK',
  'WORK',
  'CARE',
  'TRAINING',
  'UNKNOWN',
  'OTHER_KNOWN',
  'REFUSED_ACTIVITY',
  'REFUSED_JOB',
  'CANNOT_BENEFIT',
  'CONDUCT',
] as const;
export const CONTACT_PURPOSES = [
  'FIRST_CONTACT',
  'PROGRESS',
  'SUPPORT',
  'INACTIVITY',
  'PRACTICAL',
  'EMPLOYER',
  'AFTERCARE',
  'OTHER',
] as const;
export const BOOKED_ACTIVITIES = [
  'SESSION',
  'PREPARATION',
  'CONTACT',
  'REPORT',
  'WORKSHOP',
  'TRAVEL',
  'OTHER',
] as const;
export const GOAL_KINDS = ['APPLICATIONS', 'CONTACTS', 'CONVERSATIONS', 'TRAINING', 'PERSONAL', 'OTHER'] as const;
export const GOALS_STATUSES = ['ON_TRACK', 'BEHIND', 'STUCK', 'REACHED'] as const;
export const PROGRESS_DIMENSIONS = ['LOSS', 'CONFIDENCE', 'PERSPECTIVE', 'TALENT_TRANSLATION'] as const;
