import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';

const NONCE = 12;
const TAG = 16;
const ALGORITHM = 'aes-256-gcm';

/** A sealed block was changed, moved to another place, or sealed under another key. */
export class TamperedError extends Error {}

/** One text for several values, such that no two lists of values give the same one. */
export const associatedData = (...parts: readonly string[]): string => JSON.stringify(parts);

/** Drawn many at a time: a call for each costs as much as the sealing. */
const drawn = Buffer.alloc(NONCE * 512);
let used = drawn.length;

/** Random nonces: one key seals what one person writes, far from the 2^32 blocks at which they might repeat. */
function nextNonce(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const nonce = Buffer.from(drawn.subarray(used, used + NONCE));
  used += NONCE;
  return nonce;
}

/** AES-256-GCM: nonce, ciphertext, tag. The place is authenticated with it: the block opens nowhere else. */
export function sealBlock(key: KeyObject, plain: string | Buffer, place: string): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(place));
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** Throws TamperedError; `name` says which block, without personal data. */
export function openBlock(key: KeyObject, block: Buffer, place: string, name: string): Buffer {
  const tampered = (cause?: unknown): TamperedError =>
    new TamperedError(`${name} does not open: it was changed, moved, or sealed under another key.`, { cause });
  if (block.length < NONCE + TAG) throw tampered();
  const decipher = createDecipheriv(ALGORITHM, key, block.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(block.subarray(block.length - TAG));
  try {
    return Buffer.concat([decipher.update(block.subarray(NONCE, block.length - TAG)), decipher.final()]);
  } catch (error) {
    throw tampered(error);
  }
}
