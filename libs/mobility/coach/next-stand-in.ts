import { type LocalDate } from '@overstap/kernel';
import { type StandIn } from '../workflow/stand-in.js';
import { absenceOn } from './presence.js';
import { type CoachAbsence } from './state.js';

/** A trajectory as far as it matters for who does the coach's work. */
export interface CoachedWork {
  readonly coachId: string | undefined;
  readonly standIn: StandIn | undefined;
  /** Who must not coach here. */
  readonly conflicts: ReadonlyMap<string, unknown>;
}

export type StandInStep =
  | { readonly type: 'NameStandIn'; readonly data: { readonly standInId: string } }
  | { readonly type: 'NameStandIn'; readonly data: { readonly why: WhyNobody } }
  | { readonly type: 'EndStandIn'; readonly data: object };

type WhyNobody = 'NOBODY_NAMED' | 'AWAY_TOO' | 'CONFLICT_OF_ROLES';

/** When each coach is away; one who is not in it is there. */
export type Absences = ReadonlyMap<string, readonly CoachAbsence[]>;

/**
 * What is to be done about the work of one trajectory on a day; undefined when it is with the right person. What a person decided about a
 * stand-in stays until the coach is back.
 */
export function nextStandIn(work: CoachedWork, absences: Absences, today: LocalDate): StandInStep | undefined {
  const { coachId, standIn } = work;
  if (coachId === undefined) return undefined;
  const own = absences.get(coachId) ?? [];
  if (!absenceOn(own, today)) {
    const wasFor = standIn && (standIn.by === 'SYSTEM' || absenceOn(own, standIn.on) !== undefined);
    return wasFor ? { type: 'EndStandIn', data: {} } : undefined;
  }
  if (standIn && standIn.by !== 'SYSTEM') return undefined;
  const wanted = whoDoes(coachId, work.conflicts, absences, today);
  if (standIn && standIn.standInId === wanted.standInId && standIn.why === wanted.why) return undefined;
  return { type: 'NameStandIn', data: wanted } as StandInStep;
}

/** A substitute who is away too is stood in for by their own; somebody with a conflict of roles never gets the work. */
function whoDoes(
  coachId: string,
  conflicts: CoachedWork['conflicts'],
  absences: Absences,
  today: LocalDate,
): { readonly standInId?: string; readonly why?: WhyNobody } {
  const seen = new Set([coachId]);
  for (let who = coachId; ;) {
    const absence = absenceOn(absences.get(who) ?? [], today);
    if (!absence) return conflicts.has(who) ? { why: 'CONFLICT_OF_ROLES' } : { standInId: who };
    const next = absence.substituteId;
    if (next === undefined) return { why: who === coachId ? 'NOBODY_NAMED' : 'AWAY_TOO' };
    if (seen.has(next)) return { why: 'AWAY_TOO' };
    seen.add(next);
    who = next;
  }
}
