import { type AGE_BANDS } from '../referral/codes.js';

export type AgeBand = (typeof AGE_BANDS)[number];

/**
 * How fast people find work: the constant hazard of a month, by age. `oval` gives the shares that the Dutch trade association OVAL reported for
 * twelve months (75, 70 and 51 %; docs/simulation.md); `flat` is the same for everybody, for comparing templates without the mix of ages.
 */
export const HAZARDS = {
  oval: { UNDER_40: 0.1155, FROM_40_TO_56: 0.1003, FROM_57: 0.0594 },
  flat: { UNDER_40: 0.09, FROM_40_TO_56: 0.09, FROM_57: 0.09 },
} as const satisfies Record<string, Readonly<Record<AgeBand, number>>>;

export type HazardName = keyof typeof HAZARDS;
export const HAZARD_NAMES = Object.keys(HAZARDS) as readonly HazardName[];

export const DAYS_IN_MONTH = 30.4375;

export const ageBandOf = (age: number): AgeBand => (age < 40 ? 'UNDER_40' : age < 57 ? 'FROM_40_TO_56' : 'FROM_57');
