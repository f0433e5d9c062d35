import { type AppendRequest, type EventToAppend } from '@overstap/kernel';
import { besideAtMost, besideOf } from './beside.js';

/** The smallest limit among the stores (KurrentDB 24.6), counted as it counts and kept by all of them, so that a move between stores loses nothing. */
export const MAX_APPEND_BYTES = 1024 * 1024;
/** A copy also says where the log that it came from has the event. */
const ROOM_FOR_ORIGIN = 64;

/** The request could never be stored; sending it again does not help. */
export class InvalidAppendError extends Error {}

/** A request with its payloads as the JSON text that is stored. */
export interface SerialisedAppend {
  readonly request: AppendRequest;
  readonly payloads: readonly Payload[];
  /** At least what it takes. */
  readonly bytes: number;
}

interface Payload {
  readonly data: string;
  readonly sealed: string | null;
}

/** Checks what every store demands of an append. Throws InvalidAppendError. */
export function serialise(request: AppendRequest): SerialisedAppend {
  const where = `The append to ${request.stream}`;
  if (!request.tenant || !request.stream) throw new InvalidAppendError('An append must name a tenant and a stream.');
  if (request.events.length === 0) throw new InvalidAppendError(`${where} holds no event; append at least one.`);
  if (typeof request.expected === 'number' && !(Number.isSafeInteger(request.expected) && request.expected >= 0))
    throw new InvalidAppendError(`${where} expects revision ${request.expected}; use 'noStream', 'any' or 0 and up.`);
  const payloads = request.events.map(({ data, sealed }) => ({
    data: JSON.stringify(data),
    sealed: Object.keys(sealed).length > 0 ? JSON.stringify(sealed) : null,
  }));
  let bytes = sum(request.events, (event, nth) => sizeOf(event, payloads[nth], besideAtMost(event)));
  // Counted to the byte where it may matter.
  if (bytes > MAX_APPEND_BYTES)
    bytes = sum(request.events, (event, nth) =>
      sizeOf(event, payloads[nth], Buffer.byteLength(JSON.stringify(besideOf(event)))),
    );
  if (bytes > MAX_APPEND_BYTES)
    throw new InvalidAppendError(
      `${where} is ${bytes} bytes with what lies beside its payloads, the limit is ${MAX_APPEND_BYTES}; store large content elsewhere or use several commands.`,
    );
  if (new Set(request.events.map((event) => event.id)).size < request.events.length)
    throw new InvalidAppendError(`${where} holds two events with the same id.`);
  return { request, payloads, bytes };
}

const sum = <Item>(items: readonly Item[], sizeOf: (item: Item, nth: number) => number): number =>
  items.reduce((bytes, item, nth) => bytes + sizeOf(item, nth), 0);

/** KurrentDB counts what lies beside the payload too, and the type in two bytes a character. */
const sizeOf = ({ type }: EventToAppend, payload: Payload | undefined, beside: number): number =>
  Buffer.byteLength(payload?.data ?? '') +
  beside +
  ',"sealed":'.length +
  Buffer.byteLength(payload?.sealed ?? '') +
  2 * type.length +
  ROOM_FOR_ORIGIN;
