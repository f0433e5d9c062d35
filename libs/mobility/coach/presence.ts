import { addDays } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type CoachAbsence, type CoachState } from './state.js';

/** The first day back; undefined while nobody knows. */
export const backOnOf = ({ until, backOn }: CoachAbsence): LocalDate | undefined =>
  backOn ?? (until === undefined ? undefined : addDays(until, 1));

/** The absence that a day falls in. */
export function absenceOn(absences: readonly CoachAbsence[], day: LocalDate): CoachAbsence | undefined {
  return absences.find((absence) => {
    const backOn = backOnOf(absence);
    return absence.from <= day && (backOn === undefined || day < backOn);
  });
}

/** Whose coach's work may have to change hands on a day: absences begin and end then. */
export const turningDays = (absences: readonly CoachAbsence[]): readonly LocalDate[] =>
  absences.flatMap((absence) => [absence.from, ...[backOnOf(absence)].filter((day) => day !== undefined)]);

/** The caseload limit on a day, in weighted trajectories; undefined for a coach who is not registered. */
export function capacityOn(
  { profile, capacities }: Pick<CoachState, 'profile' | 'capacities'>,
  day: LocalDate,
): number | undefined {
  const changed = capacities.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return changed.at(-1)?.weightedMax ?? profile?.weightedMax;
}
