import { type Instant } from '@overstap/kernel';
import { type EpochDay } from './dates.js';
import { msOf } from './zones.js';

/** A time in which a clock stands still; without `to` it has not ended yet. */
export interface Pause {
  readonly from: Instant;
  readonly to?: Instant;
}

/** Days, both included, whose cut-off a pause covers; `last` is Infinity while the pause goes on. */
export interface PausedDays {
  readonly first: EpochDay;
  readonly last: EpochDay;
}

/**
 * The days that pauses keep from counting, in order and merged. `firstOpenDay` tells the first day whose cut-off lies after a moment: at the
 * very moment of a cut-off the day is consumed first, then the pause begins or ends. A pause that ends before it begins covers nothing.
 */
export function pausedDays(pauses: readonly Pause[], firstOpenDay: (ms: number) => EpochDay): PausedDays[] {
  const spans = pauses
    .map(({ from, to }) => ({
      first: firstOpenDay(msOf(from)),
      last: to === undefined ? Infinity : firstOpenDay(msOf(to)) - 1,
    }))
    .filter(({ first, last }) => first <= last)
    .sort((a, b) => a.first - b.first);
  const merged: PausedDays[] = [];
  for (const span of spans) {
    const previous = merged.at(-1);
    if (previous && span.first <= previous.last + 1)
      merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, span.last) };
    else merged.push(span);
  }
  return merged;
}
