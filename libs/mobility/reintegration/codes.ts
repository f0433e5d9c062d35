/** Who may judge what somebody can still do. */
export const CAPACITY_PROFESSIONS = ['COMPANY_DOCTOR', 'LABOUR_EXPERT', 'INSURANCE_DOCTOR'] as const;
/** On whose word the second track begins. */
export const SECOND_TRACK_BASES = ['FIRST_YEAR_EVALUATION', 'LABOUR_EXPERT', 'PHYSICIAN', 'AGREEMENT', 'UWV'] as const;
/** What an effort report counts: what was done, never why something was not. */
export const EFFORT_ACTIVITIES = [
  'SESSION',
  'APPLICATION',
  'NETWORK_CONTACT',
  'TRAINING',
  'WORK_EXPERIENCE',
  'TRIAL_PLACEMENT',
  'EVALUATION',
] as const;
