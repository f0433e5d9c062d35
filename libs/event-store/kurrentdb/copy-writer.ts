import { NO_STREAM } from '@kurrent/kurrentdb-client';
import { type StoredEvent } from '@overstap/kernel';
import { randomUUID } from 'node:crypto';
import { InvalidAppendError, MAX_APPEND_BYTES } from '../append-limits.js';
import { type CopyWriter, type TooLarge } from '../copy-writer.js';
import { isPassing, NoAnswerError } from './failures.js';
import { asSent, sizeOf } from './recorded.js';
import { RenewableClient } from './renewable-client.js';
import { nameOf } from './stream-name.js';
import { appendTogether, sameToServer, takesTogether, type StreamAppend } from './together.js';
import { Writer } from './writer.js';

export interface KurrentDbCopyOptions {
  readonly timeoutMs?: number;
  readonly giveUpMs?: number;
  /** Hears of failures that it lives through. */
  readonly onTrouble?: (error: unknown) => void;
}

const MOST_BYTES = 512 * 1024;
const MOST_EVENTS = 500;
/** Beyond what PostgreSQL counts to. */
const NO_SUCH_REVISION = 10n ** 12n;

type Run = StreamAppend & { readonly stream: string; readonly bytes: number };

/** Copies into KurrentDB: one append after the other, or many streams in one call where the server takes that. */
export class KurrentDbCopyWriter implements CopyWriter {
  readonly #client: RenewableClient;
  readonly #writer: Writer;
  readonly #timeoutMs: number;
  readonly #onTrouble: (error: unknown) => void;
  #gathers: boolean | undefined;
  #takes = MAX_APPEND_BYTES;
  #refuses = Infinity;

  constructor(url: string, options: KurrentDbCopyOptions = {}) {
    const { timeoutMs = 30_000, giveUpMs = 120_000, onTrouble = () => undefined } = options;
    this.#client = new RenewableClient(url);
    this.#timeoutMs = timeoutMs;
    this.#onTrouble = onTrouble;
    this.#writer = new Writer(this.#client, { timeoutMs, giveUpMs, onTrouble });
  }

  async write(events: readonly StoredEvent[]): Promise<void> {
    this.#gathers ??= await takesTogether(this.#client, this.#client.current, this.#timeoutMs);
    if (!this.#gathers) for (const run of runsOf(events)) await this.#writeOne(run);
    else for (const call of callsOf(runsOf(events))) await this.#writeTogether(call);
  }

  /** Who does not hear what became of a call sends its appends again one by one: the server knows those that it has by their ids. */
  async #writeTogether(call: readonly Run[]): Promise<void> {
    if (call.length > 1)
      try {
        await appendTogether(this.#client.current, call, this.#timeoutMs);
        return;
      } catch (error) {
        if (isPassing(error)) this.#onTrouble(error);
        if (error instanceof NoAnswerError) this.#client.renew(this.#client.current);
      }
    for (const run of call) await this.#writeOne(run);
  }

  async #writeOne({ name, events, state, stream }: Run): Promise<void> {
    const written = await this.#writer.write(name, events, state);
    if (written === 'conflict')
      throw new Error(`Somebody else wrote to ${stream} in KurrentDB meanwhile; nothing more was copied.`);
  }

  /** What is larger than any append that this server is known to take is tried on it, in a way that it can only refuse. */
  async tooLarge(events: readonly StoredEvent[]): Promise<readonly TooLarge[]> {
    const found: TooLarge[] = [];
    for (const event of events) {
      const bytes = sizeOf(asSent(event));
      if (bytes > this.#takes && bytes < this.#refuses) await this.#try(event, bytes);
      if (bytes >= this.#refuses) found.push({ event, bytes });
    }
    return found;
  }

  /** The server looks at the size first, and then finds that the stream has no such revision. */
  async #try(event: StoredEvent, bytes: number): Promise<void> {
    try {
      const sent = [asSent({ ...event, id: randomUUID() })];
      await this.#writer.write(nameOf(event.tenant, event.stream), sent, NO_SUCH_REVISION);
      this.#takes = bytes;
    } catch (error) {
      if (!(error instanceof InvalidAppendError)) throw error;
      this.#refuses = bytes;
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Events of one stream that follow each other, as far as one append takes them. */
function* runsOf(events: readonly StoredEvent[]): Generator<Run> {
  let [name, sent, bytes, first]: [string, ReturnType<typeof asSent>[], number, StoredEvent | undefined] = [
    '',
    [],
    0,
    undefined,
  ];
  const run = (of: StoredEvent): Run => ({
    ...{ name, events: sent, bytes, stream: of.stream },
    state: of.revision === 0 ? NO_STREAM : BigInt(of.revision - 1),
  });
  for (const event of events) {
    const [next, size] = [asSent(event), sizeOf(asSent(event))];
    const here = nameOf(event.tenant, event.stream);
    if (first && (here !== name || bytes + size > MOST_BYTES || sent.length === MOST_EVENTS)) {
      yield run(first);
      [first, sent, bytes] = [undefined, [], 0];
    }
    first ??= event;
    name = here;
    sent.push(next);
    bytes += size;
  }
  if (first) yield run(first);
}

/** What one call takes: each stream once. */
function* callsOf(runs: Iterable<Run>): Generator<readonly Run[]> {
  let [call, bytes, count]: [Run[], number, number] = [[], 0, 0];
  const names = new Set<string>();
  for (const run of runs) {
    const name = sameToServer(run.name);
    if (
      names.has(name) ||
      (call.length > 0 && (bytes + run.bytes > MOST_BYTES || count + run.events.length > MOST_EVENTS))
    ) {
      yield call;
      [call, bytes, count] = [[], 0, 0];
      names.clear();
    }
    call.push(run);
    names.add(name);
    bytes += run.bytes;
    count += run.events.length;
  }
  if (call.length > 0) yield call;
}
