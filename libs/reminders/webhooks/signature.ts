import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** `t=<seconds since 1970>,v1=<hexadecimal HMAC-SHA256 of "<t>.<body>">`. */
export const SIGNATURE_HEADER = 'overstap-signature';
/** A receiver takes no call that was signed longer ago, or further ahead. */
export const TOLERANCE_SECONDS = 300;

/** A secret that nobody guesses; shown once, when the subscription is made. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64url')}`;

const mac = (secret: string, seconds: string, body: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest();

/** The value of the header, for this body at this moment of the machine's clock. */
export function sign(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${mac(secret, String(seconds), body).toString('hex')}`;
}

/** What a receiver does: false for another body, another secret, another moment, or no signature at all. */
export function isSignedBy(secret: string, header: string | undefined, body: string, nowSeconds: number): boolean {
  const [, seconds, hex] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (seconds === undefined || hex === undefined) return false;
  if (Math.abs(nowSeconds - Number(seconds)) > TOLERANCE_SECONDS) return false;
  return timingSafeEqual(mac(secret, seconds, body), Buffer.from(hex, 'hex'));
}
