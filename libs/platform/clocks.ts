import { type Clock, type Instant, type Refusal, invalid } from '@overstap/kernel';
import { readClockState, writeClockState } from './clock-state.js';
import { type Database } from './database.js';
import { OperatorError } from './operator-error.js';

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): Instant {
    return new Date().toISOString();
  }
}

/** Stands still between moves and never goes back. */
export class VirtualClock implements Clock {
  #now: Instant;

  /** `remember` is called before each move takes effect, so that no event is stamped later than what is remembered. */
  constructor(
    start: Instant,
    private readonly remember: (livedUntil: Instant) => Promise<void> = async () => undefined,
  ) {
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** Moves forward; the same instant again is no move. Refuses to go back. The caller visits the due instants between. */
  async moveTo(instant: Instant): Promise<Refusal | undefined> {
    if (instant < this.#now)
      return invalid(
        'now',
        'clock-goes-back',
        `the clock stands at ${this.#now} and never goes back; name a later moment`,
      );
    if (instant === this.#now) return undefined;
    await this.remember(instant);
    this.#now = instant;
    return undefined;
  }
}

/** The database has lived longer than the clock it is started with. */
export class ClockGoesBackError extends OperatorError {}

/**
 * The clock for a database: virtual from `start` where one is given, else the machine's. A database never goes back: the
 * same start again goes on where the last run ended, any other earlier moment is refused with what to do.
 * Call `remember` at shutdown, so that the machine's clock counts as lived too.
 */
export async function openClock(
  database: Pick<Database, 'worker'>,
  start?: Instant,
): Promise<{ readonly clock: SystemClock | VirtualClock; remember(): Promise<void> }> {
  const state = await readClockState(database);
  const system = new SystemClock();
  const wanted = start ?? system.now();
  const livedUntil = state?.livedUntil ?? wanted;
  const again = start !== undefined && state?.startedAt === start;
  if (wanted < livedUntil && !again)
    throw new ClockGoesBackError(
      `This database has lived until ${livedUntil} and cannot go back to ${wanted}. ` +
        `Start it with OVERSTAP_CLOCK=${livedUntil} or later, or set OVERSTAP_DATA_DIR to an empty directory.`,
    );
  const first = wanted < livedUntil ? livedUntil : wanted;
  const remember = (until: Instant): Promise<void> =>
    writeClockState(database, { startedAt: start, livedUntil: until });
  await remember(first);
  const clock = start === undefined ? system : new VirtualClock(first, remember);
  return { clock, remember: () => remember(clock.now()) };
}
