import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Instant } from '@overstap/kernel';
import { temporaryDirectory } from '../../support/postgres.js';

const PRELOAD = fileURLToPath(new URL('./shifted-clock.mjs', import.meta.url));

/** The operating system's clock as the programs started on it see it; it goes at the machine's pace, and jumps when it is told to. */
export class MachineClock {
  private readonly file = join(temporaryDirectory('clock'), 'shift-ms');
  private shiftMs = 0;

  constructor(now: Instant) {
    this.set(now);
  }

  /** What a program is started with, so that this clock is its machine's. */
  readonly env = { NODE_OPTIONS: `--import=${PRELOAD}`, SHIFTED_CLOCK: this.file };

  now(): Instant {
    return new Date(Date.now() + this.shiftMs).toISOString();
  }

  set(now: Instant): void {
    this.shift(Date.parse(now) - Date.now());
  }

  /** Forward, or back when negative. */
  jump(ms: number): void {
    this.shift(this.shiftMs + ms);
  }

  private shift(ms: number): void {
    this.shiftMs = ms;
    // Renamed into place, so that nobody reads half of it.
    writeFileSync(`${this.file}.new`, String(ms));
    renameSync(`${this.file}.new`, this.file);
  }
}
