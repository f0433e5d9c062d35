import { type QuestionType } from '../intake/codes.js';
import { type TrajectoryStatus } from '../trajectory/state.js';

/** What a coach does for somebody now, as far as it tells how much work that is. */
export type Stage = 'INTAKE' | 'ANALYSIS' | 'SEARCH' | 'AFTERCARE' | 'PAUSED';

/** Weighted trajectories that one full-time coach takes where the agency says nothing else (docs/caseload.md). */
export const DEFAULT_WEIGHTED_MAX = 30;

export const STAGE_FACTORS: Readonly<Record<Stage, number>> = {
  INTAKE: 1.2,
  ANALYSIS: 1,
  SEARCH: 0.8,
  AFTERCARE: 0.2,
  PAUSED: 0.1,
};

/** The source names no factor for the most complex kind of question; it counts as the heaviest that is named. */
export const QUESTION_FACTORS: Readonly<Record<QuestionType, number>> = {
  CHOICE: 1,
  PROGRESS: 1,
  MEANING: 1.2,
  STRESS: 1.2,
  BLOCKAGE: 1.3,
  YOUTH: 1.3,
};

export const PROGRAMME_FACTORS: Readonly<Record<string, number>> = { SECOND_TRACK: 1.3 };

/** Phases of the shipped templates that are neither analysis nor letting go; a phase of any other name counts as analysis, the middle. */
const STAGE_OF_PHASE: Readonly<Record<string, Stage>> = {
  preparation: 'INTAKE',
  intake: 'INTAKE',
  interest: 'INTAKE',
  internal: 'SEARCH',
  external: 'SEARCH',
  search: 'SEARCH',
  landing: 'AFTERCARE',
  aftercare: 'AFTERCARE',
};

/** Undefined for what is concluded: it weighs nothing. */
export function stageOf(status: TrajectoryStatus, phase: string | null): Stage | undefined {
  switch (status) {
    case 'REFERRED':
    case 'INVITED':
    case 'REACHED':
      return 'INTAKE';
    case 'ACTIVE':
      return phase === null ? 'INTAKE' : (STAGE_OF_PHASE[phase] ?? 'ANALYSIS');
    case 'PAUSED':
      return 'PAUSED';
    case 'LANDED':
      return 'AFTERCARE';
    default:
      return undefined;
  }
}

export interface Weighed {
  readonly stage: Stage | undefined;
  readonly programmeType?: string | null;
  /** Coaching content (P3): left out for whoever may not know it, and once it is erased. */
  readonly question?: QuestionType | undefined;
}

/** How much of a coach one trajectory takes; sums are compared with the coach's capacity. */
export function weightOf({ stage, programmeType, question }: Weighed): number {
  if (stage === undefined) return 0;
  const ofProgramme = PROGRAMME_FACTORS[programmeType ?? ''] ?? 1;
  return rounded(STAGE_FACTORS[stage] * ofProgramme * (question ? QUESTION_FACTORS[question] : 1));
}

/** Sums of decimal factors without their binary tail. */
export const rounded = (weight: number): number => Math.round(weight * 10_000) / 10_000;
