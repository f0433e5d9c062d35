export const APPLICATION_CHANNELS = ['VACANCY', 'OPEN', 'NETWORK', 'AGENCY', 'INTERNAL', 'UWV'] as const;
/** What an application can advance to; submitting, rejection, withdrawal, lapse and offers have events of their own. */
export const APPLICATION_STAGES = ['ACKNOWLEDGED', 'INTERVIEW', 'ASSESSMENT', 'OFFER'] as const;
/** How far it had come when it was rejected. */
export const REJECTION_STAGES = ['SUBMITTED', 'ACKNOWLEDGED', 'INTERVIEW', 'ASSESSMENT', 'OFFER'] as const;
export const NETWORK_CONTACT_TYPES = ['PEER', 'INSIDER', 'DECISION_MAKER', 'RECRUITER'] as const;
export const NETWORK_OUTCOMES = ['TALKED', 'REFERRED_ON', 'LEAD', 'NO_ANSWER', 'OTHER'] as const;
export const VACANCY_SOURCES = ['COACH', 'PARTICIPANT', 'JOB_BOARD', 'EMPLOYER', 'NETWORK', 'UWV', 'INTERNAL'] as const;
export const WORK_TRIAL_KINDS = ['TRIAL', 'SECONDMENT', 'INTERNSHIP', 'VOLUNTARY'] as const;
export const WORK_TRIAL_RESULTS = ['CONTRACT', 'EXTENDED', 'ENDED', 'BROKEN_OFF'] as const;
export const SUITABILITY_DECISIONS = ['SUITABLE', 'NOT_SUITABLE', 'WITHDRAWN'] as const;
