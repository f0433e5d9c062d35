/**
 * How people behave in a simulation: all of it is here. Shares are of 1, days are calendar days. The hazards of landing are in `hazards.ts`; the
 * shares of withdrawal and pauses are in docs/simulation.md, the rest is invented and held against what a Dutch agency would
 * find ordinary.
 */
export const HABITS = {
  ages: [28, 64],
  /** Never answers; is reached and wants nothing of it. */
  silent: 0.04,
  declines: { share: 0.04, afterDays: [2, 16] },
  withdraws: { share: 0.08, withinDays: 182 },
  pauses: { share: 0.1, firstDay: [14, 140], days: [10, 56] },
  /** From the first contact; the share of coaches who hurry when that would be after the due day. */
  intake: { afterDays: [3, 11], hurries: 0.5 },
  session: { everyDays: 24, minutes: 60 },
  /** Of somebody who searches. */
  application: { everyDays: 12 },
  landing: { startsAfterDays: [6, 40], closedAfterDays: [186, 240], closed: 0.85 },
  end: { closedInTime: 0.8, daysBefore: [0, 3], extended: 0.55, extendedDays: 91 },
  /** When it is come back to a loss, and how long a file is kept. */
  lossReviewDays: 91,
  retentionDays: 730,
  /** Coaches and others record what happened some days later: exponential, with this mean. */
  recordingLag: { mean: 3, most: 12 },
  /** The share of work that is not done in time, by who does it; phases are ended by the coach. */
  late: { COACH: 0.2, PARTICIPANT: 0.3, EMPLOYER_HR: 0.28, others: 0.19, phases: 0.26 },
  /** Of what is late: up to this share of it is late by so many days. */
  lateness: [
    { share: 0.62, days: [1, 7] },
    { share: 0.93, days: [8, 30] },
    { share: 1, days: [31, 90] },
  ],
  /** Nobody does work longer before its due day than this. */
  aheadDays: 12,
} as const;
