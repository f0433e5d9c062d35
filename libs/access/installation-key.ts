import { OperatorError, secretFile } from '@overstap/platform';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** By which the command line on this machine shows that it may read the data directory. */
export const INSTALLATION_KEY_FILE = 'installation.key';

/** The key of a data directory, made when it is missing. Refused when others can read it. */
export async function installationKey(dataDir: string): Promise<string> {
  const path = join(dataDir, INSTALLATION_KEY_FILE);
  const key = await secretFile(path);
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0)
    throw new OperatorError(`Others may read the installation's key in ${path}. Run: chmod 600 ${path}`);
  return key;
}
