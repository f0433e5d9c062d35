import { instantAt, localDateOf } from '@overstap/calendar';
import { type Instant, isRefusal, type Refusal } from '@overstap/kernel';
import { HOME_ZONE, turningDays } from '@overstap/mobility';
import { absentCoaches } from '@overstap/projections';
import { type CoachAbsenceParts, settleAbsences } from './coach-absence.js';

const LOOKS_EVERY_MS = 60_000;

/** Sees to it that a coach's work changes hands on the days on which announced absences begin and end. */
export class AbsenceDays {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private settledOn = '';

  constructor(
    private readonly parts: CoachAbsenceParts,
    private readonly report: (where: string, error: unknown) => void,
  ) {}

  /** Looks at once, and whenever a new day has begun; a day that failed is tried again. */
  start(everyMs = LOOKS_EVERY_MS): void {
    const look = (): void => {
      this.running = this.running.then(() => this.settleNewDay());
    };
    look();
    this.timer = setInterval(look, everyMs);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
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

  private async settleNewDay(): Promise<void> {
    const today = localDateOf(HOME_ZONE, this.parts.clock.now());
    if (today === this.settledOn) return;
    try {
      await settleAbsences(this.parts);
      this.settledOn = today;
    } catch (error) {
      this.report('coach absences', error);
    }
  }
}
