import { type Instant } from '@overstap/kernel';
import { type RestartablePostgres } from './restartable-postgres.js';

/** What fired, or is to fire. */
export interface Rung {
  readonly trajectory: string;
  readonly clock: string;
  readonly generation: number;
  readonly rung: string;
  readonly at: Instant;
}

export interface RecordedRung extends Rung {
  readonly event: string;
  readonly type: 'RungFired' | 'RungSuppressed';
  readonly recordedAt: Instant;
  readonly merged: boolean;
  readonly roles: readonly string[];
}

export interface Message {
  readonly id: string;
  readonly event: string;
  readonly role: string;
  readonly channel: string;
  readonly status: string;
}

export const nameOf = ({ trajectory, clock, generation, rung }: Omit<Rung, 'at'>): string =>
  `${trajectory} ${clock} ${generation} ${rung}`;

/** What a database holds in the end, as its owner sees it: events, outbox and inbox, without the program. */
export class Record {
  constructor(
    private readonly postgres: RestartablePostgres,
    readonly database: string,
  ) {}

  private async rows<Row extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.postgres.query<Row & { [column: string]: unknown }>(this.database, text, values)).rows;
  }

  /** Rungs that are armed and due by then. */
  async armed(until: Instant): Promise<readonly Rung[]> {
    const rows = await this.rows<Omit<Rung, 'at' | 'generation'> & { at: Date; generation: string }>(
      `SELECT aggregate_id AS trajectory, clock_id AS clock, generation, rung, at FROM read_model.reminder_due
       WHERE at <= $1 AND rung <> '' AND aggregate = 'trajectory' ORDER BY at`,
      [until],
    );
    return rows.map((row) => ({ ...row, generation: Number(row.generation), at: row.at.toISOString() }));
  }

  /** In the order in which the log has them. */
  recorded(): Promise<readonly RecordedRung[]> {
    return this.rows<RecordedRung>(
      `SELECT id AS event, type, trajectory, data ->> 'clockId' AS clock, (data ->> 'generation')::int AS generation, data ->> 'rung' AS rung,
         occurred_at AS at, recorded_at AS "recordedAt", coalesce((data ->> 'merged')::boolean, false) AS merged,
         ARRAY(SELECT json_array_elements_text(coalesce(data -> 'toRoles', '[]'))) AS roles
       FROM events WHERE type IN ('RungFired', 'RungSuppressed') ORDER BY epoch, xid, position`,
    );
  }

  messages(): Promise<readonly Message[]> {
    return this.rows<Message>('SELECT id, event_id AS event, role, channel, status FROM outbox');
  }

  async inbox(): Promise<readonly string[]> {
    return (await this.rows<{ id: string }>('SELECT id FROM inbox')).map(({ id }) => id);
  }

  /** Records of rungs in the whole log, and what is yet to be said by now: messages that wait, and rungs that fired since and have none. */
  async counts(now: Instant, since: Instant): Promise<{ readonly recorded: number; readonly waiting: number }> {
    const untold = (message: string, rung = 'true'): string =>
      `(SELECT count(*)::int FROM events e WHERE type = 'RungFired' AND recorded_at >= $2 AND ${rung}
        AND NOT EXISTS (SELECT FROM outbox WHERE event_id = e.id AND ${message}))`;
    const [counts] = await this.rows<{ recorded: number; waiting: number }>(
      `SELECT (SELECT count(*)::int FROM events WHERE type IN ('RungFired', 'RungSuppressed')) AS recorded,
         (SELECT count(*)::int FROM outbox WHERE status = 'pending' AND not_before <= $1)
         + ${untold('webhook IS NOT NULL')} + ${untold('webhook IS NULL', "data ->> 'merged' IS DISTINCT FROM 'true'")} AS waiting`,
      [now, since],
    );
    return counts ?? { recorded: 0, waiting: 0 };
  }

  async parked(): Promise<number> {
    return (await this.rows('SELECT FROM parked_event')).length;
  }

  /** As if the time had passed in which nobody takes up what a dead worker was sending. */
  async claimsRunOut(): Promise<void> {
    await this.rows('UPDATE outbox SET claimed_until = now() WHERE claimed_until > now()');
  }
}
