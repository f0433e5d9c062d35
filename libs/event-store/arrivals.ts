/** Tells sleeping readers that something may have arrived. A signal between `count` and `after` is not lost. */
export class Arrivals {
  #count = 0;
  readonly #sleepers = new Set<() => void>();

  get count(): number {
    return this.#count;
  }

  signal(): void {
    this.#count++;
    for (const wake of this.#sleepers) wake();
  }

  /** Resolves at once when there was a signal since `count` was read, else at the next one or after the time-out. */
  after(count: number, timeoutMs: number): Promise<void> {
    if (this.#count !== count) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      this.#sleepers.add(wake);
    });
  }
}
