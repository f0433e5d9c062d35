/** Seeded chance (mulberry32): the demo is the same each time, relative to the day it is made. */
export class Chance {
  constructor(private seed: number) {}

  /** Another chance of its own, so that how one life goes does not depend on the order in which lives are looked at. */
  split(): Chance {
    return new Chance(this.whole(1, 2 ** 31 - 1));
  }

  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  within([low, high]: readonly [number, number]): number {
    return this.whole(low, high);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(values: readonly [T, ...T[]]): T {
    return values[this.whole(0, values.length - 1)] ?? values[0];
  }

  /** One of the names, by weight. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const entries = Object.entries(weights) as [Name, number][];
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) if ((left -= weight) < 0) return name;
    return (entries.at(-1) as [Name, number])[0];
  }

  /** Exponential with this mean. */
  wait(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }
}
