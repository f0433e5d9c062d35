import { type AppendRequest } from '@overstap/kernel';

/** The smallest limit among the stores (KurrentDB 24.6), kept by all of them so that a move between stores loses nothing. */
export const MAX_APPEND_BYTES = 1024 * 1024;

/** The request could never be stored; sending it again does not help. */
export class InvalidAppendError extends Error {}

/** A request with its payloads as the JSON text that is stored. */
export interface SerialisedAppend {
  readonly request: AppendRequest;
  readonly payloads: readonly { readonly data: string; readonly sealed: string | null }[];
  readonly bytes: number;
}

/** Checks what every store demands of an append. Throws InvalidAppendError. */
export function serialise(request: AppendRequest): SerialisedAppend {
  const where = `The append to ${request.stream}`;
  if (!request.tenant || !request.stream) throw new InvalidAppendError('An append must name a tenant and a stream.');
  if (request.events.length === 0) throw new InvalidAppendError(`${where} holds no event; append at least one.`);
  if (typeof request.expected === 'number' && !(Number.isSafeInteger(request.expected) && request.expected >= 0))
    throw new InvalidAppendError(`${where} expects revision ${request.expected}; use 'noStream', 'any' or 0 and up.`);
  let bytes = 0;
  const payloads = request.events.map(({ data, sealed }) => {
    const texts = {
      data: JSON.stringify(data),
      sealed: Object.keys(sealed).length > 0 ? JSON.stringify(sealed) : null,
    };
    bytes += Buffer.byteLength(texts.data) + Buffer.byteLength(texts.sealed ?? '');
    return texts;
  });
  if (bytes > MAX_APPEND_BYTES)
    throw new InvalidAppendError(
      `${where} is ${bytes} bytes, the limit is ${MAX_APPEND_BYTES}; store large content elsewhere or use several commands.`,
    );
  if (new Set(request.events.map((event) => event.id)).size < request.events.length)
    throw new InvalidAppendError(`${where} holds two events with the same id.`);
  return { request, payloads, bytes };
}
