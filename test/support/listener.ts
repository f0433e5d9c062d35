import { expect } from '@jest/globals';
import { type RunningProgram } from './running-program.js';

/** A listener as a browser is one. */
export class Listener {
  private text = '';
  private more: () => void = () => undefined;
  ended = false;

  private constructor(private readonly stopping: AbortController) {}

  static async at(program: RunningProgram, headers: Record<string, string>): Promise<Listener> {
    const stopping = new AbortController();
    const answer = await fetch(`${program.url}/live`, { headers, signal: stopping.signal });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const listener = new Listener(stopping);
    void listener.read(answer.body!);
    await listener.until(/event: (open|reload)/);
    return listener;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    try {
      const decoder = new TextDecoder();
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        this.text += decoder.decode(chunk, { stream: true });
        this.more();
      }
    } catch {
      // Given up from this side.
    }
    this.ended = true;
    this.more();
  }

  /** Everything that came, once it has something; fails by Jest's own time limit. */
  async until(wanted: RegExp | 'the end'): Promise<string> {
    while (wanted === 'the end' ? !this.ended : !wanted.test(this.text)) {
      if (this.ended) throw new Error(`It ended: ${this.text}`);
      await new Promise<void>((resolve) => (this.more = resolve));
    }
    return this.text;
  }

  lastId = (): string => /[^]*\nid: (.*)\n/.exec(this.text)?.[1] ?? '';
  leave = (): void => this.stopping.abort();
}
