import { type AppendResult } from '@overstap/kernel';
import { type SerialisedAppend } from '../append-limits.js';

/** Two transactions overlap one's disk flush with the other's work; a third only makes the batches smaller. */
const IN_FLIGHT = 2;
const BATCH_EVENTS = 500;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Fewer requests than this are not shared out over the free transactions: each costs more than what it would do beside the other. */
const WORTH_SHARING = 8;

interface Waiting {
  readonly append: SerialisedAppend;
  readonly stream: string;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers appends while earlier ones are being stored and stores them together. A stream is in one batch at a time and at most
 * once in it: appends to one stream happen one after the other, in the order in which they came.
 */
export class GroupCommit {
  #waiting: Waiting[] = [];
  readonly #busy = new Set<string>();
  #inFlight = 0;
  #scheduled = false;
  #idle: (() => void)[] = [];

  constructor(
    /** One answer per request; an error is of that request alone. */
    private readonly store: (batch: readonly SerialisedAppend[]) => Promise<readonly (AppendResult | Error)[]>,
    /** Whether the batch failed for one of its requests: then it is sent by halves, until that one is alone. */
    private readonly isOfContent: (error: unknown) => boolean,
  ) {}

  append(append: SerialisedAppend): Promise<AppendResult> {
    const stream = JSON.stringify([append.request.tenant, append.request.stream]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, stream, resolve, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  async drained(): Promise<void> {
    if (this.#waiting.length > 0 || this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** After the current turn, so that what is sent together is stored together. */
  #schedule(): void {
    if (this.#scheduled || this.#inFlight >= IN_FLIGHT) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      while (this.#inFlight < IN_FLIGHT) {
        const free = IN_FLIGHT - this.#inFlight;
        const waiting = this.#waiting.length;
        const batch = this.#take(waiting < WORTH_SHARING ? waiting : Math.ceil(waiting / free));
        if (batch.length === 0) break;
        void this.#run(batch);
      }
    });
  }

  #take(most: number): readonly Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const passed = new Set<string>();
    let events = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      const { append, stream } = waiting;
      const full =
        batch.length >= most || events + append.payloads.length > BATCH_EVENTS || bytes + append.bytes > BATCH_BYTES;
      if (this.#busy.has(stream) || passed.has(stream) || (full && batch.length > 0)) {
        left.push(waiting);
        passed.add(stream);
        continue;
      }
      this.#busy.add(stream);
      batch.push(waiting);
      events += append.payloads.length;
      bytes += append.bytes;
    }
    this.#waiting = left;
    return batch;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    this.#inFlight++;
    await this.#store(batch);
    this.#inFlight--;
    for (const { stream } of batch) this.#busy.delete(stream);
    if (this.#waiting.length > 0) this.#schedule();
    else if (this.#inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.store(batch.map(({ append }) => append));
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new Error('The event store gave no answer to an append.'));
        else if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      });
    } catch (error) {
      if (batch.length === 1 || !this.isOfContent(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = batch.length >> 1;
      await this.#store(batch.slice(0, half));
      await this.#store(batch.slice(half));
    }
  }
}
