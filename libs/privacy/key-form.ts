import { OperatorError } from '@overstap/platform';

/** The master key is missing, malformed, or not the one that wrapped; the message says what to set. */
export class MasterKeyError extends OperatorError {}

export const KEY_BYTES = 32;

export function parseKey(text: string, name: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text.trim())
    throw new MasterKeyError(`${name} must be 32 bytes in base64, as \`openssl rand -base64 32\` prints them.`);
  return key;
}
