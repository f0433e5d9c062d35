/**
 * So long what is late by the clock goes first; then what has come until then is followed in one go, each row written once for many events. Well below
 * the time for which somebody waits to see what they just recorded.
 */
const GIVES_WAY_MS = 1_000;

/**
 * Lets work that somebody waits for go before work that only has to follow: while much falls due at once, what fires is stored first and the read
 * models, which then write a row once for many events, come behind it by no more than each of them is willing to wait.
 */
export class RightOfWay {
  private underWay = 0;
  private readonly waiting = new Set<() => void>();

  /** Does the work that the others give way to. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await work();
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) for (const goOn of this.waiting) goOn();
    }
  }

  /** Answers once nothing that goes first is under way, and after so many milliseconds at the latest. */
  async give(mostMs = GIVES_WAY_MS): Promise<void> {
    if (this.underWay === 0) return;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        this.waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, mostMs);
      this.waiting.add(goOn);
    });
  }
}
