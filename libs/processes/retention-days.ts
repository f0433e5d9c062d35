import { addDays, instantAt, localDateOf } from '@overstap/calendar';
import { type Instant, isRefusal, type LocalDate, type Refusal } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';
import { retentionEndsOfAll } from '@overstap/projections';
import { EachDay } from './each-day.js';
import { endRetention, type RetentionEndParts } from './retention-end.js';

/** Sees to it that what is kept no longer is destroyed on its day. */
export class RetentionDays {
  private readonly days: EachDay;

  constructor(
    private readonly parts: RetentionEndParts,
    report: (where: string, error: unknown) => void,
  ) {
    this.days = new EachDay(
      parts.clock,
      () => endRetention(parts),
      (error) => report('retention', error),
    );
  }

  start(everyMs?: number): void {
    this.days.start(everyMs);
  }

  stop(): Promise<void> {
    return this.days.stop();
  }

  /** Moves a virtual clock, with a halt at the beginning of every day on which something is kept no longer; one may follow from the move itself. */
  async advance(to: Instant, move: (to: Instant) => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    const settled = await move(this.parts.clock.now());
    if (isRefusal(settled)) return settled;
    for (let after = this.days.today(); ;) {
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
}
