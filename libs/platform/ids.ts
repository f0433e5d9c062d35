import { randomInt } from 'node:crypto';
import { v7 } from 'uuid';
import { type Clock, type Ids } from '@overstap/kernel';

const SEQUENCE_END = 2 ** 32;

/** UUID v7 by the program's clock. Each is greater than the one before, also while a virtual clock stands still. */
export class UuidV7 implements Ids {
  #msecs = -1;
  #sequence = 0;

  constructor(private readonly clock: Clock) {}

  next(): string {
    const now = Date.parse(this.clock.now());
    if (now > this.#msecs) {
      this.#msecs = now;
      // The lower half, so that two billion more fit into the same millisecond.
      this.#sequence = randomInt(SEQUENCE_END / 2);
    } else if (++this.#sequence === SEQUENCE_END) {
      this.#msecs++;
      this.#sequence = 0;
    }
    return v7({ msecs: this.#msecs, seq: this.#sequence });
  }
}
