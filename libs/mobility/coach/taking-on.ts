import { conflict, type Refusal } from '@overstap/kernel';
import { QUESTION_TYPES, type QuestionType } from '../intake/codes.js';
import { statusOf, type TrajectoryState } from '../trajectory/state.js';
import { type FactLog } from '../workflow/facts.js';
import { rounded, stageOf, weightOf } from './caseload-weight.js';
import { conflictsOf } from './conflicts.js';

/** A coach whom a decision on a trajectory is about, as far as it matters whether they can have it. */
export interface CoachInView {
  /** The most complex career question they take, 1 to 6. */
  readonly maxComplexity: number;
  /** In weighted trajectories; `load` is what they have beside this one. */
  readonly capacity: number;
  readonly load: number;
}

/** The career question as it stands, and how complex it is; undefined before it is formulated, and once it is erased. */
export function questionOf(facts: FactLog): { readonly type: QuestionType; readonly level: number } | undefined {
  const last = facts.findLast(({ type }) => type === 'CareerQuestionFormulated' || type === 'CareerQuestionReframed');
  const said = last?.data['to'] ?? last?.data['questionType'];
  const type = QUESTION_TYPES.find((each) => each === said);
  if (!type) return undefined;
  const level = last?.data['complexity'] ?? QUESTION_TYPES.indexOf(type) + 1;
  return typeof level === 'number' ? { type, level } : undefined;
}

/** How much of a coach a trajectory takes now. */
export function weightOfTrajectory(state: TrajectoryState, programmeType: string): number {
  const open = Object.entries(state.workflow.phases).findLast(([, { status }]) => status === 'OPEN')?.[0] ?? null;
  const stage = stageOf(statusOf(state), open);
  return weightOf({ stage, programmeType, question: questionOf(state.facts)?.type });
}

/** Why a coach cannot have a trajectory. A conflict of roles nobody can wave through; too much work somebody can, who says why. */
export function refusedTaking(
  { coachId, overrideReason }: { readonly coachId: string; readonly overrideReason?: string | undefined },
  state: TrajectoryState,
  { programmeType, coach }: { readonly programmeType: string; readonly coach: CoachInView | undefined },
): Refusal | undefined {
  if (conflictsOf(state.facts).has(coachId))
    return conflict(
      'conflict-of-roles',
      'This coach has a conflict of roles on this trajectory; choose another, such as one of the coaches proposed for it.',
    );
  if (!coach || overrideReason !== undefined) return undefined;
  return rounded(coach.load + weightOfTrajectory(state, programmeType)) > coach.capacity
    ? conflict(
        'coach-overloaded',
        'With this trajectory the coach would have more than their limit; choose another, raise the limit, or say in overrideReason why all the same.',
      )
    : undefined;
}
