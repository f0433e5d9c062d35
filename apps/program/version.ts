import { existsSync, readFileSync } from 'node:fs';

/** The program's version, from the package.json above this file, built or not. */
export const VERSION: string = versionAbove(new URL('./', import.meta.url));

function versionAbove(folder: URL): string {
  const file = new URL('package.json', folder);
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  return versionAbove(new URL('../', folder));
}
