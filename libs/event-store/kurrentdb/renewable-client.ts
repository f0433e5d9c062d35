import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { inTime } from './failures.js';

/**
 * The client has no call that closes its connection: disposing of it ends its calls and leaves the socket. Asked for a channel that is not there it makes
 * one, and looks for the leader of a cluster first.
 */
interface WithChannel {
  getChannel(): Promise<{ close(): void }>;
}

/** A server that is away is asked by a dozen who read, again and again: a client for each time would be hundreds. */
const RENEWED_EVERY_MS = 1_000;

/** A client that can be thrown away for a fresh one: one whose first read met a server that is away never reads again. */
export class RenewableClient {
  #client: KurrentDBClient | undefined;
  #renewedAt = -Infinity;
  #closed = false;

  constructor(private readonly url: string) {}

  /** Throws once it is closed. */
  get current(): KurrentDBClient {
    if (this.#closed) throw new Error('The event store is closed; send the same command again.');
    return (this.#client ??= KurrentDBClient.connectionString(this.url));
  }

  /** Of many who saw the same client fail, the first renews it, unless it is new. Appends and subscriptions that are under way on it fail as cancelled. */
  renew(failed: KurrentDBClient): void {
    if (this.#client !== failed || performance.now() - this.#renewedAt < RENEWED_EVERY_MS) return;
    this.#renewedAt = performance.now();
    this.#client = undefined;
    void discard(failed);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    if (client) await discard(client);
  }
}

/** A call that the client waits for may never end, and what waits for nothing else then ends the process in the middle of it. */
const DISCARD_WITHIN_MS = 2_000;

/** It is being thrown away: however it ends, nobody uses it any more. */
async function discard(client: KurrentDBClient): Promise<void> {
  const within = (work: Promise<unknown>) =>
    inTime(DISCARD_WITHIN_MS, 'when a client was discarded', work).catch(() => undefined);
  await within(client.dispose());
  await within((client as unknown as WithChannel).getChannel().then((channel) => channel.close()));
}
