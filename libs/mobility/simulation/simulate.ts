import { addDays, dayOfWeek, type Duration, daysBetween } from '@overstap/calendar';
import { type EventCatalogue, isRefusal, type LocalDate, type Refusal } from '@overstap/kernel';
import { landingOf } from '../placement/landing.js';
import { type TemplateDefinition } from '../programme-template/definition.js';
import { conclusionOf, startedOn } from '../trajectory/state.js';
import { newestFact } from '../workflow/facts.js';
import { Chance } from './chance.js';
import { Coaches, enoughCoaches } from './coaches.js';
import { type CohortForecast, type Forecast, type LandingObservation } from './forecast.js';
import { liveThrough } from './day.js';
import { HABITS } from './habits.js';
import { ageBandOf, type HazardName } from './hazards.js';
import { SimulatedLife, type Surroundings } from './life.js';
import { workingDay } from './punctuality.js';
import { Tally } from './tally.js';
import { closedCalendar, withIntakeWithin } from './what-if.js';

/** What is simulated, and what is different from what the template and the agency have now. */
export interface SimulationTerms {
  readonly template: TemplateDefinition;
  readonly catalogue: EventCatalogue;
  readonly people: number;
  /** The day on which the first are referred and invited. */
  readonly start: LocalDate;
  readonly days: number;
  readonly hazards: HazardName;
  readonly seed: number;
  /** Enough for everybody at once unless told. */
  readonly coaches?: number;
  /** Days over which the people come in, evenly; all on the first day unless told. */
  readonly over?: number;
  readonly closed?: readonly LocalDate[];
  readonly intakeWithin?: Duration;
}

/**
 * Lives through a cohort's time day by day and answers what is to be expected. Every trajectory is decided and folded by the functions that run
 * the real ones; chance follows from the seed alone, and nothing is read from or written to anywhere. `progress` hears of every Sunday, and what
 * it waits for the simulation waits for.
 */
export async function simulate(
  terms: SimulationTerms,
  progress: (day: LocalDate) => Promise<void> = () => Promise.resolve(),
): Promise<Forecast | Refusal> {
  const { catalogue, people, start, days, hazards, seed } = terms;
  const template = terms.intakeWithin ? withIntakeWithin(terms.template, terms.intakeWithin) : terms.template;
  if (isRefusal(template)) return template;
  const calendar = closedCalendar(template, terms.closed ?? []);
  if (isRefusal(calendar)) return calendar;
  const coaches = new Coaches(terms.coaches ?? enoughCoaches(people));
  const monday = addDays(start, 1 - dayOfWeek(start));
  const tally = new Tally(monday, calendar, canBeMetIn(template));
  const around: Surroundings = {
    // The template's own numbers are the law of a simulation.
    world: { template, calendar, landing: template.landing, programmeOpen: true, catalogue, parameters: [] },
    coaches,
    hazards,
    hears: (event, life) => tally.hear(event, life),
  };
  const chance = new Chance(seed);
  const lives = Array.from({ length: people }, (_, index) => {
    const id = `t-${index + 1}`;
    const own = chance.of(id);
    const notifiedOn = workingDay(calendar, addDays(start, Math.floor((index * (terms.over ?? 1)) / people)));
    return new SimulatedLife(id, notifiedOn, ageBandOf(own.within('age', HABITS.ages)), own, around);
  });
  const end = addDays(start, days - 1);
  for (let day = start; day <= end; day = addDays(day, 1)) {
    for (const life of lives) liveThrough(life, day);
    if (dayOfWeek(day) === 7 || day === end) tally.endWeek(addDays(day, 1 - dayOfWeek(day)), day, lives, coaches);
    if (dayOfWeek(day) === 7) await progress(day);
  }
  return {
    template: template.code,
    version: template.version,
    people,
    start,
    end,
    hazards,
    seed,
    coaches: coaches.count,
    cohort: cohortOf(lives),
    weeks: tally.weeks,
    deadlines: tally.deadlineForecasts(),
    reminders: tally.reminderForecasts(),
    observations: lives.flatMap((life) => observationOf(life, end)),
  };
}

function canBeMetIn({ trajectory }: TemplateDefinition): (times: string, code: string) => boolean {
  const met = new Set([
    ...trajectory.deadlines.filter(({ metBy }) => metBy).map(({ code }) => `DEADLINE ${code}`),
    ...trajectory.phases.filter(({ exit }) => exit).map(({ id }) => `PHASE ${id}`),
    // What the program does by itself is nobody's risk.
    ...trajectory.tasks.filter(({ owners }) => owners[0] !== 'SYSTEM').map(({ code }) => `TASK ${code}`),
  ]);
  return (times, code) => met.has(`${times} ${code}`);
}

function cohortOf(lives: readonly SimulatedLife[]): CohortForecast {
  const count = (is: (life: SimulatedLife) => boolean): number => lives.filter(is).length;
  const started = ({ state }: SimulatedLife): boolean => startedOn(state) !== undefined;
  const landed = ({ state }: SimulatedLife): boolean => landingOf(state.facts) !== undefined;
  const concluded = ({ state }: SimulatedLife): boolean => conclusionOf(state.facts) !== undefined;
  return {
    referred: lives.length,
    started: count(started),
    landed: count(landed),
    closedWithoutLanding: count((life) => started(life) && concluded(life) && !landed(life)),
    neverStarted: count((life) => !started(life) && concluded(life)),
    running: count((life) => !concluded(life) && !landed(life)),
  };
}

/** Counted from the start; a term that ended says nothing of the person and censors, a withdrawal competes. */
function observationOf({ state }: SimulatedLife, end: LocalDate): LandingObservation[] {
  const start = startedOn(state);
  if (start === undefined) return [];
  const landedOn = landingOf(state.facts)?.on;
  if (landedOn !== undefined) return [{ time: daysBetween(start, landedOn), cause: 'landed' }];
  const closed = newestFact(state.facts, 'TrajectoryClosed');
  const cause = closed?.data['reason'] === 'WITHDRAWN' ? 'WITHDRAWAL' : null;
  return [{ time: daysBetween(start, closed?.on ?? end), cause }];
}
