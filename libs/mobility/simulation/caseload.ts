import { newestFact } from '../workflow/facts.js';
import { statusOf, type TrajectoryState } from '../trajectory/state.js';

/** Weighted units that one full-time coach carries (docs/domain.md, §9). */
export const WEIGHTED_LIMIT = 30;

const BY_PHASE = { intake: 1.2, analysis: 1, search: 0.8, aftercare: 0.2, paused: 0.1 } as const;
const BY_QUESTION: Readonly<Record<string, number>> = { MEANING: 1.2, STRESS: 1.2, BLOCKAGE: 1.3 };
const BY_PROGRAMME: Readonly<Record<string, number>> = { SECOND_TRACK: 1.3 };

/** What a trajectory weighs in its coach's caseload; nothing once it is concluded. */
export function weightOf(state: TrajectoryState, programmeType: string): number {
  const question = String(newestFact(state.facts, 'CareerQuestionFormulated')?.data['questionType'] ?? '');
  return phaseFactor(state) * (BY_QUESTION[question] ?? 1) * (BY_PROGRAMME[programmeType] ?? 1);
}

function phaseFactor(state: TrajectoryState): number {
  const isOpen = (phase: string): boolean => state.workflow.phases[phase]?.status === 'OPEN';
  switch (statusOf(state)) {
    case 'REFERRED':
    case 'INVITED':
    case 'REACHED':
      return BY_PHASE.intake;
    case 'PAUSED':
      return BY_PHASE.paused;
    case 'LANDED':
      return BY_PHASE.aftercare;
    case 'ACTIVE':
      return isOpen('search') ? BY_PHASE.search : isOpen('intake') ? BY_PHASE.intake : BY_PHASE.analysis;
    default:
      return 0;
  }
}
