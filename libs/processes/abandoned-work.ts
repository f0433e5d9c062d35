const LOOKS_EVERY_MS = 2_000;

/** Something that is written down and carried out step by step: an import, a template migration. */
export interface Resumable {
  /** Carries on what was begun and is nobody's at the moment. */
  resumeAbandoned(report: (error: unknown) => void): Promise<void>;
}

/** Takes up what a process that died was carrying out. */
export class AbandonedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly works: Readonly<Record<string, Resumable>>,
    private readonly report: (where: string, error: unknown) => void,
  ) {}

  /** Answers when what was abandoned before is done; looks for more from then on. */
  async start(everyMs = LOOKS_EVERY_MS): Promise<void> {
    await this.look();
    const again = (): void => {
      if (this.stopped) return;
      this.timer = setTimeout(() => (this.running = this.look().then(again)), everyMs);
      this.timer.unref();
    };
    again();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** What cannot be finished now stands in nobody's way. */
  private async look(): Promise<void> {
    for (const [name, work] of Object.entries(this.works))
      await work
        .resumeAbandoned((error) => this.report(name, error))
        .catch((error: unknown) => this.report(name, error));
  }
}
