import { jsonEvent, type EventData, type JSONEventData, type RecordedEvent } from '@kurrent/kurrentdb-client';
import {
  type AppendRequest,
  type Envelope,
  type EventToAppend,
  type JsonObject,
  type StoredEvent,
} from '@overstap/kernel';
import { InvalidAppendError } from '../append-limits.js';
import { besideOf, type Beside } from '../beside.js';
import { positionOf } from './place.js';
import { placeIn } from './stream-name.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The events as the client sends them. What the server would refuse without saying why is refused here. Throws InvalidAppendError. */
export function toSend(request: AppendRequest): EventData[] {
  const where = `The append to ${request.stream}`;
  return request.events.map((event) => {
    if (!UUID.test(event.id))
      throw new InvalidAppendError(`${where} holds an event whose id is not a UUID: ${event.id}.`);
    if (!event.type) throw new InvalidAppendError(`${where} holds an event without a type.`);
    return asSent(event);
  });
}

export const asSent = (event: EventToAppend & Pick<Envelope, 'origin'>): JSONEventData =>
  jsonEvent({
    ...{ id: event.id, type: event.type, data: event.data },
    metadata: {
      ...besideOf(event),
      ...(Object.keys(event.sealed).length > 0 && { sealed: event.sealed }),
    },
  });

/** The server counts what lies beside the payload too, and the type in two bytes a character. */
export const sizeOf = ({ data, metadata, type }: EventData): number =>
  Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(metadata)) + 2 * type.length;

/** Calls that append to several streams take no more beside a payload than texts: all of it is one. */
const TOGETHER = 'overstap';

export const asSentTogether = (event: EventData): EventData => ({
  ...event,
  metadata: { [TOGETHER]: JSON.stringify(event.metadata) },
});

function besideIn(metadata: unknown): Partial<Beside> {
  const found = (metadata ?? {}) as Partial<Beside> & { readonly [TOGETHER]?: unknown };
  const text = found[TOGETHER];
  return typeof text === 'string' ? (JSON.parse(text) as Beside) : found;
}

/** Undefined for what is not Overstap's: a record of the server's own, a tombstone, a stream of another program. */
export function toStored(record: RecordedEvent): StoredEvent | undefined {
  const place = record.type.startsWith('$') ? undefined : placeIn(record.streamId);
  if (!place) return undefined;
  const beside = besideIn(record.metadata) as Beside;
  if (!beside.command || !record.isJson || !record.position)
    throw new Error(
      `Event ${record.id} in ${record.streamId} was not written by Overstap; KurrentDB holds what it should not.`,
    );
  const { origin, programme, trajectory, subject, causation } = beside;
  // Field by field: an object that begins as a copy has a hidden class of its own, which costs each event more than the rest of this.
  return {
    position: positionOf(record.position),
    ...(origin !== undefined && { origin }),
    tenant: place.tenant,
    stream: place.stream,
    revision: Number(record.revision),
    id: record.id,
    type: record.type,
    schemaVersion: beside.schemaVersion,
    ...(programme !== undefined && { programme }),
    ...(trajectory !== undefined && { trajectory }),
    ...(subject !== undefined && { subject }),
    occurredAt: beside.occurredAt,
    recordedAt: beside.recordedAt,
    actor: beside.actor,
    command: beside.command,
    ...(causation !== undefined && { causation }),
    correlation: beside.correlation,
    data: record.data as unknown as JsonObject,
    sealed: beside.sealed ?? {},
  };
}
