import { type AppendResult, type StoredEvent } from '@overstap/kernel';
import { LRUCache } from 'lru-cache';

type Appended = Extract<AppendResult, { outcome: 'appended' }>;

/** About 200 bytes each. */
const MOST_IDS = 50_000;

/** A stream from its beginning up to `revision`: which commands are in it, and where they ended. */
export class KnownStream {
  /** -1: nothing known, which is right for a stream that does not exist. */
  revision = -1;
  readonly #commandOf = new Map<string, string>();
  readonly #endOf = new Map<string, Pick<Appended, 'revision' | 'position'>>();

  get size(): number {
    return this.#commandOf.size + 1;
  }

  /** Takes what follows on what is known; the rest tells nothing about the gap before it. */
  learn(events: readonly Pick<StoredEvent, 'id' | 'command' | 'revision' | 'position'>[], fromStart: boolean): void {
    for (const { id, command, revision, position } of events) {
      // A stream that was truncated begins later than at 0.
      if (revision !== this.revision + 1 && !(fromStart && this.revision === -1)) continue;
      this.revision = revision;
      this.#commandOf.set(id, command);
      this.#endOf.set(command, { revision, position });
    }
  }

  /** The first result of the command that brought the event; undefined when the event is not known. */
  resultOf(id: string): Appended | undefined {
    const end = this.#endOf.get(this.#commandOf.get(id) ?? '');
    return end && { outcome: 'appended', ...end, duplicate: true };
  }

  holds(id: string): boolean {
    return this.#commandOf.has(id);
  }
}

/** The streams that were read or written last. */
export class KnownStreams {
  readonly #streams = new LRUCache<string, KnownStream>({
    maxSize: MOST_IDS,
    sizeCalculation: (known) => Math.min(known.size, MOST_IDS),
  });

  of(name: string): KnownStream {
    return this.#streams.get(name) ?? new KnownStream();
  }

  /** After every change: the place that it takes is counted anew. */
  keep(name: string, known: KnownStream): void {
    this.#streams.delete(name);
    this.#streams.set(name, known);
  }

  forget(name: string): void {
    this.#streams.delete(name);
  }
}
