/** Of the first wait after a failure, and of the longest; in whatever unit, mostly milliseconds. */
export interface Waits {
  readonly first: number;
  readonly most: number;
}

/** How long to wait after as many failures in a row beside the one that is waited for: twice as long each time, and never longer than `most`. */
export const backOff = ({ first, most }: Waits, failures: number): number => Math.min(first * 2 ** failures, most);
