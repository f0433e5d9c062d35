import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** What became of one command that was sent, as far as whoever sent it knows. */
type Known = 'acknowledged' | 'unknown' | 'refused';

export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged, and not in the log. */
  readonly lost: readonly string[];
  /** In the log, and never sent, or refused. */
  readonly phantom: readonly string[];
  /** In the log more than once. */
  readonly doubled: readonly string[];
}

const WRITERS = 16;

/** Writers that send commands as fast as they are answered, and keep account of every answer. */
export class Ledger {
  readonly statuses = new Map<number, number>();
  private readonly sent = new Map<string, Known>();
  private running = true;
  private last = { sentAt: -1, at: -1 };
  private readonly writers: Promise<void>[] = [];

  /** Always asks for the address anew: a program that was started again may be elsewhere. */
  constructor(private readonly send: (command: string) => Promise<Response>) {}

  start(): void {
    this.running = true;
    for (let writer = 0; writer < WRITERS; writer += 1) this.writers.push(this.write());
  }

  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.writers.splice(0));
  }

  get acknowledged(): number {
    return [...this.sent.values()].filter((known) => known === 'acknowledged').length;
  }

  /** Resolves when so many more are acknowledged than now. */
  async more(count: number, withinMs = 60_000): Promise<void> {
    const from = this.acknowledged;
    for (const until = performance.now() + withinMs; this.acknowledged < from + count; await pause(20))
      if (performance.now() > until) throw new Error(`No ${count} more were acknowledged within ${withinMs} ms`);
  }

  /** Milliseconds from the moment until a command that was sent after it is acknowledged. */
  async recovery(since: number, withinMs = 60_000): Promise<number> {
    while (this.last.sentAt < since) {
      if (performance.now() - since > withinMs) throw new Error(`Nothing was acknowledged for ${withinMs} ms`);
      await pause(5);
    }
    return this.last.at - since;
  }

  /** Compares with the commands that the log holds, each as often as it does. */
  verdict(stored: readonly string[]): Verdict {
    const counts = new Map<string, number>();
    for (const command of stored) counts.set(command, (counts.get(command) ?? 0) + 1);
    const acknowledged = [...this.sent].filter(([, known]) => known === 'acknowledged').map(([command]) => command);
    return {
      acknowledged: acknowledged.length,
      lost: acknowledged.filter((command) => !counts.has(command)),
      phantom: [...counts.keys()].filter((command) => ['refused', undefined].includes(this.sent.get(command))),
      doubled: [...counts].filter(([, times]) => times > 1).map(([command]) => command),
    };
  }

  private async write(): Promise<void> {
    while (this.running) {
      const command = randomUUID();
      this.sent.set(command, 'unknown');
      const sentAt = performance.now();
      const answer = await this.send(command).catch(() => undefined);
      if (answer) this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      if (answer?.ok) {
        this.sent.set(command, 'acknowledged');
        this.last = { sentAt, at: performance.now() };
      } else {
        // 503 does not say that nothing was stored.
        if (answer && answer.status >= 400 && answer.status < 500) this.sent.set(command, 'refused');
        await pause(20);
      }
    }
  }
}
