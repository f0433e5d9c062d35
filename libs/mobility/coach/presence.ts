import { addDays } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type CoachAbsence, type CoachCapacity } from './state.js';

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

/** The caseload limit that was set for a day, in weighted trajectories; undefined while the one of the profile holds. */
export const capacityOn = (capacities: readonly CoachCapacity[], day: LocalDate): number | undefined =>
  capacities
    .filter(({ from }) => from <= day)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)?.weightedMax;
