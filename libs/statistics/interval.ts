/**
 * A figure with its 95 % interval. Null means that the observations do not tell: a median that is not reached, a share of
 * nobody, an interval that the method does not define. Never NaN.
 */
export interface Estimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The 97.5 % point of the standard normal distribution: two-sided 95 %. */
export const Z95 = 1.959963984540054;

/** The square root of the machine's precision: what R's `survival` forgives in times and in probabilities. */
export const TOLERANCE = Math.sqrt(Number.EPSILON);
