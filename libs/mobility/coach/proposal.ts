import { type FactLog } from '../workflow/facts.js';
import { conflictsOf } from './conflicts.js';

/** What a coach who is proposed answers with: whether it fits, and what stands in the way of it. */
const ANSWERS: readonly string[] = ['HoldChemistryMeeting', 'DiscloseConflictOfRoles'];

/** The command, by its name, answers the proposal of a coach. */
export const isProposalAnswer = (command: string): boolean => ANSWERS.includes(command);

/** Who is proposed as coach: the last one, until somebody is matched, and not once they declined or have a conflict of roles. */
export function proposedCoachOf(facts: FactLog): string | undefined {
  const last = facts.findLast(({ type }) => ['CoachProposed', 'CoachMatched', 'CoachReassigned'].includes(type));
  const proposed = last?.type === 'CoachProposed' ? last.data['coachId'] : undefined;
  return typeof proposed === 'string' && !conflictsOf(facts).has(proposed) ? proposed : undefined;
}
