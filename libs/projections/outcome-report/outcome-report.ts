import { type Calendar } from '@overstap/calendar';
import { type LocalDate } from '@overstap/kernel';
import { type LandingDefinition, TRAJECTORY_STATUSES } from '@overstap/mobility';
import { type Landing, landingOf } from '@overstap/statistics';
import { type SurvivalRow } from '../read-models/survival-base/table.js';
import { expiring, HORIZONS, landingShares, landingTimes, relapses } from './landing-measures.js';
import { type Measure } from './measure.js';
import { hasStarted, isUnknown, observationOf, type Person, personOn } from './person.js';
import { activation, firstSteps, onTime } from './service-measures.js';

export interface OutcomeQuestion {
  /** The programme's code. */
  readonly programme: string;
  /** The day that the report is about, by the business dates of what happened and by all that is known of them now. */
  readonly asOf: LocalDate;
  readonly people: readonly SurvivalRow[];
  readonly landing: Pick<LandingDefinition, 'horizonDays'>;
  /** The deadlines that can be met; a bare marker of a day cannot. All of them unless told. */
  readonly deadlines?: readonly { readonly code: string; readonly metBy?: unknown }[];
  /** Tells the tenth working day; without it that share is left out. */
  readonly calendar?: Calendar;
}

/** `overstap report`: a shape that scripts lean on. */
export interface OutcomeReport {
  readonly programme: string;
  readonly asOf: LocalDate;
  readonly referred: number;
  /** How many are in each state (capitals, each person in one), and in each phase (its id; phases may overlap). */
  readonly phases: Readonly<Record<string, number>>;
  readonly measures: readonly Measure[];
  readonly landing: Landing;
}

/**
 * What became of a programme's people by a day. Time to landing runs from the start (M5); the mean is restricted to the agreed horizon, or to
 * the last day that anybody was seen where that is earlier, so that nothing is told of days nobody has lived through yet.
 */
export function outcomeReport(question: OutcomeQuestion): OutcomeReport {
  const { programme, asOf, calendar } = question;
  const people = question.people.map((row) => personOn(row, asOf)).filter((person) => person !== undefined);
  const observed = people.flatMap((person) => {
    const observation = observationOf(person, asOf);
    return observation ? [observation] : [];
  });
  const lastSeen = Math.max(0, ...observed.map(({ time }) => time));
  const landing = landingOf(observed, {
    horizons: HORIZONS,
    restrictedTo: Math.min(question.landing.horizonDays, lastSeen),
  });
  return {
    programme,
    asOf,
    referred: people.length,
    phases: phaseCounts(people),
    measures: [
      ...activation(people, asOf),
      ...landingShares(people),
      ...landingTimes(observed, landing, people.filter((person) => hasStarted(person) && isUnknown(person)).length),
      ...firstSteps(people, asOf, calendar),
      ...onTime(people, asOf, meetable(question.deadlines)),
      ...expiring(people, asOf),
      relapses(people, asOf),
    ],
    landing,
  };
}

function phaseCounts(people: readonly Person[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = Object.fromEntries(TRAJECTORY_STATUSES.map((status) => [status, 0]));
  const add = (stage: string): void => void (counts[stage] = (counts[stage] ?? 0) + 1);
  for (const { status } of people) add(status);
  for (const phase of people.flatMap(({ openPhases }) => openPhases).sort()) add(phase);
  return counts;
}

function meetable(deadlines: OutcomeQuestion['deadlines']): (code: string) => boolean {
  if (!deadlines) return () => true;
  const codes = new Set(deadlines.filter(({ metBy }) => metBy !== undefined).map(({ code }) => code));
  return (code) => codes.has(code);
}
