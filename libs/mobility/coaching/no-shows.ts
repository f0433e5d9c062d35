import { type FactLog } from '../workflow/facts.js';

/** How often somebody did not come to an intake or a session. */
export interface NoShows {
  readonly noShows: number;
  /** Those of them without a reason. */
  readonly unexcused: number;
}

const NO_SHOWS: readonly string[] = ['IntakeNoShow', 'SessionNoShow'];

/** What was put right counts as it is now, what was taken back not at all. */
export function noShowsIn({ facts }: { readonly facts: FactLog }): NoShows {
  const missed = facts.filter(({ type }) => NO_SHOWS.includes(type));
  return { noShows: missed.length, unexcused: missed.filter(({ data }) => data['excused'] === false).length };
}
