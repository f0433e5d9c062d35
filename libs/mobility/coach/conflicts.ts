import { type Role } from '@overstap/kernel';
import { type Fact, type FactLog } from '../workflow/facts.js';

/** Why somebody must not coach on a trajectory (code of conduct: avoid conflicting roles, disclose them before the start). */
export type ConflictOfRoles =
  /** They, or somebody for them, disclosed another tie to the person or the employer. */
  | 'DISCLOSED'
  /** Participant or coach declined after the chemistry meeting. */
  | 'DECLINED'
  /** They act here for the employer, judge the case, or steer the programme: none of these may learn what a coach hears. */
  | 'OTHER_ROLE';

const INCOMPATIBLE: readonly Role[] = [
  'EMPLOYER_HR',
  'EMPLOYER_CASE_MANAGER',
  'LINE_MANAGER',
  'WORKS_COUNCIL',
  'COMMITTEE_MEMBER',
  'PHYSICIAN',
  'LABOUR_EXPERT',
  'PROGRAMME_MANAGER',
];

/** The facts that a conflict can be read off, whoever recorded them. */
export const CONFLICT_FACTS: readonly string[] = [
  'CoachProposed',
  'ChemistryMeetingHeld',
  'ConflictOfRolesDisclosed',
  'CoachMatched',
  'CoachReassigned',
];

/** Whether somebody who acts in this role cannot also coach. */
export const isIncompatible = (role: Role): boolean => INCOMPATIBLE.includes(role);

/** Who must not coach on the trajectory with these facts, and why. */
export function conflictsOf(facts: FactLog): ReadonlyMap<string, ConflictOfRoles> {
  const conflicts = new Map<string, ConflictOfRoles>();
  let proposed: string | undefined;
  let coach: string | undefined;
  for (const fact of facts) {
    const { type, data, actor, actorId } = fact;
    if (actorId !== undefined && isIncompatible(actor)) conflicts.set(actorId, 'OTHER_ROLE');
    if (type === 'CoachMatched' || type === 'CoachProposed') proposed = textOf(data['coachId']) ?? proposed;
    if (type === 'CoachMatched') coach = textOf(data['coachId']);
    if (type === 'CoachReassigned') coach = textOf(data['to']);
    if (type === 'ConflictOfRolesDisclosed') {
      const about = discloserOf(fact) ?? coach;
      if (about !== undefined) conflicts.set(about, 'DISCLOSED');
    }
    if (type === 'ChemistryMeetingHeld' && data['result'] !== 'ACCEPTED' && proposed !== undefined)
      conflicts.set(proposed, 'DECLINED');
  }
  return conflicts;
}

/** A coach discloses for themselves unless they name another; what a team lead discloses is about the coach of that moment. */
const discloserOf = ({ data, actor, actorId }: Fact): string | undefined =>
  textOf(data['coachId']) ?? (actor === 'COACH' ? actorId : undefined);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
