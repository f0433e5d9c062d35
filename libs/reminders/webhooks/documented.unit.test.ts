import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { newSecret, sign, TOLERANCE_SECONDS } from './signature.js';
import { WEBHOOK_RETRY_MS } from './webhooks.js';

const document = readFileSync(new URL('../../../docs/delivery.md', import.meta.url), 'utf8');

interface Example {
  isFromOverstap(secret: string, header: string | undefined, body: string, nowSeconds?: number): boolean;
}
/** The receiver of docs/delivery.md, as it stands there. */
const example = async (): Promise<Example> => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(document) ?? [];
  const { createHmac, timingSafeEqual } = await import('node:crypto');
  const body = code.replace(/^import .*$/m, '').replace('export function', 'return function');
  const make = new Function('createHmac', 'timingSafeEqual', body) as (
    ...given: unknown[]
  ) => Example['isFromOverstap'];
  return { isFromOverstap: make(createHmac, timingSafeEqual) };
};

describe('the receiver that the documents show', () => {
  const secret = newSecret();
  const body = '{"id":"d-1","type":"PhaseEntered"}';
  const now = Math.floor(Date.now() / 1000);

  it('takes what is signed, and nothing else', async () => {
    const { isFromOverstap } = await example();
    const header = sign(secret, body, now);
    expect(isFromOverstap(secret, header, body)).toBe(true);
    expect(isFromOverstap(secret, header, body.replace('d-1', 'd-2'))).toBe(false);
    expect(isFromOverstap(newSecret(), header, body)).toBe(false);
    expect(isFromOverstap(secret, sign(secret, body, now - TOLERANCE_SECONDS - 5), body)).toBe(false);
    expect(isFromOverstap(secret, undefined, body)).toBe(false);
    expect(isFromOverstap(secret, header.replace('v1=', 'v0='), body)).toBe(false);
  });

  it('is called again after the pauses that they name', () => {
    const named = WEBHOOK_RETRY_MS.map((ms) => {
      const seconds = ms / 1000;
      return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
    });
    expect(document).toContain(`after ${named.slice(0, -1).join(', ')} and ${named.at(-1)}`);
  });
});
