import { type Role } from '@overstap/kernel';

/** Who can sit at the table of a talk or sign a document: roles, never names. */
export const PARTIES = [
  'PARTICIPANT',
  'COACH',
  'TEAM_LEAD',
  'PROGRAMME_MANAGER',
  'PLANNER',
  'TRAINER',
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'LINE_MANAGER',
  'COMMITTEE_MEMBER',
  'PHYSICIAN',
  'LABOUR_EXPERT',
  'SYSTEM',
] as const satisfies readonly Role[];

/** Whose judgement an assessment is. */
export const ASSESSORS = ['PARTICIPANT', 'COACH', 'TOGETHER'] as const;
