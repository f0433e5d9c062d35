import { TIMED_AGGREGATES } from '@overstap/mobility';
import {
  type CalendarFeed,
  type Delivery,
  DELIVERY_STATUSES,
  type InboxMessage,
  LANGUAGES,
  MESSAGES,
} from '@overstap/reminders';
import { type Names } from '../../program/template-names.js';
import { date, flag, instant, named, names, objectOf, oneOf, orNull, text, uuid, whole } from '../http/shapes.js';

const LANGUAGE = oneOf(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]);

export const FEED = named('CalendarFeed', objectOf<CalendarFeed>({ id: uuid, language: LANGUAGE, createdAt: instant }));

type WordedMessage = Omit<InboxMessage, 'params'> & {
  readonly subject: Names;
  readonly about: { readonly code: string; readonly names: Names | null } | null;
  readonly dueOn: string | null;
};
export const MESSAGE = named(
  'InboxMessage',
  objectOf<WordedMessage>({
    id: uuid,
    message: oneOf(MESSAGES),
    subject: names,
    aggregate: oneOf<string>(TIMED_AGGREGATES),
    aggregateId: text,
    about: orNull(objectOf<NonNullable<WordedMessage['about']>>({ code: text, names: orNull(names) })),
    dueOn: orNull(date),
    at: instant,
    read: flag,
    shared: flag,
  }),
);

export const DELIVERY = named(
  'Delivery',
  objectOf<Delivery>({
    id: uuid,
    status: oneOf(DELIVERY_STATUSES),
    reason: orNull(text),
    role: text,
    channel: oneOf(['APP', 'MAIL', 'APP_MAIL', 'DIGEST', 'WEBHOOK']),
    message: text,
    aggregate: text,
    aggregateId: text,
    recordedAt: instant,
    notBefore: instant,
    attempts: whole,
  }),
);
