import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** How long a process that was killed keeps others from what it was carrying out. */
const LEASE_MS = 6_000;
const RENEWALS_PER_LEASE = 3;
const WAITS_MS = 250;

/**
 * Who carries something out that is written down and takes long, so that not every process does it at once. It saves work and is no fence: what is
 * carried out is commands whose ids follow from what they are for, so a process that slept through its lease does nothing twice.
 */
export class Leases {
  private readonly holder = randomUUID();

  constructor(private readonly pool: pg.Pool) {}

  /** Does the work unless somebody else is at it; undefined when somebody is. */
  async ifFree<T>(name: string, work: () => Promise<T>): Promise<{ readonly done: T } | undefined> {
    if (!(await this.take(name))) return undefined;
    const renewal = setInterval(() => void this.take(name).catch(() => undefined), LEASE_MS / RENEWALS_PER_LEASE);
    try {
      return { done: await work() };
    } finally {
      clearInterval(renewal);
      await this.pool
        .query('DELETE FROM process_lease WHERE name = $1 AND holder = $2', [name, this.holder])
        .catch(() => undefined);
    }
  }

  /** Does the work once nobody else is at it. */
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    for (;;) {
      const outcome = await this.ifFree(name, work);
      if (outcome) return outcome.done;
      await sleep(WAITS_MS);
    }
  }

  private async take(name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO process_lease AS l (name, holder, until) VALUES ($1, $2, clock_timestamp() + $3 * interval '1 ms')
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE l.holder = excluded.holder OR l.until < clock_timestamp()`,
      [name, this.holder, LEASE_MS],
    );
    return rowCount === 1;
  }
}
