import { IdField, ListField, TextField } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { webhookEvents } from '@overstap/reminders';

export const WEBHOOK_EVENTS = webhookEvents(EVENT_CATALOGUE);

const KNOWN: ReadonlySet<unknown> = new Set(WEBHOOK_EVENTS);

/** Where in a request names stand that no webhook can be called about. */
export function unknownEventsIn(body: unknown): readonly number[] {
  const { events } = (body ?? {}) as { readonly events?: unknown };
  return Array.isArray(events) ? events.flatMap((each, index) => (KNOWN.has(each) ? [] : [index])) : [];
}

export class SubscribeWebhook {
  @TextField({ max: 2000, description: 'Where to call: an https address that is public' }) readonly url!: string;
  @ListField({ of: WEBHOOK_EVENTS, min: 1, max: 500, description: 'The kinds of event to be told of' })
  readonly events!: string[];
  @TextField({ min: 32, max: 200, optional: true, description: 'What calls are signed with; made unless told' })
  readonly secret?: string;
}

export class ReplayWebhook {
  @IdField({ optional: true, description: 'One call, also one that arrived; unless told all that were given up' })
  readonly delivery?: string;
}
