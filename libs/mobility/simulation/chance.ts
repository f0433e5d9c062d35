/**
 * Chance that is a function of its name: the same seed and the same names give the same luck, whatever else was asked before. So the same person
 * meets the same luck in every what-if, and two runs differ by what was changed alone.
 */
export class Chance {
  constructor(
    private readonly seed: number,
    private readonly names: readonly string[] = [],
  ) {}

  /** The chance of somebody or something within this one. */
  of(...names: readonly string[]): Chance {
    return new Chance(this.seed, [...this.names, ...names]);
  }

  /** From 0 up to but not including 1. */
  luck(name: string): number {
    let hash = mixed(this.seed | 0);
    for (const each of [...this.names, name]) {
      // A separator, so that `a`, `bc` and `ab`, `c` are two names.
      hash = mixed(hash ^ SEPARATOR);
      for (let index = 0; index < each.length; index += 1) hash = Math.imul(hash ^ each.charCodeAt(index), PRIME);
    }
    return (mixed(hash) >>> 0) / 2 ** 32;
  }

  happens(name: string, probability: number): boolean {
    return this.luck(name) < probability;
  }

  /** A whole number, both ends included. */
  within(name: string, [low, high]: readonly [number, number]): number {
    return low + Math.floor(this.luck(name) * (high - low + 1));
  }

  one<T>(name: string, values: readonly [T, ...T[]]): T {
    return values[this.within(name, [0, values.length - 1])] ?? values[0];
  }

  /** Exponential with this mean. */
  wait(name: string, mean: number): number {
    return -Math.log(1 - this.luck(name)) * mean;
  }
}

const PRIME = 0x01000193;
const SEPARATOR = 0x9e3779b9;

/** The end of MurmurHash3: every bit of the result depends on every bit of the input. */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
