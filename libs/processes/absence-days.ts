import { instantAt } from '@overstap/calendar';
import { type Instant, isRefusal, type Refusal } from '@overstap/kernel';
import { HOME_ZONE, turningDays } from '@overstap/mobility';
import { absentCoaches } from '@overstap/projections';
import { type CoachAbsenceParts, settleAbsences } from './coach-absence.js';
import { EachDay } from './each-day.js';

/** Sees to it that a coach's work changes hands on the days on which announced absences begin and end. */
export class AbsenceDays {
  private readonly days: EachDay;

  constructor(
    private readonly parts: CoachAbsenceParts,
    report: (where: string, error: unknown) => void,
  ) {
    this.days = new EachDay(
      parts.clock,
      () => settleAbsences(parts),
      (error) => report('coach absences', error),
    );
  }

  start(everyMs?: number): void {
    this.days.start(everyMs);
  }

  stop(): Promise<void> {
    return this.days.stop();
  }

  /** Moves a virtual clock, with a halt at the beginning of every day on which somebody's absence begins or ends. */
  async advance(to: Instant, move: (to: Instant) => Promise<Refusal | undefined>): Promise<Refusal | undefined> {
    // A move to where the clock stands lets everything settle first: an absence may have been announced a moment ago.
    const unsettled = await move(this.parts.clock.now());
    if (isRefusal(unsettled)) return unsettled;
    for (const halt of await this.halts(to)) {
      const refused = await move(halt);
      if (isRefusal(refused)) return refused;
      await settleAbsences(this.parts);
    }
    return move(to);
  }

  private async halts(to: Instant): Promise<readonly Instant[]> {
    const now = this.parts.clock.now();
    const days = (await absentCoaches(this.parts.database.worker)).flatMap(({ absences }) => turningDays(absences));
    return [...new Set(days)]
      .map((day) => instantAt(HOME_ZONE, day, '00:00'))
      .filter((at) => at > now && at <= to)
      .sort();
  }
}
