import { CodeField, IdField } from '@overstap/kernel';
import {
  deliveries,
  DELIVERY_STATUSES,
  type DeliveryStatus,
  type WebhookSubscription,
  WebhookSubscriptions,
} from '@overstap/reminders';
import { camelCased } from '../http/camel-case.js';
import { instant, list, named, objectOf, oneOf, pageOf, text, uuid } from '../http/shapes.js';
import { DELIVERY } from '../queries/message-shapes.js';
import { pageBody, Paged, paging, reading } from '../queries/pages.js';
import { query, type QueryDefinition, type Question } from '../queries/query.js';
import { WEBHOOK_EVENTS } from './webhook-bodies.js';

class NoParameters {}
class CallParameters extends Paged {
  @IdField() readonly id!: string;
  @CodeField(DELIVERY_STATUSES, { optional: true }) readonly status?: DeliveryStatus;
}

export const WEBHOOK_EVENT = named('WebhookEvent', oneOf(WEBHOOK_EVENTS));
const WEBHOOK = named(
  'Webhook',
  objectOf<WebhookSubscription>({ id: uuid, origin: text, events: list(WEBHOOK_EVENT), createdAt: instant }),
);

const listOf = ({ program, context }: Question<object>) =>
  new WebhookSubscriptions(program.database, program.masterKeys).list(context.tenant);

export const WEBHOOK_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'webhooks',
    path: '/webhooks',
    parameters: NoParameters,
    roles: ['PROGRAMME_MANAGER'],
    shows: [],
    summary: 'Which programs are called, and about what; of their addresses only the origin',
    responseSchema: pageOf(WEBHOOK),
    answer: async (question: Question<NoParameters>) => ({
      body: { items: camelCased(await listOf(question)), next: null },
    }),
  }),
  query({
    name: 'webhookDeliveries',
    path: '/webhooks/{id}/deliveries',
    parameters: CallParameters,
    roles: ['PROGRAMME_MANAGER'],
    shows: [],
    of: 'nobody',
    summary: 'How the calls of a webhook fare, the newest first: waiting, delivered, suppressed or failed, and why',
    responseSchema: pageOf(DELIVERY),
    answer: async (question: Question<CallParameters>) => {
      const { id: webhook, status } = question.parameters;
      if (!(await listOf(question)).some(({ id }) => id === webhook)) return undefined;
      const filter = { webhook, ...(status === undefined ? {} : { status }) };
      return pageBody(await reading(question, (client) => deliveries(client, filter, paging(question.parameters))));
    },
  }),
];
