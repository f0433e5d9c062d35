import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../exit-codes.js';

/** Beside program.json in a data directory, readable by whom the program runs as (libs/access). */
const KEY_FILE = 'installation.key';

const isLoopback = ({ hostname }: URL): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);

/**
 * The header by which a program knows who asks: OVERSTAP_API_KEY, or on this machine the key of the installation. None where there is neither:
 * the program then says what is missing. Throws a Failure before a key would travel in clear.
 */
export async function credentialsFor(
  url: URL,
  dataDirectory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string>>> {
  const apiKey = env['OVERSTAP_API_KEY']?.trim();
  if (apiKey) {
    if (url.protocol !== 'https:' && !isLoopback(url))
      throw new Failure(
        'OVERSTAP_API_KEY is not sent over http to another machine, where others could read it. Write OVERSTAP_URL with https.',
      );
    return { authorization: `Bearer ${apiKey}` };
  }
  // The key of this installation is nobody else's business.
  if (!isLoopback(url)) return {};
  const key = await readFile(join(dataDirectory, KEY_FILE), 'utf8').catch(() => '');
  return key.trim() === '' ? {} : { authorization: `Bearer ${key.trim()}` };
}
