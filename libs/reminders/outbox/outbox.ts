import { EMPLOYER_SIDE, type Instant } from '@overstap/kernel';
import type pg from 'pg';
import { type MessageCode } from '../messages/message.js';
import { queuedJob, type QueuedJob } from '../queue/job-queue.js';
import { isAccount, type Recipient } from './addressees.js';
import { CLAIM_SECONDS, Claims } from './claims.js';
import { DIGEST_GRACE_MS } from './release.js';

export type Channel = 'APP' | 'MAIL' | 'APP_MAIL' | 'DIGEST';

/** Why a message that was written never left. */
export type SuppressionCode =
  'CLOCK_STOPPED' | 'RUNG_RETRACTED' | 'TRAJECTORY_CONCLUDED' | 'WEBHOOK_REMOVED' | 'PERSON_ERASED' | 'SURVEY_EXPIRED';

/** Ids, codes and dates; nothing that could name anybody. */
export type MessageParams = Readonly<Record<string, string | number>>;

export interface OutboxMessage {
  readonly tenant: string;
  /** Follows from the event and the recipient, so that the same event never makes a second one. */
  readonly id: string;
  readonly eventId: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly recipient: Recipient;
  readonly channel: Channel;
  readonly message: MessageCode;
  readonly params: MessageParams;
  readonly recordedAt: Instant;
  readonly notBefore: Instant;
  /** One holder's mail of a message to a whole role: that message is in the role's inbox, so this one goes into none. */
  readonly copyOf?: string;
}

export interface ClaimedMessage extends OutboxMessage {
  /** This try included. */
  readonly attempts: number;
}

export interface PendingMessage {
  readonly tenant: string;
  readonly id: string;
  readonly recipient: Recipient;
  readonly digest: boolean;
  readonly notBefore: Instant;
}

const MOST_PENDING = 50_000;

interface StoredMessage {
  readonly tenant: string;
  readonly id: string;
  readonly event_id: string;
  readonly aggregate: string;
  readonly aggregate_id: string;
  readonly role: string;
  readonly ref: string;
  readonly channel: Channel;
  readonly message: MessageCode;
  readonly params: MessageParams;
  readonly recorded_at: Date;
  readonly not_before: Date;
  readonly attempts: number;
  readonly copy_of: string | null;
}

const messageFrom = (row: StoredMessage): ClaimedMessage => ({
  tenant: row.tenant,
  id: row.id,
  eventId: row.event_id,
  aggregate: row.aggregate,
  aggregateId: row.aggregate_id,
  recipient: { role: row.role, ref: row.ref },
  channel: row.channel,
  message: row.message,
  params: row.params,
  recordedAt: row.recorded_at.toISOString(),
  notBefore: row.not_before.toISOString(),
  attempts: row.attempts,
  ...(row.copy_of === null ? {} : { copyOf: row.copy_of }),
});

/** Of a message that is held: no clock comes there. */
export const HELD_UNTIL: Instant = '9999-12-31T00:00:00.000Z';

/** The messages that wait to leave, over the worker's pool. */
export class Outbox {
  private storing: Promise<void> = Promise.resolve();
  private gathered: { readonly messages: OutboxMessage[]; readonly stored: Promise<void> } | undefined;

  /** Of what this process is delivering. */
  readonly claims: Claims;

  constructor(private readonly pool: pg.Pool) {
    this.claims = new Claims(pool);
  }

  /** A message that is there already, sent or not, stays as it is. What comes while others are being written down is written together. */
  put(messages: readonly OutboxMessage[]): Promise<void> {
    if (messages.length === 0) return Promise.resolve();
    const { gathered } = this;
    if (gathered) {
      gathered.messages.push(...messages);
      return gathered.stored;
    }
    const own = [...messages];
    const stored = this.storing.then(() => {
      this.gathered = undefined;
      return this.store(own);
    });
    this.gathered = { messages: own, stored };
    this.storing = stored.catch(() => undefined);
    return stored;
  }

  private async store(messages: readonly OutboxMessage[]): Promise<void> {
    await this.pool.query(
      `INSERT INTO outbox (tenant, id, event_id, aggregate, aggregate_id, role, ref, channel, message, params, recorded_at, not_before, copy_of)
       SELECT tenant, id, event_id, aggregate, aggregate_id, role, ref, channel, message, params, recorded_at, not_before, copy_of
       FROM json_populate_recordset(NULL::outbox, $1) ON CONFLICT DO NOTHING`,
      [
        JSON.stringify(
          messages.map(({ recipient, eventId, aggregateId, recordedAt, notBefore, copyOf, ...message }) => ({
            event_id: eventId,
            aggregate_id: aggregateId,
            recorded_at: recordedAt,
            not_before: notBefore,
            ...(copyOf === undefined ? {} : { copy_of: copyOf }),
            ...message,
            ...recipient,
          })),
        ),
      ],
    );
  }

  /** What has not left and has lost its cause: the clock was met or stopped, the rung retracted. */
  async cancel(
    tenant: string,
    aggregateId: string,
    { clockId, generation, rung }: { readonly clockId: string; readonly generation: number; readonly rung?: string },
    reason: SuppressionCode,
  ): Promise<void> {
    await this.pool.query(
      `UPDATE outbox SET status = 'cancelled', failure = $6 WHERE tenant = $1 AND aggregate_id = $2 AND status = 'pending'
       AND params ->> 'clockId' = $3 AND (params ->> 'generation')::int = $4 AND ($5::text IS NULL OR params ->> 'rung' = $5)`,
      [tenant, aggregateId, clockId, generation, rung ?? null, reason],
    );
  }

  /** An invitation that has not left to a trajectory that is over. */
  cancelInvitation(tenant: string, trajectory: string): Promise<void> {
    return this.cancelKind(tenant, trajectory, 'INVITATION', 'TRAJECTORY_CONCLUDED');
  }

  /** The survey of a moment that has not left and waits for no answer any more, as when the person took back that they may be asked. */
  cancelSurvey(tenant: string, trajectory: string, moment: string): Promise<void> {
    return this.cancelKind(tenant, trajectory, 'SURVEY', 'SURVEY_EXPIRED', moment);
  }

  private async cancelKind(
    tenant: string,
    trajectory: string,
    message: MessageCode,
    reason: SuppressionCode,
    moment?: string,
  ): Promise<void> {
    await this.pool.query(
      `UPDATE outbox SET status = 'cancelled', failure = $3
       WHERE tenant = $1 AND aggregate_id = $2 AND status = 'pending' AND message = $4 AND ($5::text IS NULL OR COALESCE(params ->> 'moment', $5) = $5)`,
      [tenant, trajectory, reason, message, moment ?? null],
    );
  }

  /** What was still to be told of somebody who was erased, to whomever, and what lies in inboxes about them; calls to other programs carry ids alone, and go. */
  async forget(tenant: string, aggregateId: string): Promise<void> {
    const reason: SuppressionCode = 'PERSON_ERASED';
    await this.pool.query(
      `UPDATE outbox SET status = 'cancelled', failure = $3 WHERE tenant = $1 AND aggregate_id = $2 AND status = 'pending' AND webhook IS NULL`,
      [tenant, aggregateId, reason],
    );
    await this.pool.query('DELETE FROM inbox WHERE tenant = $1 AND aggregate_id = $2', [tenant, aggregateId]);
  }

  /** What has not left for the employer of a trajectory waits until it may hear of it again. */
  async holdForEmployer(tenant: string, trajectory: string): Promise<void> {
    await this.pool.query(
      `UPDATE outbox SET not_before = $4 WHERE tenant = $1 AND aggregate_id = $2 AND status = 'pending' AND role = ANY ($3)`,
      [tenant, trajectory, EMPLOYER_SIDE, HELD_UNTIL],
    );
  }

  async releaseForEmployer(tenant: string, trajectory: string, from: Instant): Promise<void> {
    await this.pool.query(
      `UPDATE outbox SET not_before = $5
       WHERE tenant = $1 AND aggregate_id = $2 AND status = 'pending' AND role = ANY ($3) AND not_before = $4`,
      [tenant, trajectory, EMPLOYER_SIDE, HELD_UNTIL, from],
    );
  }

  /** What waits to leave by this instant, earliest first. */
  async pendingBy(instant: Instant): Promise<readonly PendingMessage[]> {
    const { rows } = await this.pool.query<StoredMessage>(
      `SELECT tenant, id, role, ref, channel, not_before FROM outbox WHERE status = 'pending' AND webhook IS NULL AND not_before <= $1
       ORDER BY not_before, tenant, id LIMIT ${MOST_PENDING}`,
      [instant],
    );
    return rows.map(({ tenant, id, role, ref, channel, not_before }) => ({
      tenant,
      id,
      recipient: { role, ref },
      digest: channel === 'DIGEST',
      notBefore: not_before.toISOString(),
    }));
  }

  /** How many messages wait, and how many were given up. */
  async counts(): Promise<{ readonly pending: number; readonly failed: number }> {
    const count = (status: string): string =>
      `(SELECT count(*)::int FROM outbox WHERE status = '${status}') AS ${status}`;
    const { rows } = await this.pool.query<{ pending: number; failed: number }>(
      `SELECT ${count('pending')}, ${count('failed')}`,
    );
    return rows[0] ?? { pending: 0, failed: 0 };
  }

  /** The first moment after `later` at which a message may leave or a webhook be called. */
  async earliest(later: Instant): Promise<Instant | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      `SELECT least(
         (SELECT min(not_before) FROM outbox WHERE status = 'pending' AND webhook IS NULL AND not_before > $1 AND not_before < '${HELD_UNTIL}'),
         (SELECT min(not_before) FROM outbox WHERE status = 'pending' AND webhook IS NOT NULL AND not_before > $1)) AS at`,
      [later],
    );
    return rows[0]?.at?.toISOString();
  }

  /** Takes one message for delivery; undefined when it is no longer pending, not due, or another worker is at it. */
  async claim(tenant: string, id: string, now: Instant): Promise<ClaimedMessage | undefined> {
    const [message] = await this.claimWhere('tenant = $1 AND id = $2 AND not_before <= $3', [tenant, id, now]);
    return message;
  }

  /** Takes those of these messages that go into the inbox and nowhere else: with `all`, whatever their channel. */
  claimForInbox(
    tenant: string,
    ids: readonly string[],
    now: Instant,
    all: boolean,
  ): Promise<readonly ClaimedMessage[]> {
    const where = `tenant = $1 AND id = ANY ($2) AND not_before <= $3 AND ($4 OR channel = 'APP') AND channel <> 'DIGEST'`;
    return this.claimWhere(where, [tenant, ids, now, all]);
  }

  /** Takes everything that a person's digest holds by now, oldest first. */
  async claimDigest(tenant: string, { role, ref }: Recipient, now: Instant): Promise<readonly ClaimedMessage[]> {
    const where = `tenant = $1 AND role = $2 AND ref = $3 AND channel = 'DIGEST' AND not_before <= $4`;
    const claimed = await this.claimWhere(where, [tenant, role, ref, now]);
    return claimed.toSorted((a, b) => (a.recordedAt + a.id < b.recordedAt + b.id ? -1 : 1));
  }

  private async claimWhere(where: string, values: readonly unknown[]): Promise<ClaimedMessage[]> {
    const { rows } = await this.pool.query<StoredMessage>(
      `UPDATE outbox SET attempts = attempts + 1, claimed_until = now() + interval '${CLAIM_SECONDS} s'
       WHERE ${where} AND webhook IS NULL AND status = 'pending' AND (claimed_until IS NULL OR claimed_until < now()) RETURNING *`,
      [...values],
    );
    return rows.map(messageFrom);
  }

  /** `reason`: why it went to the inbox alone, where it should have been a mail too. */
  async sent(messages: readonly ClaimedMessage[], reason?: string): Promise<void> {
    await this.settle(messages, `status = 'sent', failure = $3`, [reason ?? null]);
  }

  /** Will be tried again at this instant. `code` is the channel's own, never its text, which repeats addresses. */
  async postpone(messages: readonly ClaimedMessage[], until: Instant, code: string): Promise<void> {
    await this.settle(messages, 'not_before = $3, failure = $4', [until, code]);
  }

  async failed(messages: readonly ClaimedMessage[], code: string): Promise<void> {
    await this.settle(messages, `status = 'failed', failure = $3`, [code]);
  }

  private async settle(
    messages: readonly ClaimedMessage[],
    change: string,
    values: readonly unknown[] = [],
  ): Promise<void> {
    const [first] = messages;
    if (!first) return;
    await this.pool.query(
      `UPDATE outbox SET ${change}, claimed_until = NULL WHERE tenant = $1 AND id = ANY ($2) AND status = 'pending'`,
      [first.tenant, messages.map(({ id }) => id), ...values],
    );
  }

  /** Puts messages where their reader sees them; the same one twice is one. */
  async intoInbox(messages: readonly ClaimedMessage[], at: Instant): Promise<void> {
    const own = messages.filter(({ copyOf, recipient }) => copyOf === undefined && !isAccount(recipient));
    if (own.length === 0) return;
    await this.pool.query(
      `INSERT INTO inbox (tenant, id, role, ref, aggregate, aggregate_id, message, params, at)
       SELECT tenant, id, role, ref, aggregate, aggregate_id, message, params, $2
       FROM json_populate_recordset(NULL::inbox, $1) ON CONFLICT DO NOTHING`,
      [
        JSON.stringify(
          own.map(({ tenant, id, recipient, aggregate, aggregateId: aggregate_id, message, params }) => ({
            ...{ tenant, id, aggregate, aggregate_id, message, params },
            ...recipient,
          })),
        ),
        at,
      ],
    );
  }
}

/** A message as it waits, just written. */
export const asPending = ({ tenant, id, recipient, channel, notBefore }: OutboxMessage): PendingMessage => ({
  ...{ tenant, id, recipient, notBefore },
  digest: channel === 'DIGEST',
});

/** The jobs that deliver these: one per message, one per digest. A message that was put off gets a job of its own for the new moment. */
export function deliveryJobs(pending: readonly PendingMessage[], nowMs: number): QueuedJob[] {
  const jobs = new Map<string, QueuedJob>();
  for (const { tenant, id, recipient, digest, notBefore } of pending) {
    const at = Date.parse(notBefore);
    const { role, ref } = recipient;
    const names = digest ? ['digest', tenant, role, ref] : ['message', tenant, id];
    const item = digest ? { tenant, role, ref } : { tenant, id };
    const job = queuedJob([...names, at], item, at + (digest ? DIGEST_GRACE_MS : 0) - nowMs);
    jobs.set(job.id, job);
  }
  return [...jobs.values()];
}
