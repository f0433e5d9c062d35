/** What of search and plans the programme manager may read of people whose names they do not: each under a pseudonym of its own. */
export const PLAN_SECTIONS = ['GOALS', 'PROFILE', 'SEARCH', 'OFFERS', 'TRAINING', 'PLACEMENT'] as const;
export type PlanSection = (typeof PLAN_SECTIONS)[number];

/**
 * By event type the fields that are told: codes, numbers and flags. No text that somebody wrote, no id and no day: those lead from the pseudonym
 * to the process facts, and so to the name. Every other field and event stays behind.
 */
const TOLD: Readonly<Record<PlanSection, Readonly<Record<string, readonly string[]>>>> = {
  GOALS: {
    TrajectoryPlanAgreed: ['approach'],
    TrajectoryPlanRevised: [],
    GoalSet: ['kind', 'target'],
    GoalAchieved: [],
    GoalDropped: [],
  },
  PROFILE: {
    PersonProfileApproved: ['by'],
    SearchProfileApproved: ['radiusKm', 'hoursMin', 'hoursMax', 'norm'],
    SearchProfileBroadened: ['dimension'],
    EnvironmentAnalysisStatementRecorded: ['question', 'confidence'],
    CompetencyGapRecorded: ['gap'],
  },
  SEARCH: {
    ApplicationSubmitted: ['channel'],
    ApplicationAdvanced: ['to'],
    ApplicationRejected: ['stage'],
    ApplicationWithdrawn: [],
    ApplicationLapsed: [],
    InterviewHeld: ['round'],
    NetworkContactLogged: ['contactType', 'outcome'],
    WorkTrialStarted: ['kind'],
    WorkTrialEnded: ['kind', 'result'],
  },
  OFFERS: {
    OfferReceived: [],
    OfferAccepted: [],
    OfferDeclined: [],
    SuitableJobOffered: ['internal', 'scaleDelta', 'travelMinutes'],
    SuitableJobAccepted: [],
    SuitableJobRefused: [],
    SuitabilityDisputed: [],
    SuitabilityDecided: ['decision'],
  },
  TRAINING: {
    TrainingProposed: ['fundedBy'],
    TrainingApproved: ['fundedBy'],
    TrainingStarted: [],
    TrainingCompleted: [],
    TrainingDropped: [],
  },
  PLACEMENT: {
    PlacementRecorded: ['contractType', 'hoursPerWeek', 'salaryRatio', 'sameFunction', 'sameSector', 'channel'],
    PlacementEnded: ['withinProbation'],
  },
};

export interface ToldOfPlan {
  readonly section: PlanSection;
  readonly fields: readonly string[];
}

/** By event type; a type that is not here is not told. */
export const TOLD_OF_PLAN: ReadonlyMap<string, ToldOfPlan> = new Map(
  PLAN_SECTIONS.flatMap((section) =>
    Object.entries(TOLD[section]).map(([type, fields]) => [type, { section, fields }] as const),
  ),
);
