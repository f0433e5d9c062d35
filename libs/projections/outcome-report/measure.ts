import { type Estimate, proportion } from '@overstap/statistics';

/**
 * One figure with what it rests on. A part that has no meaning for the figure is null, never 0: a count has no interval, a share of
 * things past has nothing censored.
 */
export interface Measure {
  /** Of docs/metrics.md: `M1`; a dot names the variant: `M1.STRICT`. */
  readonly code: string;
  readonly name: string;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** People or things whose answer is still open on the day. */
  readonly censored: number | null;
  /** Those whose answer nobody knows. */
  readonly unknown: number | null;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

interface Rest {
  readonly censored?: number;
  readonly unknown?: number;
}

/** A share with its Wilson interval. */
export const share = (
  code: string,
  name: string,
  numerator: number,
  denominator: number,
  rest: Rest = {},
): Measure => ({
  code,
  name,
  numerator,
  denominator,
  censored: rest.censored ?? null,
  unknown: rest.unknown ?? null,
  ...proportion(numerator, denominator),
});

/** A figure that another method gives, over the people it was taken from. */
export const estimate = (
  code: string,
  name: string,
  numerator: number,
  denominator: number,
  figure: Partial<Estimate>,
  rest: Rest = {},
): Measure => ({
  code,
  name,
  numerator,
  denominator,
  censored: rest.censored ?? null,
  unknown: rest.unknown ?? null,
  value: figure.value ?? null,
  lower: figure.lower ?? null,
  upper: figure.upper ?? null,
});

/** How many there are, out of how many: the value is the count itself. */
export const count = (code: string, name: string, numerator: number, denominator: number, rest: Rest = {}): Measure =>
  estimate(code, name, numerator, denominator, { value: numerator }, rest);
