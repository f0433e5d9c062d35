import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, as 43 characters that need no escaping anywhere. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** What is stored of a token: nobody can try 2^256 of them, so a plain hash keeps it. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Takes as long wherever the two differ. */
export const isSame = (one: string, other: string): boolean => timingSafeEqual(hashOf(one), hashOf(other));
