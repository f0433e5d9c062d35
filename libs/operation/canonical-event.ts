import { type JsonValue, type Position, type StoredEvent } from '@overstap/kernel';

/** The position under which an event is sealed: a copy of the log does not change it. */
export const firstPosition = ({ origin, position }: StoredEvent): Position => origin ?? position;

/**
 * The one text of a stored event: envelope and payload as they lie in the store, ciphertext included, fields in a fixed order and
 * keys sorted. Two events have the same text only if every value in them is the same, whichever store they came from.
 */
export const canonicalEvent = (event: StoredEvent): string =>
  canonicalJson([
    firstPosition(event),
    event.tenant,
    event.stream,
    event.revision,
    event.id,
    event.type,
    event.schemaVersion,
    event.programme ?? null,
    event.trajectory ?? null,
    event.subject ?? null,
    event.occurredAt,
    event.recordedAt,
    event.actor.type,
    event.actor.id,
    event.command,
    event.causation ?? null,
    event.correlation,
    event.data,
    { ...event.sealed },
  ]);

/** JSON without blanks and with sorted keys. Builds text rather than objects, so that a key such as `__proto__` is a key like any other. */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
