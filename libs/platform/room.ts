import { statfs } from 'node:fs/promises';

/** Below it PostgreSQL may fail in the middle of its own log, and then reading ends too. */
const LEAST_BYTES = 64 * 1024 * 1024;
const LOOKS_EVERY_MS = 500;

/** How much room is left on the disk that holds a directory; what would fill it is refused while there is still some. */
export class Room {
  private seenAt = -Infinity;
  private seen: Promise<boolean> = Promise.resolve(true);

  constructor(
    private readonly directory: string,
    private readonly leastBytes = LEAST_BYTES,
  ) {}

  /** Whether more may be stored; looked at anew twice a second. */
  isLeft(): Promise<boolean> {
    const now = performance.now();
    if (now - this.seenAt < LOOKS_EVERY_MS) return this.seen;
    this.seenAt = now;
    // A disk that tells nothing is taken for one with room: the database says so when it has none.
    this.seen = statfs(this.directory).then(
      ({ bavail, bsize }) => bavail * bsize >= this.leastBytes,
      () => true,
    );
    return this.seen;
  }
}
