import { type StoredEvent } from '@overstap/kernel';
import type pg from 'pg';
import { readStreams, type StreamRead } from './reading.js';

/** More streams than this are read by several queries side by side. */
const MOST = 64;

interface Waiting {
  readonly read: StreamRead;
  readonly resolve: (events: readonly StoredEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads the streams of a tenant that are asked for in one turn together: when much falls due at once, a transaction for each costs more than its rows. */
export class GroupRead {
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(private readonly readAs: <T>(tenant: string, fn: (client: pg.PoolClient) => Promise<T>) => Promise<T>) {}

  read(tenant: string, read: StreamRead): Promise<readonly StoredEvent[]> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(tenant);
      if (waiting) return void waiting.push({ read, resolve, reject });
      this.#waiting.set(tenant, [{ read, resolve, reject }]);
      setImmediate(() => this.#flush(tenant));
    });
  }

  #flush(tenant: string): void {
    const waiting = this.#waiting.get(tenant) ?? [];
    this.#waiting.delete(tenant);
    for (let from = 0; from < waiting.length; from += MOST) void this.#run(tenant, waiting.slice(from, from + MOST));
  }

  async #run(tenant: string, group: readonly Waiting[]): Promise<void> {
    try {
      const found = await this.readAs(tenant, (client) =>
        readStreams(
          client,
          tenant,
          group.map(({ read }) => read),
        ),
      );
      group.forEach(({ resolve }, index) => resolve(found[index] ?? []));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
