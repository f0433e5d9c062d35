import { type FactLog } from '../workflow/facts.js';

/**
 * Whether the employer may hear nothing new of a trajectory, after one more of its events: what a projection for an employer folds, beginning with
 * `false`. While it is true the projection leaves its rows as they are.
 */
export function isDisclosureHeld(before: boolean, { type }: { readonly type: string }): boolean {
  if (type === 'DisclosureHeld') return true;
  return type === 'DisclosureReleased' ? false : before;
}

/** The same of a whole trajectory. */
export const disclosureIsHeld = (facts: FactLog): boolean => facts.reduce(isDisclosureHeld, false);
