import { stageOf, weightOf as weigh } from '../coach/caseload-weight.js';
import { type QuestionType } from '../intake/codes.js';
import { newestFact } from '../workflow/facts.js';
import { type PhaseState, type WorkflowState } from '../workflow/state.js';
import { statusOf, type TrajectoryState } from '../trajectory/state.js';

/** What a trajectory weighs in its coach's caseload as it stands; nothing once it is concluded. */
export function weightOf(state: TrajectoryState, programmeType: string): number {
  const question = newestFact(state.facts, 'CareerQuestionFormulated')?.data['questionType'];
  return weigh({
    stage: stageOf(statusOf(state), currentPhase(state.workflow)),
    programmeType,
    question: question as QuestionType | undefined,
  });
}

/** Of several open phases the one that was entered last. */
function currentPhase({ phases }: WorkflowState): string | null {
  let current: readonly [string, PhaseState] | undefined;
  for (const each of Object.entries(phases))
    if (each[1].status === 'OPEN' && (each[1].enteredOn ?? '') >= (current?.[1].enteredOn ?? '')) current = each;
  return current?.[0] ?? null;
}
