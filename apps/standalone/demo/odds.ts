/**
 * How often and how fast things go at the demo's agency: all of it is here. Shares are of 1, days are calendar days. The hazards of landing
 * give the trade association's shares after a year (docs/simulation.md); the rest is invented and held against what a Dutch
 * agency would find ordinary.
 */
export const ODDS = {
  arrival: {
    declines: 0.04,
    declineReasons: { OWN_NETWORK: 3, NO_NEED: 3, CASH_PREFERRED: 2, OTHER_PROVIDER: 1, RETIRING: 2, TIMING: 1 },
    /** Never answers: the planner calls three times, then the referral expires. */
    silent: 0.04,
    /** Was spoken to and never comes to an intake. */
    neverComes: 0.03,
    contact: { inTime: 0.82, onDay: { 0: 25, 1: 42, 2: 33 }, late: 0.14, lateDays: [3, 7], veryLateDays: [8, 26] },
    portal: 0.45,
    intakeAfterDays: [3, 11],
    intakeNoShow: 0.08,
    intakeRescheduled: 0.1,
    intakeCorrected: 0.03,
  },
  /** Monthly, by age. */
  landing: {
    UNDER_40: 0.1155,
    FROM_40_TO_56: 0.1003,
    FROM_57: 0.0594,
    /** Beside the monthly hazard: before and in the search phase, and while the round inside the employer goes on. */
    beforeSearch: 0.75,
    inSearch: 2.1,
    duringInternalRound: 0.12,
    offerDeclined: 0.1,
    outcomes: {
      EMPLOYED_PERMANENT: 22,
      EMPLOYED_FIXED_6M_PLUS: 38,
      EMPLOYED_FIXED_SHORT: 12,
      TEMP_AGENCY: 12,
      SECONDMENT: 4,
      SELF_EMPLOYED: 7,
      HYBRID: 2,
      SUBSIDISED_WORK: 2,
      STUDY: 2,
    },
    /** The first weeks of the job, and later. */
    failsInTrial: 0.05,
    endsLater: 0.03,
    corrected: 0.05,
    closedInTheEnd: 0.85,
  },
  /** Per working day of somebody who is searching. */
  perDay: { session: 1 / 17, application: 1 / 9, earlyApplication: 1 / 45, talk: 1 / 13 },
  sessionNoShow: 0.05,
  sessionRescheduled: 0.07,
  application: { interview: 0.17, secondRound: 0.3, offerDeclined: 0.08, rejected: 0.5, withdrawn: 0.04 },
  /** Per working day. About one in eight pauses, one in twelve leaves for another reason than work. */
  pause: {
    perDay: 0.0016,
    reasons: { SICK: 6, CARE: 2, WORK: 1, TRAINING: 1 },
    days: [10, 56],
    /** Back on another day than was expected. */
    shifts: 0.4,
  },
  leaving: {
    perDay: 0.00055,
    retirementPerDayFrom62: 0.003,
    reasons: { WITHDRAWN: 5, MOVED: 1, OTHER_PROVIDER: 1, CARE: 1, DISABILITY: 1, UNREACHABLE: 1 },
  },
  coachChangesPerDay: 0.0002,
  internal: {
    matched: 0.3,
    decisions: { ACCEPTED: 6, REJECTED_BY_EMPLOYER: 2, REFUSED_BY_PARTICIPANT: 2 },
    disputes: 0.3,
    trial: 0.5,
    trialPasses: 0.8,
    /** Rather looks outside at once. */
    choosesExternal: 0.16,
    settles: 0.6,
    /** Of those who do not settle: the employer asks UWV, and is permitted to end the contract. */
    permitted: 0.6,
    revokes: 0.04,
  },
  end: { extended: 0.55, closedInTime: 0.8 },
  /** Reports that the participant approves themselves, and how long that takes them; else the coach does, when their five working days are over. */
  report: { approves: 0.8, readAfterDays: [1, 4], afterDays: [12, 16] },
  survey: { answers: 0.55, afterDays: [1, 9] },
  /** Coaches and others record what happened some days later: exponential, with this mean. */
  recordingLag: { mean: 1.3, most: 12 },
  /** When somebody does a task, relative to its due day: in time, up to 7 days late, up to 30 days late, or only after one to three months. */
  diligence: {
    COACH: { inTime: 80, late: 13, veryLate: 6, forgotten: 1 },
    PARTICIPANT: { inTime: 70, late: 17, veryLate: 8, forgotten: 5 },
    PLANNER: { inTime: 80, late: 14, veryLate: 5, forgotten: 1 },
    PROGRAMME_MANAGER: { inTime: 82, late: 11, veryLate: 5, forgotten: 2 },
    EMPLOYER_HR: { inTime: 72, late: 16, veryLate: 9, forgotten: 3 },
    SYSTEM: { inTime: 1, late: 0, veryLate: 0, forgotten: 0 },
  },
  /** Of tasks: waits for somebody else, or put off, before it is done. */
  blocked: 0.14,
  snoozed: 0.1,
  /** When a phase's exit criteria are met, relative to the end of its box. */
  phases: { inTime: 74, late: 16, veryLate: 7, forgotten: 3 },
} as const;

export const DAYS_IN_MONTH = 30.4;
export const WORKING_DAYS_IN_MONTH = 21;
