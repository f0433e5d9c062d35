import { backOff } from '@overstap/kernel';
import pg from 'pg';
import { type Arrivals } from '../arrivals.js';

const CHANNEL = 'overstap_events';
const POLL_MS = { listening: 1000, deaf: 250 };
const RETRY_MS = { first: 50, most: 2000 };
/** Under load one announcement per this time is enough; the first after a pause goes out at once. */
const SPACING_MS = 5;

/**
 * Tells readers in all processes that events arrived. Announced after the batch, on a connection of its own: within the batch the
 * server would hold a lock over its commit, which halves the appends. What is lost that way, polling finds.
 */
export class Announcements {
  #listener: pg.Client | undefined;
  #closed = false;
  #listening = false;
  #sending = false;
  #again = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly arrivals: Arrivals,
    private readonly sender: pg.Pool,
    private readonly listen: pg.ClientConfig,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  /** How long a reader may sleep: briefly while nobody would wake it. */
  pollMs(): number {
    return this.#listening ? POLL_MS.listening : POLL_MS.deaf;
  }

  /** Begins to listen; a connection that breaks is made anew. */
  start(): void {
    if (!this.#listener && !this.#closed) this.#connect(0);
  }

  #connect(failures: number): void {
    const client = new pg.Client({ ...this.listen, application_name: 'overstap listen' });
    this.#listener = client;
    const lost = (error: unknown): void => {
      if (this.#listener !== client || this.#closed) return;
      this.#listener = undefined;
      const wasListening = this.#listening;
      this.#listening = false;
      this.onTrouble(error);
      client.end().catch(() => undefined);
      const wait = wasListening ? 0 : backOff(RETRY_MS, failures);
      this.#retry = setTimeout(() => this.#connect(wasListening ? 0 : failures + 1), wait);
    };
    client.on('error', lost);
    client.on('end', () => lost(new Error('The connection that listens for events was closed.')));
    client.on('notification', () => this.arrivals.signal());
    client
      .connect()
      .then(() => client.query(`LISTEN ${CHANNEL}`))
      .then(() => {
        this.#listening = true;
        // Whatever was announced while nobody listened is found by looking now.
        this.arrivals.signal();
      }, lost);
  }

  /** Announces soon; several calls while one is under way become one. */
  announce(): void {
    this.#again = true;
    if (this.#sending || this.#closed) return;
    this.#sending = true;
    void this.#send();
  }

  async #send(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        // Nothing is lost when the announcement is: no need to wait for the disk.
        await this.sender.query(`SELECT set_config('synchronous_commit', 'off', true), pg_notify('${CHANNEL}', '')`);
      } catch (error) {
        this.onTrouble(error);
      }
      await new Promise((resolve) => setTimeout(resolve, SPACING_MS));
    }
    this.#sending = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    await this.#listener?.end().catch(() => undefined);
    while (this.#sending) await new Promise((resolve) => setTimeout(resolve, SPACING_MS));
  }
}
