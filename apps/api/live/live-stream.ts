import { type Position } from '@overstap/kernel';
import { type Change, type Changes, MOST_CHANGES } from './live-changes.js';

/** A line goes out at least so often, so that nothing in between takes the connection for dead. */
const BEAT_MS = 15_000;
/** Whether access goes on is looked at before anything is told, and so often where nothing is. */
const LOOK_MS = 5_000;
/** Who does not read what was sent is let go; they come back with Last-Event-ID. */
const MOST_UNREAD_BYTES = 256 * 1024;

export interface Wire {
  write(text: string): boolean;
  end(): void;
  readonly writableLength: number;
}

export interface StreamParts {
  readonly wire: Wire;
  /** Whether whoever listens still may, as whom they began. */
  goesOn(): Promise<boolean>;
  /** Whether they reach it. */
  reaches(change: Change): Promise<boolean>;
  report(error: unknown): void;
}

/** One listener's server-sent events: `changed` with what they reach, `reload` when too much did, ids to come back with. */
export class LiveStream {
  private turn: Promise<void> = Promise.resolve();
  private readonly timers: readonly NodeJS.Timeout[];
  private closed = false;
  private whenClosed: () => void = () => undefined;

  constructor(private readonly parts: StreamParts) {
    this.timers = [
      setInterval(() => this.inTurn(() => this.send(': \n\n')), BEAT_MS),
      setInterval(() => this.inTurn(() => this.look()), LOOK_MS),
    ];
    for (const timer of this.timers) timer.unref();
  }

  onClose(done: () => void): void {
    this.whenClosed = done;
  }

  /** Where it stands, which a browser gives back as Last-Event-ID: with `reload` when what was missed is not known. */
  begin(at: Position, event: 'open' | 'reload'): void {
    this.inTurn(() => this.send(`retry: 2000\nid: ${at}\nevent: ${event}\ndata: {}\n\n`));
  }

  tell({ changed, upTo, everything }: Changes): void {
    this.inTurn(async () => {
      await this.look();
      if (everything || changed.length > MOST_CHANGES) return this.send(`id: ${upTo}\nevent: reload\ndata: {}\n\n`);
      const reached: Change[] = [];
      for (const change of changed) if (await this.parts.reaches(change)) reached.push(change);
      if (reached.length > 0)
        this.send(`id: ${upTo}\nevent: changed\ndata: ${JSON.stringify({ changed: reached })}\n\n`);
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    this.parts.wire.end();
    this.whenClosed();
  }

  /** One after the other, in the order in which it came; whatever fails ends the stream rather than skipping something. */
  private inTurn(step: () => void | Promise<void>): void {
    this.turn = this.turn
      .then(() => (this.closed ? undefined : step()))
      .catch((error: unknown) => {
        this.parts.report(error);
        this.close();
      });
  }

  private async look(): Promise<void> {
    if (!(await this.parts.goesOn())) this.close();
  }

  private send(text: string): void {
    if (this.closed) return;
    this.parts.wire.write(text);
    if (this.parts.wire.writableLength > MOST_UNREAD_BYTES) this.close();
  }
}
