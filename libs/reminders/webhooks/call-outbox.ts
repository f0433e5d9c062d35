import { type Instant, type JsonObject } from '@overstap/kernel';
import type pg from 'pg';
import { CLAIM_SECONDS, Claims } from '../outbox/claims.js';
import { type SuppressionCode } from '../outbox/outbox.js';
import { queuedJob, type QueuedJob } from '../queue/job-queue.js';
import { type WebhookCall } from './call.js';
import { type WebhookPayload } from './payload.js';

export interface NewCall {
  readonly tenant: string;
  /** Follows from the event and the subscription, so that the same event never makes a second one. */
  readonly id: string;
  readonly webhook: string;
  readonly eventId: string;
  readonly type: string;
  readonly payload: WebhookPayload;
  readonly at: Instant;
}

export interface ClaimedCall extends WebhookCall {
  readonly tenant: string;
  readonly webhook: string;
  /** This try included. */
  readonly attempts: number;
}

/** Jobs of one look; a service that is away for long must not fill the queue. */
const MOST_PENDING = 5_000;

interface StoredCall {
  readonly tenant: string;
  readonly id: string;
  readonly webhook: string;
  readonly message: string;
  readonly params: JsonObject;
  readonly attempts: number;
}

/** The calls that wait to be made: rows of the outbox that name a webhook, over the worker's pool. */
export class CallOutbox {
  /** Of what this process is calling. */
  readonly claims: Claims;

  constructor(private readonly pool: pg.Pool) {
    this.claims = new Claims(pool);
  }

  /** A call that is there already, made or not, stays as it is. */
  async put(calls: readonly NewCall[]): Promise<void> {
    const rows = calls.map(({ tenant, id, webhook, eventId, type, payload, at }) => ({
      ...{ tenant, id, webhook, event_id: eventId, message: type, params: payload, recorded_at: at, not_before: at },
      ...{ aggregate: payload.aggregate, aggregate_id: payload.aggregateId },
    }));
    await this.pool.query(
      `INSERT INTO outbox (tenant, id, webhook, event_id, aggregate, aggregate_id, role, ref, channel, message, params, recorded_at, not_before)
       SELECT tenant, id, webhook, event_id, aggregate, aggregate_id, 'WEBHOOK', '', 'WEBHOOK', message, params, recorded_at, not_before
       FROM json_populate_recordset(NULL::outbox, $1) ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
  }

  /** A job for each of those that may be made by this instant, oldest first. */
  async jobsBy(instant: Instant, nowMs: number): Promise<readonly QueuedJob[]> {
    const { rows } = await this.pool.query<{ tenant: string; id: string; not_before: Date }>(
      `SELECT tenant, id, not_before FROM outbox WHERE status = 'pending' AND webhook IS NOT NULL AND not_before <= $1
       ORDER BY not_before, tenant, id LIMIT ${MOST_PENDING}`,
      [instant],
    );
    return callJobs(
      rows.map(({ not_before: at, ...row }) => ({ ...row, at: at.toISOString() })),
      nowMs,
    );
  }

  /** Takes one for calling; undefined when it is no longer pending, not due, or another worker is at it. */
  async claim(tenant: string, id: string, now: Instant): Promise<ClaimedCall | undefined> {
    const { rows } = await this.pool.query<StoredCall>(
      `UPDATE outbox SET attempts = attempts + 1, claimed_until = now() + interval '${CLAIM_SECONDS} s'
       WHERE tenant = $1 AND id = $2 AND not_before <= $3 AND webhook IS NOT NULL AND status = 'pending'
         AND (claimed_until IS NULL OR claimed_until < now()) RETURNING tenant, id, webhook, message, params, attempts`,
      [tenant, id, now],
    );
    const [row] = rows;
    if (!row) return undefined;
    const { webhook, message: type, params, attempts } = row;
    return { tenant, id, webhook, type, attempts, body: JSON.stringify(params) };
  }

  made(call: ClaimedCall): Promise<void> {
    return this.settle(call, `status = 'sent', failure = NULL`);
  }

  withdrawn(call: ClaimedCall, reason: SuppressionCode): Promise<void> {
    return this.settle(call, `status = 'cancelled', failure = $3`, [reason]);
  }

  /** Will be tried again at this instant. */
  postpone(call: ClaimedCall, until: Instant, code: string): Promise<void> {
    return this.settle(call, 'failure = $3, not_before = $4', [code, until]);
  }

  /** Given up until somebody asks for it again. */
  failed(call: ClaimedCall, code: string): Promise<void> {
    return this.settle(call, `status = 'failed', failure = $3`, [code]);
  }

  private async settle({ tenant, id }: ClaimedCall, change: string, values: readonly unknown[] = []): Promise<void> {
    await this.pool.query(
      `UPDATE outbox SET ${change}, claimed_until = NULL WHERE tenant = $1 AND id = $2 AND status = 'pending'`,
      [tenant, id, ...values],
    );
  }

  /** Makes given-up calls of a webhook wait again, with all their tries before them; one that is named also when it had arrived. Answers how many. */
  async replay(tenant: string, webhook: string, now: Instant, id?: string): Promise<number> {
    const { rowCount } = await this.pool.query(
      `UPDATE outbox SET status = 'pending', attempts = 0, failure = NULL, not_before = $3
       WHERE tenant = $1 AND webhook = $2 AND (status = 'failed' AND $4::uuid IS NULL OR status IN ('failed', 'sent') AND id = $4)`,
      [tenant, webhook, now, id ?? null],
    );
    return rowCount ?? 0;
  }
}

/** The jobs that make these calls; one that was put off gets a job of its own for the new moment. */
export function callJobs(calls: readonly Pick<NewCall, 'tenant' | 'id' | 'at'>[], nowMs: number): QueuedJob[] {
  return calls.map(({ tenant, id, at }) => {
    const due = Date.parse(at);
    return queuedJob(['webhook', tenant, id, due], { tenant, id }, due - nowMs);
  });
}
