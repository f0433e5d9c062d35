export const REPORT_TYPES = ['PROGRESS', 'FINAL', 'EVALUATION', 'EFFORT', 'CASE_PACK'] as const;
export const REPORT_AUDIENCES = [
  'PARTICIPANT',
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'EMPLOYER_BOARD',
  'WORKS_COUNCIL',
  'COMMITTEE',
  'UWV',
] as const;
/** Of these, who is at the employer. */
export const EMPLOYER_AUDIENCES: readonly unknown[] = [
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'EMPLOYER_BOARD',
  'WORKS_COUNCIL',
] satisfies readonly (typeof REPORT_AUDIENCES)[number][];
export const CONSENT_PURPOSES = [
  'REFERRAL',
  'SHARE_INSTRUMENT_SUMMARY',
  'SHARE_PLACEMENT',
  'SHARE_REPORT',
  'SHARE_SALARY_BAND',
  'CONTACT_EMPLOYER',
  'AFTERCARE_SURVEY',
] as const;
