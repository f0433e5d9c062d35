import { open, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { CATEGORIES, type Category } from '@overstap/kernel';
import { OperatorError } from '@overstap/platform';
import { type Erasure, type ErasureEntry } from '@overstap/privacy';

/** Who was erased, by pseudonymous ids, one JSON object a line: beside the database, so that restoring an older backup forgets them again. */
export const ERASURE_FILE = 'erasures.jsonl';

/** Call after each erasure. Returns when the line is on disk. */
export async function recordErasure(directory: string, ...entries: readonly ErasureEntry[]): Promise<void> {
  if (entries.length === 0) return;
  // One write, so that lines of two processes do not mix.
  const text = entries.map((entry) => `${lineOf(entry)}\n`).join('');
  const file = await open(join(directory, ERASURE_FILE), 'a', 0o600);
  try {
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** An absent file has no entries. Throws an OperatorError that names the line when one cannot be read. */
export async function readErasures(path: string): Promise<readonly ErasureEntry[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n');
  // A last line without its end was cut short by a crash, before its erasure was reported as recorded.
  lines.pop();
  return lines.map((line, index) => entryOf(line, path, index + 1));
}

/**
 * Makes file and database say the same, to be called before the program opens: what the database erased and the file lacks (a crash in
 * between, a new file) is added to the file, what the file has and the database does not (an older state was put back) is erased.
 */
export async function alignErasures(
  directory: string,
  erasure: Pick<Erasure, 'ledger' | 'replay'>,
): Promise<{ readonly replayed: number; readonly recorded: number }> {
  const path = join(directory, ERASURE_FILE);
  await dropUnfinishedLine(path);
  const inFile = await readErasures(path);
  const replayed = inFile.length > 0 ? await erasure.replay(inFile) : 0;
  const missing = erasedBeyond(await erasure.ledger(), inFile);
  await recordErasure(directory, ...missing);
  return { replayed, recorded: missing.length };
}

/** So that the next line does not become part of one that a crash cut short. */
async function dropUnfinishedLine(path: string): Promise<void> {
  const bytes = await readFile(path).catch(() => undefined);
  const whole = bytes ? bytes.lastIndexOf('\n') + 1 : 0;
  if (bytes && whole < bytes.length) await truncate(path, whole);
}

/** Entries that erase something which the known ones do not. */
export function erasedBeyond(
  entries: readonly ErasureEntry[],
  known: readonly ErasureEntry[],
): readonly ErasureEntry[] {
  const nameOf = (entry: ErasureEntry, category: Category) => JSON.stringify([entry.tenant, entry.subject, category]);
  const erased = new Set(known.flatMap((entry) => entry.categories.map((category) => nameOf(entry, category))));
  return entries.filter((entry) => entry.categories.some((category) => !erased.has(nameOf(entry, category))));
}

const lineOf = ({ tenant, subject, categories }: ErasureEntry): string =>
  JSON.stringify({ tenant, subject, categories });

function entryOf(line: string, path: string, number: number): ErasureEntry {
  try {
    const entry = JSON.parse(line) as ErasureEntry;
    const { tenant, subject, categories } = entry;
    const known = Array.isArray(categories) && categories.every((category) => CATEGORIES.includes(category));
    if (typeof tenant === 'string' && typeof subject === 'string' && known) return { tenant, subject, categories };
  } catch {
    // Said below, for every kind of unreadable line.
  }
  throw new OperatorError(
    `Line ${number} of ${path} is not an erasure. Put the file back from a copy: without it people who were erased might come back.`,
  );
}
