import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { AddressError, type CheckedTarget, type WebhookAddresses } from './addresses.js';
import { sign, SIGNATURE_HEADER } from './signature.js';

const WITHIN_MS = 10_000;

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string;
}

export interface WebhookCall {
  /** The same at every try: by it a receiver recognises what it has already. */
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

/** What came of a call: nothing to say, or a code for why it did not arrive and whether trying again can help. */
export type CallFailure = { readonly code: string; readonly permanent: boolean } | undefined;

/** Posts one signed call. Follows no redirect, keeps no connection, and reads nothing of the answer but its status. */
export async function call(
  addresses: WebhookAddresses,
  { url, secret }: WebhookTarget,
  { id, type, body }: WebhookCall,
): Promise<CallFailure> {
  try {
    const target = await addresses.check(url);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Overstap',
      'overstap-delivery': id,
      'overstap-event': type,
      [SIGNATURE_HEADER]: sign(secret, body, Math.floor(Date.now() / 1000)),
    };
    const status = await post(target, headers, body);
    return status >= 200 && status < 300 ? undefined : { code: `HTTP_${status}`, permanent: status === 410 };
  } catch (error) {
    if (error instanceof AddressError) return { code: error.code, permanent: error.code !== 'ADDRESS_UNKNOWN' };
    return { code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN', permanent: false };
  }
}

function post({ url, address }: CheckedTarget, headers: Record<string, string>, body: string): Promise<number> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
      // The one address that was checked; a second lookup could answer another.
      lookup: (_host, options, found) =>
        options.all ? found(null, [address]) : found(null, address.address, address.family),
    });
    const late = setTimeout(() => request.destroy(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })), WITHIN_MS);
    request.on('response', (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    request.on('error', reject);
    request.on('close', () => clearTimeout(late));
    request.end(body);
  });
}
