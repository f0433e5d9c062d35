import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Remembers what the last command wrote, so that the next one reads it: `report` right after `import`. */
export interface Positions {
  last(): Promise<string | undefined>;
  remember(position: string): Promise<void>;
}

type Place =
  | { readonly dataDirectory: string }
  | { readonly origin: string; readonly env: Readonly<Record<string, string | undefined>> };

/** Beside the program's own files, or, for a program elsewhere, with this user's state. Not being able to remember is no failure. */
export function positionsOf(place: Place): Positions {
  const file = fileOf(place);
  return {
    async last() {
      try {
        const text = (await readFile(file, 'utf8')).trim();
        return /^[\x21-\x7e]{1,200}$/.test(text) ? text : undefined;
      } catch {
        return undefined;
      }
    },
    async remember(position) {
      const draft = `${file}.${process.pid}`;
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeFile(draft, `${position}\n`, { mode: 0o600 });
        await rename(draft, file);
      } catch {
        // The next command then reads what the read models have by then.
      }
    },
  };
}

function fileOf(place: Place): string {
  if ('dataDirectory' in place) return join(place.dataDirectory, 'last-position');
  const state = place.env['XDG_STATE_HOME'] || join(place.env['HOME'] || homedir(), '.local', 'state');
  return join(state, 'overstap', encodeURIComponent(place.origin));
}
