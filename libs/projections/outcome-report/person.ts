import { daysBetween } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import {
  conclusionOf,
  factsOf,
  type FactLog,
  firstFact,
  landingOf,
  newestFact,
  type TrajectoryStatus,
} from '@overstap/mobility';
import { LANDED, type Observation } from '@overstap/statistics';
import { type Exit, exitOf, landedByBasis } from '../read-models/exits.js';
import { isOpenOn } from '../read-models/phase-history.js';
import { factsAsOf, type Standing, standingOf } from '../read-models/standing.js';
import { type SurvivalDeadline, type SurvivalRow } from '../read-models/survival-base/table.js';

/** A landing that was, and whether the person came back to the programme from it. */
export interface PastLanding {
  readonly on: LocalDate;
  readonly reopenedOn: LocalDate | null;
}

/** One person as they stood on a day, by what is known now. */
export interface Person extends Standing {
  readonly landedByBasis: Readonly<Record<'STRICT' | 'CONTRACT' | 'BROAD', LocalDate | undefined>>;
  readonly exit: Exit | undefined;
  readonly landings: readonly PastLanding[];
  readonly firstContactOn: LocalDate | null;
  readonly intakeOn: LocalDate | null;
  readonly openPhases: readonly string[];
  readonly deadlines: readonly SurvivalDeadline[];
  /** Moved by pauses and extensions; null while a pause holds it or before the start. */
  readonly endOn: LocalDate | null;
}

/** Undefined for somebody who was not referred yet on the day, or who never should have been: an import that was undone, say. */
export function personOn(row: SurvivalRow, day: LocalDate): Person | undefined {
  if (isError(row.facts)) return undefined;
  const facts = factsAsOf(row.facts, day);
  const standing = standingOf(facts);
  if (standing.referredOn === null || standing.referredOn > day) return undefined;
  const onOrBefore = (on: LocalDate | undefined): LocalDate | undefined =>
    on !== undefined && on <= day ? on : undefined;
  const paused = standing.pausedSince !== null;
  return {
    ...standing,
    landedByBasis: {
      STRICT: onOrBefore(landedByBasis(facts, 'STRICT')),
      CONTRACT: onOrBefore(landedByBasis(facts, 'CONTRACT')),
      BROAD: onOrBefore(landedByBasis(facts, 'BROAD')),
    },
    exit: exitOf(facts),
    landings: landingsOf(facts),
    firstContactOn: firstFact(facts, 'FirstContactMade')?.on ?? null,
    intakeOn: firstFact(facts, 'IntakeHeld')?.on ?? null,
    openPhases: [...new Set(row.phases.filter((stay) => isOpenOn(stay, day)).map(({ phase }) => phase))],
    deadlines: row.deadlines,
    endOn: standing.startedOn === null || paused ? null : (row.planned_end_on ?? standing.plannedEndOn),
  };
}

/** Closed as an error, and not reopened since. */
const isError = (facts: FactLog): boolean =>
  conclusionOf(facts)?.status === 'CLOSED' && newestFact(facts, 'TrajectoryClosed')?.data['reason'] === 'ERROR';

/** A landing that was an error never was. */
function landingsOf(facts: FactLog): readonly PastLanding[] {
  const reopenings = factsOf(facts, 'TrajectoryReopened');
  const past = reopenings.flatMap((reopening): PastLanding[] => {
    const before = facts.slice(0, facts.indexOf(reopening));
    // The end of the job is why it was reopened; it does not undo that the person had landed.
    const landing = landingOf(before.filter(({ type }) => type !== 'PlacementEnded'));
    return landing && reopening.data['cause'] !== 'ERROR' ? [{ on: landing.on, reopenedOn: reopening.on }] : [];
  });
  const current = landingOf(facts);
  return current ? [...past, { on: current.on, reopenedOn: null }] : past;
}

const CONCLUDED: ReadonlySet<TrajectoryStatus> = new Set(['CLOSED', 'DECLINED', 'EXPIRED']);
export const hasLanded = ({ landedOn }: Person): boolean => landedOn !== null;
export const hasStarted = ({ startedOn }: Person): boolean => startedOn !== null;
/** CLOSED, DECLINED or EXPIRED. */
export const isConcluded = ({ status }: Person): boolean => CONCLUDED.has(status);
/** Neither landed nor left: the answer may still come. */
export const isOpen = (person: Person): boolean =>
  !hasLanded(person) && person.exit === undefined && !isConcluded(person);
export const isUnknown = (person: Person): boolean => !hasLanded(person) && (person.exit?.unknown ?? false);

/**
 * Time from the start to the landing, to a competing exit, or to the day on which the person was last seen: the day of the report, or of a
 * closing that says nothing of the person. In days; a landing dated before the start counts on day 0. Undefined before the start.
 */
export function observationOf(person: Person, asOf: LocalDate): Observation | undefined {
  const { startedOn, landedOn, exit, concludedOn } = person;
  if (startedOn === null || startedOn > asOf) return undefined;
  const until = (on: LocalDate): number => Math.max(0, daysBetween(startedOn, on));
  if (landedOn !== null && !(exit?.cause && exit.on < landedOn)) return { time: until(landedOn), cause: LANDED };
  if (exit?.cause) return { time: until(exit.on), cause: exit.cause };
  return { time: until([exit?.on, concludedOn, asOf].filter((on) => on != null).sort()[0] ?? asOf), cause: null };
}
