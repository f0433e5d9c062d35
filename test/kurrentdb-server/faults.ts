import grpc from '@grpc/grpc-js';

/** What goes wrong on request. */
export class Faults {
  /** How far the server's clock is before that of those who ask it; negative when it is behind. */
  clockAheadMs = 0;
  #frozen: Promise<void> | undefined;
  #thaw: () => void = () => undefined;
  #answersToLose = 0;
  #appendsToRefuse = 0;
  #subscriptionsToRefuse = 0;
  readonly #drops = new Set<() => void>();
  #appends = 0;
  #callsTogether = 0;
  #subscriptions = 0;
  #recordsRead = 0;

  /** Appends that reached the log's rules, repeated ones too. */
  get appends(): number {
    return this.#appends;
  }

  appended(): void {
    this.#appends++;
  }

  /** Calls that appended to several streams. */
  get callsTogether(): number {
    return this.#callsTogether;
  }

  appendedTogether(): void {
    this.#callsTogether++;
  }

  /** Records that reads were sent; what subscriptions were sent does not count. */
  get recordsRead(): number {
    return this.#recordsRead;
  }

  read(records: number): void {
    this.#recordsRead += records;
  }

  /** Connections stay, nothing is answered. */
  freeze(): void {
    this.#frozen ??= new Promise((resolve) => (this.#thaw = resolve));
  }

  thaw(): void {
    this.#frozen = undefined;
    this.#thaw();
  }

  async whenThawed(): Promise<void> {
    await this.#frozen;
  }

  /** The next appends are stored, but nobody is told. */
  loseAnswers(count: number): void {
    this.#answersToLose = count;
  }

  losesAnswer(): boolean {
    return this.#answersToLose > 0 && this.#answersToLose-- > 0;
  }

  /** The next appends break their call as UNAVAILABLE; nothing is stored. */
  refuseAppends(count: number): void {
    this.#appendsToRefuse = count;
  }

  refusesAppend(): boolean {
    return this.#appendsToRefuse > 0 && this.#appendsToRefuse-- > 0;
  }

  /** Subscriptions that were asked for, refused ones too. */
  get subscriptions(): number {
    return this.#subscriptions;
  }

  /** The next subscriptions end as UNAVAILABLE when they are asked for; reads are answered. */
  refuseSubscriptions(count: number): void {
    this.#subscriptionsToRefuse = count;
  }

  refusesSubscription(): boolean {
    this.#subscriptions++;
    return this.#subscriptionsToRefuse > 0 && this.#subscriptionsToRefuse-- > 0;
  }

  /** Every subscription ends with an error. */
  dropSubscriptions(): void {
    for (const drop of this.#drops) drop();
  }

  onDrop(drop: () => void): () => void {
    this.#drops.add(drop);
    return () => void this.#drops.delete(drop);
  }

  unavailable(details = 'The test server was told to be away.'): grpc.ServiceError {
    return Object.assign(new Error(details), {
      code: grpc.status.UNAVAILABLE,
      details,
      metadata: new grpc.Metadata(),
    });
  }
}
