export const REFERRAL_SOURCES = ['IMPORT', 'EMPLOYER', 'PARTICIPANT', 'INSURER', 'PROVIDER', 'OTHER'] as const;
/** Did the person ask for it, or was it decided for them? */
export const REFERRAL_ORIGINS = ['IMPOSED', 'PROACTIVE'] as const;
/** The trade association's cut: below 40, 40 to 56, 57 and over. */
export const AGE_BANDS = ['UNDER_40', 'FROM_40_TO_56', 'FROM_57'] as const;
export const CONTACT_CHANNELS = ['MAIL', 'PHONE', 'TEXT', 'PORTAL', 'LETTER', 'VIDEO', 'ON_SITE'] as const;
export const CONTACT_OUTCOMES = ['REACHED', 'NO_ANSWER', 'VOICEMAIL', 'WRONG_NUMBER'] as const;
export const DECLINE_REASONS = [
  'OWN_NETWORK',
  'CASH_PREFERRED',
  'OTHER_PROVIDER',
  'NO_NEED',
  'RETIRING',
  'TRUST',
  'TIMING',
  'OTHER',
] as const;
export const CHEMISTRY_RESULTS = ['ACCEPTED', 'DECLINED_BY_PARTICIPANT', 'DECLINED_BY_COACH'] as const;
export const INTERPRETER_FAILURES = ['NOT_FOUND', 'DID_NOT_APPEAR', 'LATE', 'WRONG_LANGUAGE', 'CANCELLED'] as const;
/** Why a coach who is away has no stand-in on a trajectory. */
export const WHY_NOBODY_STANDS_IN = ['NOBODY_NAMED', 'AWAY_TOO', 'CONFLICT_OF_ROLES'] as const;
