import { createHmac, timingSafeEqual } from 'node:crypto';

const STEP_S = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As apps that show codes take a secret: base32 (RFC 4648) without padding. */
export function base32(bytes: Uint8Array): string {
  let [text, bits, held] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31] ?? '';
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? text + (ALPHABET[(held << (5 - bits)) & 31] ?? '') : text;
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_S);

/** The six digits of a step (RFC 6238 with SHA-1, which is what those apps know). */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The step whose code this is: now, just before or just after, for clocks that differ; undefined when it is none of them. */
export function stepOf(secret: Uint8Array, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const step = stepAt(now);
  return [step, step - 1, step + 1].find((each) =>
    timingSafeEqual(Buffer.from(codeOf(secret, each)), Buffer.from(code)),
  );
}

/** What an app reads from a link: whose account it is, and the secret. */
export const appLink = (email: string, secret: Uint8Array): string =>
  `otpauth://totp/${encodeURIComponent(`Overstap:${email}`)}?secret=${base32(secret)}&issuer=Overstap`;
