import { createHash } from 'node:crypto';
import { type StoredEvent } from '@overstap/kernel';
import { canonicalEvent } from '../canonical-event.js';

const EMPTY = Buffer.alloc(32);

/** What a log holds, stream by stream, and in which order. Memory grows with the number of streams, about 150 bytes each. */
export class LogDigest {
  events = 0;
  /** Of everything in its order. */
  #whole: Buffer = EMPTY;
  /** Each stream's digest covers every value of its events, ciphertext included, but not where the log has them. */
  readonly #streams = new Map<string, Buffer>();

  add(event: StoredEvent): void {
    const name = `${event.tenant}/${event.stream}`;
    const stream = hash(this.#streams.get(name) ?? EMPTY, canonicalEvent(event));
    this.#streams.set(name, stream);
    this.#whole = hash(this.#whole, stream);
    this.events++;
  }

  holds(stream: string): boolean {
    return this.#streams.has(stream);
  }

  get streams(): number {
    return this.#streams.size;
  }

  get digest(): string {
    return this.#whole.toString('hex');
  }

  /** The streams of which one of the two holds something else, or that one of them lacks; `order` when all are the same, recorded in another order. */
  difference(other: LogDigest): { readonly streams: readonly string[]; readonly order: boolean } {
    const names = new Set([...this.#streams.keys(), ...other.#streams.keys()]);
    const streams = [...names].filter((name) => {
      const [here, there] = [this.#streams.get(name), other.#streams.get(name)];
      return !here || !there || !here.equals(there);
    });
    return { streams, order: streams.length === 0 && !this.#whole.equals(other.#whole) };
  }
}

const hash = (before: Buffer, next: string | Buffer): Buffer =>
  createHash('sha256').update(before).update(next).digest();
