/** Career questions in rising complexity: the place in the list plus one is the level. */
export const QUESTION_TYPES = ['CHOICE', 'PROGRESS', 'MEANING', 'BLOCKAGE', 'STRESS', 'YOUTH'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];
export const REFRAMING_REASONS = ['DEEPENED', 'DISGUISED', 'NO_RESULT', 'RESOLVED', 'LIFE_EVENT'] as const;
export const MEETING_MODES = ['ONSITE', 'VIDEO', 'PHONE'] as const;
export const READINESS_DIMENSIONS = ['SELF_ANALYSIS', 'MARKET'] as const;
export const URGENCIES = ['LOW', 'MEDIUM', 'HIGH'] as const;
export const COACH_LIMIT_ACTIONS = ['CONSULT', 'CO_COACH', 'REFER'] as const;
export const CONSTRAINT_KINDS = ['HOURS', 'DAYS', 'TRAVEL', 'LOCATION'] as const;
export const ORGANISATION_QUESTION_CATEGORIES = ['GROWTH', 'MISMATCH', 'REORGANISATION'] as const;
export const ORGANISATION_QUESTION_ITEMS = [
  'TALENT_POOL',
  'MGMT_DEVELOPMENT',
  'TALENT_DEVELOPMENT',
  'PROBLEM_SITUATION',
  'FORESEEABLE_STAGNATION',
  'FULL_BLOCKAGE',
  'FORCED_INTERNAL',
  'MOBILITY_TRAJECTORY',
  'JOB_CRAFTING',
] as const;
export const MISMATCH_CAUSES = ['SELECTION', 'INDIVIDUAL', 'ORGANISATION', 'UNKNOWN'] as const;
/** The view of guidance that a plan follows. */
export const APPROACHES = ['MATCHING', 'DEVELOPMENT', 'CHOICE_PROBLEM', 'EMANCIPATION', 'SELF_MANAGEMENT'] as const;
/** Whom a person can be referred to. */
export const PROFESSION_CODES = [
  'CAREER_COACH',
  'COMPETENCY_COACH',
  'JOB_COACH',
  'REINTEGRATION',
  'MOBILITY_CENTRE',
  'TRAINING_ADVISER',
  'APPLICATION_TRAINER',
  'DUAL_CAREER',
  'AO_PSYCHOLOGIST',
  'CLINICAL_PSYCHOLOGIST',
  'LABOUR_EXPERT',
  'DEBT_ADVISER',
  'GP',
  'HR',
  'RECRUITER',
  'BUSINESS_ADVISER',
  'LEGAL',
] as const;
