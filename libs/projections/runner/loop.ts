import { backOff } from '@overstap/kernel';

const AGAIN_MS = { first: 100, most: 5_000 };

/** Runs a piece of work whenever it is rung for and at least every `tickMs`, one run at a time; what fails is reported and tried again. */
export class Loop {
  private running: Promise<void> | undefined;
  private stopped = false;
  private rung = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly tickMs: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  ring(): void {
    this.rung = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      this.rung = false;
      try {
        await this.work();
        failures = 0;
      } catch (error) {
        failures += 1;
        this.failed(error);
      }
      // While it fails the bell would only make it fail faster.
      if (failures > 0) await this.pause(backOff(AGAIN_MS, failures - 1));
      else if (!this.rung) await this.pause(this.tickMs);
    }
  }

  private pause(ms: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
