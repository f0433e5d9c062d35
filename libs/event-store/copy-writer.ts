import { type StoredEvent } from '@overstap/kernel';

/** An event that another store took, and how large it is where it should go. */
export interface TooLarge {
  readonly event: StoredEvent;
  readonly bytes: number;
}

/** Two events of a tenant have one id, which the store that they should go to does not take. */
export class RepeatedIdError extends Error {}

/** Takes events of another store as they are: ids, revisions, order and sealed payloads. Nobody else may write meanwhile. */
export interface CopyWriter {
  /**
   * Each stream must stand right before its first event here. When it throws, some of the first events may be stored, and none without those
   * before it. A RepeatedIdError where they, or what is stored, hold an id twice that may be held once.
   */
  write(events: readonly StoredEvent[]): Promise<void>;
  /** Those that could never be written. Absent where whatever another store took can be. Writes nothing. */
  tooLarge?(events: readonly StoredEvent[]): Promise<readonly TooLarge[]>;
  close(): Promise<void>;
}
