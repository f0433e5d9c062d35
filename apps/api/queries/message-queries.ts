import { ACCOUNT_ROLES } from '@overstap/access';
import { type About } from '@overstap/access-log';
import { CodeField, FlagField } from '@overstap/kernel';
import {
  deliveries,
  DELIVERY_STATUSES,
  type DeliveryStatus,
  feedsOf,
  type InboxMessage,
  inboxOf,
  LANGUAGES,
} from '@overstap/reminders';
import { ABOUT_NOBODY } from '../access-log/recording.js';
import { feedOwnerIn } from '../feeds/feed-owner.js';
import { pageOf } from '../http/shapes.js';
import { DutyNames } from './duty-names.js';
import { DELIVERY, FEED, MESSAGE } from './message-shapes.js';
import { pageBody, Paged, paging, reading } from './pages.js';
import { query, type QueryDefinition, type Question } from './query.js';

class InboxParameters extends Paged {
  @FlagField({ optional: true, description: 'Only what is not read yet' }) readonly unread?: boolean;
}
class OutboxParameters extends Paged {
  @CodeField(DELIVERY_STATUSES, { optional: true }) readonly status?: DeliveryStatus;
}

/** A message with its words in both languages: what it says, and the template's name for what it is about. */
async function worded({ params, ...message }: InboxMessage, names: DutyNames) {
  const { about, dueOn, expiresOn } = params;
  const { nl, en } = LANGUAGES;
  return {
    ...message,
    subject: { nl: nl.texts[message.message].subject, en: en.texts[message.message].subject },
    about:
      about === undefined
        ? null
        : { code: about, names: await names.of(message.aggregate, message.aggregate_id, String(about)) },
    dueOn: dueOn ?? expiresOn ?? null,
  };
}

function aboutIn(messages: readonly Record<'aggregate' | 'aggregateId', unknown>[]): About {
  const of = (aggregate: string): readonly string[] => [
    ...new Set(messages.filter((each) => each.aggregate === aggregate).map(({ aggregateId }) => String(aggregateId))),
  ];
  return { trajectories: of('trajectory'), participants: of('participant') };
}

class NoParameters {}

export const MESSAGE_QUERIES: readonly QueryDefinition[] = [
  query({
    name: 'calendarFeeds',
    path: '/calendar-feeds',
    parameters: NoParameters,
    roles: ACCOUNT_ROLES,
    shows: [],
    recorded: { names: { nl: 'hun agenda-adressen', en: 'their calendar addresses' }, about: ABOUT_NOBODY },
    summary: 'The calendar feeds that whoever acts made; their addresses were shown when they were made',
    responseSchema: pageOf(FEED),
    answer: async (question: Question<NoParameters>) => {
      const rows = await reading(question, (client) => feedsOf(client, feedOwnerIn(question.context)));
      return pageBody({ rows, next: undefined });
    },
  }),
  query({
    name: 'inbox',
    path: '/inbox',
    parameters: InboxParameters,
    roles: ACCOUNT_ROLES,
    shows: ['P1'],
    ground: 'addressed',
    recorded: {
      names: { nl: 'berichten over jouw traject', en: 'messages about your trajectory' },
      about: (body) => aboutIn((body as { readonly items: Parameters<typeof aboutIn>[0] }).items),
    },
    summary: 'The messages for whoever acts and for their role, unread first, the newest first',
    responseSchema: pageOf(MESSAGE),
    answer: async (question: Question<InboxParameters>) => {
      const { program, context, parameters } = question;
      const reader = { role: context.actor.type, ref: context.actor.id };
      const options = { ...paging(parameters), unreadOnly: parameters.unread ?? false };
      const page = await reading(question, (client) => inboxOf(client, question.scope, reader, options));
      const names = new DutyNames(program, context.tenant);
      return pageBody({ ...page, rows: await Promise.all(page.rows.map((row) => worded(row, names))) });
    },
  }),
  query({
    name: 'outbox',
    path: '/outbox',
    parameters: OutboxParameters,
    roles: ['ADMIN'],
    shows: [],
    summary: 'How messages fare: waiting, delivered, suppressed or failed, and why; not whom they are for',
    responseSchema: pageOf(DELIVERY),
    answer: async (question: Question<OutboxParameters>) => {
      const { limit: _limit, cursor: _cursor, ...filter } = question.parameters;
      return pageBody(await reading(question, (client) => deliveries(client, filter, paging(question.parameters))));
    },
  }),
];
