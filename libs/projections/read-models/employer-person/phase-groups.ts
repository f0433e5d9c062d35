/** How finely an employer is told where somebody is (docs/privacy.md); `CLOSED` comes of closing, not of a phase. */
export const PHASE_GROUPS = ['START', 'ANALYSIS', 'SEARCH'] as const;
export type PhaseGroup = (typeof PHASE_GROUPS)[number];

/**
 * The phases of the shipped templates by their group. Letting go is a start as any other: that somebody needs time for it is nobody's business.
 * A phase that is not named here changes no group, so that an agency's own template tells less, not more.
 */
export const PHASE_GROUP_OF: Readonly<Record<string, PhaseGroup | undefined>> = {
  preparation: 'START',
  preMobility: 'START',
  preparatory: 'START',
  intake: 'START',
  order: 'START',
  contact: 'START',
  reaction: 'START',
  lettingGo: 'START',
  interest: 'START',
  research: 'ANALYSIS',
  contract: 'ANALYSIS',
  exploration: 'ANALYSIS',
  profiles: 'ANALYSIS',
  selfAnalysis: 'ANALYSIS',
  retyping: 'ANALYSIS',
  environment: 'ANALYSIS',
  fitScan: 'ANALYSIS',
  searchProfile: 'ANALYSIS',
  plan: 'ANALYSIS',
  choice: 'ANALYSIS',
  internalRound: 'SEARCH',
  internal: 'SEARCH',
  external: 'SEARCH',
  search: 'SEARCH',
  buildUp: 'SEARCH',
  trial: 'SEARCH',
  setUp: 'SEARCH',
  startPeriod: 'SEARCH',
  viability: 'SEARCH',
  period1: 'SEARCH',
  period2: 'SEARCH',
  period3: 'SEARCH',
  year1: 'SEARCH',
  review: 'SEARCH',
  year2: 'SEARCH',
  finalTerm: 'SEARCH',
  termination: 'SEARCH',
  file: 'SEARCH',
  repair: 'SEARCH',
  close: 'SEARCH',
  landing: 'SEARCH',
};
