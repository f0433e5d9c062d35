import { type StoredEvent } from '@overstap/kernel';

/** Takes events of another store as they are: ids, revisions, order and sealed payloads. Nobody else may write meanwhile. */
export interface CopyWriter {
  /**
   * Each stream must stand right before its first event here. When it throws, some of the first events may be stored, and none without those
   * before it.
   */
  write(events: readonly StoredEvent[]): Promise<void>;
  close(): Promise<void>;
}
