import { LANDED, type Observation } from '../observation.js';

/** Twelve people: L landed, C censored, W withdrew. */
export const TWELVE: readonly Observation[] = (
  [
    [21, LANDED],
    [35, LANDED],
    [35, null],
    [60, LANDED],
    [60, LANDED],
    [77, 'withdrew'],
    [90, LANDED],
    [120, null],
    [150, LANDED],
    [180, null],
    [180, null],
    [180, null],
  ] as const
).map(([time, cause]) => ({ time, cause }));

const CAUSES = ['withdrew', 'retired', 'deceased'];

/** A linear congruential generator (Numerical Recipes): the same cohorts in every run. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A cohort of 1 to 150 people, by its number alone: from fine to coarse times (many ties, some on day 0), from none to nearly
 * all censored, with up to three competing causes. Every seventh has times that are equal but for rounding (3 × 0.1, 0.3).
 */
export function randomCohort(number: number): readonly Observation[] {
  const random = randomOf(number * 7919);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const size = 1 + Math.floor(random() * pick([3, 12, 40, 150]));
  const grain = number % 7 === 0 ? 0.1 : pick([1, 1, 7, 30, 90]);
  const censoring = pick([0, 0.2, 0.5, 0.8, 0.95]);
  const competing = CAUSES.slice(0, pick([0, 0, 1, 2, 3]));
  const follow = pick([60, 200, 365, 500]);
  const mean = grain === 0.1 ? 2 : 150;
  return Array.from({ length: size }, () => {
    const steps = Math.floor((-Math.log(1 - random()) * mean) / grain);
    const time = grain === 0.1 && random() < 0.5 ? steps / 10 : steps * grain;
    const cause = random() < 0.7 || competing.length === 0 ? LANDED : pick(competing);
    if (time > follow) return { time: follow, cause: null };
    return { time, cause: random() < censoring ? null : cause };
  });
}
