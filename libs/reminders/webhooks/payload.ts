import {
  type EventCatalogue,
  type EventDefinition,
  fieldsOf,
  type JsonObject,
  type StoredEvent,
} from '@overstap/kernel';

/** What coaches hear and what concerns health is not called out about at all: that it happened says too much. */
const NEVER = ['P3', 'P4'];

/** The kinds of event that can be subscribed to. */
export const webhookEvents = (events: EventCatalogue): readonly string[] =>
  [...events.values()]
    .filter(({ privacy }) => !NEVER.includes(privacy))
    .map(({ type }) => type)
    .toSorted();

/** The fields that may leave: stored in clear, and an id, a code, a date, a number or a flag. Never text, never what is nested. */
const allowedOf = ({ payload, sealed }: EventDefinition): readonly string[] =>
  fieldsOf(payload)
    .filter(({ name, nested, schema }) => !nested && !sealed.has(name) && isBare(schema))
    .map(({ name }) => name);

function isBare({ type, format, pattern, enum: codes, items }: JsonObject): boolean {
  if (type === 'array') return Array.isArray((items as JsonObject | undefined)?.['enum']);
  if (type === 'string') return format !== undefined || pattern !== undefined || codes !== undefined;
  return type === 'integer' || type === 'number' || type === 'boolean';
}

export type WebhookPayload = JsonObject & { readonly aggregate: string; readonly aggregateId: string };

/** What a webhook is told of an event; made of the clear fields alone. */
export function webhookPayload(id: string, event: StoredEvent, definition: EventDefinition): WebhookPayload {
  const { tenant, stream, type, revision, position, programme, trajectory, subject, occurredAt, recordedAt } = event;
  const cut = stream.indexOf('-');
  const data = allowedOf(definition).flatMap((name) => {
    const value = event.data[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    id,
    type,
    tenant,
    aggregate: stream.slice(0, cut),
    aggregateId: stream.slice(cut + 1),
    revision,
    position,
    occurredAt,
    recordedAt,
    ...(programme === undefined ? {} : { programme }),
    ...(trajectory === undefined ? {} : { trajectory }),
    ...(subject === undefined ? {} : { participant: subject }),
    data: Object.fromEntries(data),
  };
}
