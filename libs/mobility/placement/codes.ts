/** How a trajectory can end, work first. Which of them count as landed is the programme's landing definition. */
export const OUTCOME_TYPES = [
  'EMPLOYED_PERMANENT',
  'EMPLOYED_FIXED_6M_PLUS',
  'EMPLOYED_FIXED_SHORT',
  'TEMP_AGENCY',
  'SECONDMENT',
  'SELF_EMPLOYED',
  'HYBRID',
  'INTERNAL_REDEPLOYED',
  'RETURN_OWN_WORK',
  'SUBSIDISED_WORK',
  'STUDY',
  'VOLUNTARY_LEAVE',
  'RETIREMENT',
  'BENEFIT',
  'DISABILITY',
  'CARE',
  'EMIGRATION',
  'DECEASED',
  'UNKNOWN',
] as const;
export type OutcomeType = (typeof OUTCOME_TYPES)[number];

/** What a placement can be; the other outcomes are exits without work. */
export const PLACEMENT_OUTCOMES = [
  'EMPLOYED_PERMANENT',
  'EMPLOYED_FIXED_6M_PLUS',
  'EMPLOYED_FIXED_SHORT',
  'TEMP_AGENCY',
  'SECONDMENT',
  'SELF_EMPLOYED',
  'HYBRID',
  'INTERNAL_REDEPLOYED',
  'RETURN_OWN_WORK',
  'SUBSIDISED_WORK',
  'STUDY',
  'VOLUNTARY_LEAVE',
] as const satisfies readonly OutcomeType[];
export type PlacementOutcome = (typeof PLACEMENT_OUTCOMES)[number];

/** The three published ways of counting a placement, from narrow to wide: docs/metrics.md. */
export const COUNTING_BASES = ['STRICT', 'CONTRACT', 'BROAD'] as const;
export type CountingBasis = (typeof COUNTING_BASES)[number];

export const EXIT_OUTCOMES = [
  'RETIREMENT',
  'BENEFIT',
  'DISABILITY',
  'STUDY',
  'CARE',
  'EMIGRATION',
  'DECEASED',
  'UNKNOWN',
] as const satisfies readonly OutcomeType[];

export const CONTRACT_TYPES = [
  'PERMANENT',
  'FIXED_TERM',
  'TEMP_AGENCY',
  'SECONDMENT',
  'ON_CALL',
  'OWN_BUSINESS',
] as const;
export const VERIFICATION_METHODS = ['CONTRACT', 'EMPLOYER', 'STATEMENT', 'KVK'] as const;
export const REOPENING_CAUSES = ['RELAPSE', 'UNSUITABLE', 'ERROR'] as const;
export const CLOSURE_CLASSES = ['RESULT', 'END_OF_TERM', 'INTERRUPTED', 'TRANSFERRED', 'DECLINED'] as const;

/** Why a trajectory was closed, as it is kept in clear: illness is OTHER there and is named only in the sealed `healthReason`. */
export const CLOSURE_REASONS_IN_CLEAR = [
  'LANDED',
  'TERM_ENDED',
  'WITHDRAWN',
  'UNREACHABLE',
  'OTHER_PROVIDER',
  'RETIRED',
  'MOVED',
  'DECEASED',
  'ERROR',
  'EMPLOYER_STOPPED',
  /** The person was erased while it ran; the program alone says so. */
  'ERASED',
  'OTHER',
] as const;

export const AFTERCARE_DAYS = [30, 90, 180, 365] as const;
export const AFTERCARE_STATUSES = ['SAME_JOB', 'OTHER_JOB', 'NOT_WORKING', 'UNKNOWN'] as const;
export const LEGAL_FORMS = ['SOLE_TRADER', 'PARTNERSHIP', 'PRIVATE_COMPANY', 'FREELANCE', 'OTHER'] as const;
/** Euro per month, of a business at its review. */
export const REVENUE_BANDS = ['NONE', 'UNDER_1000', 'FROM_1000_TO_2500', 'FROM_2500_TO_5000', 'OVER_5000'] as const;
