import { addDays, daysBetween } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { LANDED, type Landing, type Observation } from '@overstap/statistics';
import { EXIT_CAUSES } from '../read-models/exits.js';
import { count, estimate, type Measure, share } from './measure.js';
import { hasLanded, hasStarted, isConcluded, isOpen, isUnknown, type Person } from './person.js';

/** M4: the days at which the incidence is told. */
export const HORIZONS = [90, 180, 365] as const;
/** M35: a landing within so many days of which somebody came back has relapsed. */
const RELAPSE_DAYS = 182;
const BASES = [
  ['STRICT', 'strict basis'],
  ['CONTRACT', 'contract basis'],
  ['BROAD', 'broad basis'],
] as const;

const among = (people: readonly Person[]) => ({
  censored: people.filter(isOpen).length,
  unknown: people.filter(isUnknown).length,
});

/** M1 to M3, how the others left, and the internal share. */
export function landingShares(people: readonly Person[]): readonly Measure[] {
  const started = people.filter(hasStarted);
  const landed = people.filter(hasLanded);
  const unlanded = people.filter((person) => !hasLanded(person) && isConcluded(person));
  const internal = landed.filter(({ landedBy }) => landedBy?.internal).length;
  return [
    share('M1', 'Landed of all referred', landed.length, people.length, among(people)),
    ...BASES.map(([basis, name]) => {
      const by = (person: Person): boolean => person.landedByBasis[basis] !== undefined;
      const others = people.filter((person) => !by(person));
      return share(
        `M1.${basis}`,
        `Landed of all referred, ${name}`,
        people.filter(by).length,
        people.length,
        among(others),
      );
    }),
    share('M2', 'Landed of the started', started.filter(hasLanded).length, started.length, among(started)),
    share('M3', 'Landed of the concluded (concluded only)', landed.length, landed.length + unlanded.length, {
      censored: people.length - landed.length - unlanded.length,
      unknown: unlanded.filter(isUnknown).length,
    }),
    ...EXIT_CAUSES.map((cause) =>
      share(
        `EXIT.${cause}`,
        `Left without landing: ${cause.toLowerCase()}`,
        people.filter((person) => !hasLanded(person) && person.exit?.cause === cause).length,
        people.length,
        among(people),
      ),
    ),
    share('M17', 'Internal of all landings', internal, landed.length),
    share('M17.REFERRED', 'Internal landings of all referred', internal, people.length, among(people)),
  ];
}

/** M4 to M6, of those who started. */
export function landingTimes(
  observations: readonly Observation[],
  landing: Landing,
  unknown: number,
): readonly Measure[] {
  const landedBy = (day: number): number =>
    observations.filter(({ time, cause }) => cause === LANDED && time <= day).length;
  const censoredBefore = (day: number): number => observations.filter(({ time, cause }) => !cause && time < day).length;
  const all = observations.length;
  const landed = landedBy(Infinity);
  return [
    ...HORIZONS.map((day) => {
      const value = landing.incidence.find((each) => each.cause === LANDED && each.day === day)?.value ?? null;
      return estimate(
        `M4.${day}`,
        `Landed by day ${day} after the start (Aalen–Johansen)`,
        landedBy(day),
        all,
        { value },
        {
          censored: censoredBefore(day),
          unknown,
        },
      );
    }),
    estimate('M5', 'Median days to landing (Kaplan–Meier)', landed, all, landing.median, {
      censored: observations.filter(({ cause }) => !cause).length,
      unknown,
    }),
    estimate(
      'M6',
      'Restricted mean days to landing',
      landed,
      all,
      { value: landing.restrictedMean.value },
      {
        censored: observations.filter(({ cause }) => !cause).length,
        unknown,
      },
    ),
  ];
}

/** M24: started, not landed and not concluded, by how soon their time ends. Who is paused has no end day. */
export function expiring(people: readonly Person[], asOf: LocalDate): readonly Measure[] {
  const searching = people.filter((person) => hasStarted(person) && isOpen(person));
  const unknown = searching.filter(({ endOn }) => endOn === null).length;
  return [60, 30, 14].map((days) => {
    const until = addDays(asOf, days);
    const ending = searching.filter(({ endOn }) => endOn !== null && endOn >= asOf && endOn <= until);
    return count(`M24.${days}`, `Not landed, ending within ${days} days`, ending.length, searching.length, { unknown });
  });
}

/** M35: of all landings, those from which the person came back within half a year. */
export function relapses(people: readonly Person[], asOf: LocalDate): Measure {
  const landings = people.flatMap((person) => person.landings);
  const back = landings.filter(
    ({ on, reopenedOn }) => reopenedOn !== null && daysBetween(on, reopenedOn) <= RELAPSE_DAYS,
  );
  const open = landings.filter(({ on, reopenedOn }) => reopenedOn === null && addDays(on, RELAPSE_DAYS) > asOf);
  return share('M35', 'Reopened within 6 months of landing', back.length, landings.length, { censored: open.length });
}
