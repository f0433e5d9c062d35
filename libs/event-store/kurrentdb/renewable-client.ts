import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { inTime } from './failures.js';

/** The client has no call that closes its connection: disposing of it ends its calls and leaves the socket. */
interface WithChannel {
  getChannel(): Promise<{ close(): void }>;
}

/** A client that can be thrown away for a fresh one: one whose first read met a server that is away never reads again. */
export class RenewableClient {
  #client: KurrentDBClient | undefined;
  #closed = false;

  constructor(private readonly url: string) {}

  /** Throws once it is closed. */
  get current(): KurrentDBClient {
    if (this.#closed) throw new Error('The event store is closed; send the same command again.');
    return (this.#client ??= KurrentDBClient.connectionString(this.url));
  }

  /** Of many who saw the same client fail, the first renews it. Calls that are under way on it fail as cancelled. */
  renew(failed: KurrentDBClient): void {
    if (this.#client !== failed) return;
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

async function discard(client: KurrentDBClient): Promise<void> {
  try {
    await inTime(DISCARD_WITHIN_MS, 'when a client was discarded', client.dispose()).catch(() => undefined);
    (await (client as unknown as WithChannel).getChannel()).close();
  } catch {
    // It is being thrown away: however it ends, nobody uses it any more.
  }
}
