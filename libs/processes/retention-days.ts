import { addDays, instantAt, localDateOf } from '@overstap/calendar';
import { type Instant, isRefusal, type LocalDate, type Refusal } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { retentionEndsOfAll } from '@overstap/projections';
import { endRetention, type RetentionEndParts } from './retention-end.js';

const LOOKS_EVERY_MS = 60_000;

/** Sees to it that what is kept no longer is destroyed on its day. */
export class RetentionDays {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private endedOn = '';

  constructor(
    private readonly parts: RetentionEndParts,
    private readonly report: (where: string, error: unknown) => void,
  ) {}

  /** Looks at once, and whenever a new day has begun; a day that failed is tried again. */
  start(everyMs = LOOKS_EVERY_MS): void {
    const look = (): void => {
      this.running = this.running.then(() => this.endNewDay());
    };
    look();
    this.timer = setInterval(look, everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Moves a virtual clock, with a halt at the beginning of every day on which something is kept no longer; one may follow from the move itself. */
  async advance(to: Instant, move: (to: Instant) => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    const settled = await move(this.parts.clock.now());
    if (isRefusal(settled)) return settled;
    for (let after = this.today(); ;) {
      const day = await this.nextDay(after, localDateOf(HOME_ZONE, to));
      const halt = day === undefined ? to : instantAt(HOME_ZONE, day, '00:00');
      const refused = await move(halt < to ? halt : to);
      if (isRefusal(refused)) return refused;
      await endRetention(this.parts);
      if (day === undefined || halt >= to) return undefined;
      after = day;
    }
  }

  private async nextDay(after: LocalDate, through: LocalDate): Promise<LocalDate | undefined> {
    const ends = await retentionEndsOfAll(this.parts.database.worker, through);
    return ends
      .map(({ until }) => until)
      .filter((until) => until >= addDays(after, 1))
      .sort()[0];
  }

  private async endNewDay(): Promise<void> {
    const today = this.today();
    if (today === this.endedOn) return;
    try {
      await endRetention(this.parts);
      this.endedOn = today;
    } catch (error) {
      this.report('retention', error);
    }
  }

  private readonly today = (): LocalDate => localDateOf(HOME_ZONE, this.parts.clock.now());
}
