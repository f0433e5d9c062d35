import { localDateOf } from '@overstap/calendar';
import { type Clock, type LocalDate } from '@overstap/kernel';
import { HOME_ZONE } from '@overstap/mobility';

const LOOKS_EVERY_MS = 60_000;

/** Does something at once, and whenever a new day has begun; a day on which it failed is tried again. */
export class EachDay {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private doneOn = '';

  constructor(
    private readonly clock: Clock,
    private readonly settle: () => Promise<unknown>,
    private readonly report: (error: unknown) => void,
  ) {}

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

  readonly today = (): LocalDate => localDateOf(HOME_ZONE, this.clock.now());

  private async settleNewDay(): Promise<void> {
    const today = this.today();
    if (today === this.doneOn) return;
    try {
      await this.settle();
      this.doneOn = today;
    } catch (error) {
      this.report(error);
    }
  }
}
