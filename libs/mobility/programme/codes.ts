export const PROGRAMME_TYPES = [
  'INDIVIDUAL_OUTPLACEMENT',
  'COLLECTIVE_OUTPLACEMENT',
  'VWNW',
  'SECOND_TRACK',
  'INTERNAL_MOBILITY',
  'SPRINT',
  'SELF_EMPLOYMENT',
  'CAREER_COACHING',
  'BE_STATUTORY',
  'DE_TRANSFER',
] as const;

/** What an employer sees of a named person: docs/privacy.md. */
export const DISCLOSURE_PROFILES = ['AGGREGATE_ONLY', 'STATUS', 'COMPLIANCE'] as const;
export const ORGANISATION_CONTEXTS = ['GROWTH', 'STABLE', 'SHRINK', 'MERGER'] as const;
/** The day on which a placement lands somebody: offer accepted, or first day worked. */
export const LANDING_DATE_BASES = ['ACCEPTED', 'FIRST_WORKING_DAY'] as const;
export const REPORT_CADENCES = ['MONTHLY', 'QUARTERLY', 'MILESTONE'] as const;
export const PROVIDER_ROLES = ['LEAD', 'SUB'] as const;
export const UPGRADE_SCOPES = ['NEW', 'ALL_ACTIVE'] as const;
/** Per cent of the budget at which somebody looks at it. */
export const BUDGET_THRESHOLDS = [50, 80, 100] as const;
