import fc from 'fast-check';
import { type VisitStep } from './visits.js';

const step: fc.Arbitrary<VisitStep> = fc.record({
  tenant: fc.constantFrom('a', 'b'),
  trajectory: fc.constantFrom('t1', 't2', 't3', 't4', 't5'),
  type: fc.constantFrom('VisitPlanned', 'VisitPlanned', 'VisitMoved', 'VisitVoided'),
  visit: fc.constantFrom('v1', 'v2', "o'k", 'a"b,{x}', 'back\\slash', 'NULL'),
  desk: fc.constantFrom('north', "'s-Gravenhage", '\\N'),
  at: fc.integer({ min: 0, max: 1_000_000 }).map((n) => new Date(1_790_000_000_000 + n * 977).toISOString()),
  note: fc.constantFrom('', 'tab\tand "quote"', 'back\\slash\nline', 'Zoë ☃ 😀', '\\N'),
});

/** Up to 60 events of two tenants, five trajectories and three desks. */
export const histories = fc.array(step, { minLength: 1, maxLength: 60 });

/** Two events may change places when no partition sees both. */
const mayPass = (a: VisitStep, b: VisitStep): boolean =>
  a.tenant !== b.tenant || (a.trajectory !== b.trajectory && a.desk !== b.desk);

/** The same history in another order that is allowed: neighbours change places, as often as there are numbers. */
export function reordered(history: readonly VisitStep[], choices: readonly number[]): readonly VisitStep[] {
  const steps = [...history];
  for (const choice of choices) {
    const at = choice % Math.max(1, steps.length - 1);
    const [a, b] = [steps[at], steps[at + 1]];
    if (a && b && mayPass(a, b)) [steps[at], steps[at + 1]] = [b, a];
  }
  return steps;
}
