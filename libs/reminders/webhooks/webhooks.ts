import { type Clock, type EventCatalogue, type Instant, type StoredEvent } from '@overstap/kernel';
import { type Database } from '@overstap/platform';
import { type KeyWrapper } from '@overstap/privacy';
import { type Reactor } from '@overstap/projections';
import { v5 as uuidV5 } from 'uuid';
import { ClaimedElsewhere } from '../outbox/claims.js';
import { type JobItem, type QueuedJob } from '../queue/job-queue.js';
import { type WebhookAddresses } from './addresses.js';
import { CallOutbox, type ClaimedCall, type NewCall } from './call-outbox.js';
import { call } from './call.js';
import { webhookEvents, webhookPayload } from './payload.js';
import { WebhookSubscriptions } from './subscriptions.js';

/** Namespace of delivery ids; never changes, or events handled again would be called out again. */
const NAMESPACE = '6f0c3a52-91d4-5b7e-8d0f-1c6a2be47d93';
const MINUTE_MS = 60_000;
/** The pauses after each failed try: a day in all, then the call is given up and waits for `overstap webhook replay`. */
export const WEBHOOK_RETRY_MS = [0.25, 1, 5, 30, 120, 360, 960].map((minutes) => minutes * MINUTE_MS);

export interface WebhooksOptions {
  readonly database: Pick<Database, 'readAs' | 'worker' | 'transact'>;
  readonly keys: KeyWrapper;
  readonly clock: Clock;
  readonly events: EventCatalogue;
  readonly addresses: WebhookAddresses;
}

/** Calls other programs when something has happened: by the outbox and the queue, as messages to people go. */
export class Webhooks {
  readonly outbox: CallOutbox;
  private readonly subscriptions: WebhookSubscriptions;
  private asking: Promise<void> = Promise.resolve();
  private asked: ReturnType<WebhookSubscriptions['byType']> | undefined;

  constructor(private readonly options: WebhooksOptions) {
    this.outbox = new CallOutbox(options.database.worker);
    this.subscriptions = new WebhookSubscriptions(options.database, options.keys);
  }

  /** Writes down whom to call; sees clear fields alone. */
  reactor(written: (calls: readonly NewCall[]) => void): Reactor {
    return {
      name: 'webhooks',
      types: webhookEvents(this.options.events),
      from: 'now',
      clearOnly: true,
      react: async (event) => {
        const calls = await this.callsFor(event as StoredEvent);
        if (calls.length === 0) return;
        await this.outbox.put(calls);
        written(calls);
      },
    };
  }

  private async callsFor(event: StoredEvent): Promise<readonly NewCall[]> {
    const definition = this.options.events.get(event.type);
    const ids = (await this.subscribers()).get(event.tenant)?.get(event.type) ?? [];
    if (!definition) return [];
    return ids.map((webhook) => {
      const id = uuidV5(JSON.stringify([event.id, webhook]), NAMESPACE);
      const payload = webhookPayload(id, event, definition);
      const { tenant, type, id: eventId, recordedAt: at } = event;
      return { tenant, id, webhook, eventId, type, payload, at };
    });
  }

  /** As they stand after the event: who asks while a query is under way shares the next one, and nothing is kept after it. */
  private subscribers(): ReturnType<WebhookSubscriptions['byType']> {
    return (this.asked ??= this.asking.then(() => {
      this.asked = undefined;
      const answer = this.subscriptions.byType();
      this.asking = answer.then(
        () => undefined,
        () => undefined,
      );
      return answer;
    }));
  }

  jobsBy(instant: Instant, nowMs: number): Promise<readonly QueuedJob[]> {
    return this.outbox.jobsBy(instant, nowMs);
  }

  /** Makes one call. Harmless when it was made already; between calling and noting it, a crash calls again with the same delivery id. */
  async deliver(item: JobItem): Promise<void> {
    const { tenant, id } = item;
    const now = this.options.clock.now();
    const claimed = await this.outbox.claim(String(tenant), String(id), now);
    if (claimed) return this.outbox.claims.whileKept([claimed], () => this.callClaimed(claimed, now));
    if (await this.outbox.claims.isElsewhere(String(tenant), { id: String(id) })) throw new ClaimedElsewhere();
  }

  private async callClaimed(claimed: ClaimedCall, now: Instant): Promise<void> {
    const target = await this.subscriptions.targetOf(claimed.tenant, claimed.webhook);
    if (!target) return this.outbox.withdrawn(claimed, 'WEBHOOK_REMOVED');
    const failure = await call(this.options.addresses, target, claimed);
    return failure ? this.notMade(claimed, failure, now) : this.outbox.made(claimed);
  }

  private notMade(claimed: ClaimedCall, failure: NonNullable<Awaited<ReturnType<typeof call>>>, now: Instant) {
    const pause = WEBHOOK_RETRY_MS[claimed.attempts - 1];
    if (failure.permanent || pause === undefined) return this.outbox.failed(claimed, failure.code);
    return this.outbox.postpone(claimed, new Date(Date.parse(now) + pause).toISOString(), failure.code);
  }
}
