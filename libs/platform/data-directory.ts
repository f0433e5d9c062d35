import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, realpath, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { readFileSync, unlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { OperatorError } from './operator-error.js';
import { isSameProcess, ownMark, type ProcessMark } from './process-liveness.js';

/** A directory problem that the reader can solve; the message says how. */
export class DataDirectoryError extends OperatorError {}

/** Makes the directory, closed to others, where there is none. Throws a DataDirectoryError that says what to do. */
export async function makeDataDirectory(dataDir: string): Promise<void> {
  await makeDirectory(resolve(dataDir)).catch((error: unknown) => {
    throw explainFileError(error, dataDir);
  });
}

/** Makes the directory, closed to others, or checks that it is ours to write. Returns its real path. */
export async function prepareDataDirectory(dataDir: string): Promise<string> {
  await makeDataDirectory(dataDir);
  try {
    const found = await stat(dataDir);
    const uid = process.getuid?.();
    if (uid !== undefined && uid !== 0 && found.uid !== uid)
      throw new DataDirectoryError(
        `${dataDir} belongs to another user (uid ${found.uid}; this program runs as uid ${uid}). ` +
          `Give it to this user (chown -R ${uid} ${dataDir}) or set OVERSTAP_DATA_DIR to another directory.`,
      );
    const probe = join(dataDir, `.write-${process.pid}`);
    await writeFile(probe, 'x', { mode: 0o600 });
    await unlink(probe);
    return await realpath(dataDir);
  } catch (error) {
    throw explainFileError(error, dataDir);
  }
}

/** With its parents. `recursive` never returns where a file system says ENOENT to every new directory, as /proc does. */
async function makeDirectory(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 });
  await make()
    .catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' || dirname(path) === path) throw error;
      await makeDirectory(dirname(path));
      await make();
    })
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT')
        throw new DataDirectoryError(`${path} cannot be made. Set OVERSTAP_DATA_DIR to another directory.`);
      if (error.code !== 'EEXIST') throw error;
    });
}

/** Turns what the operating system says about a file into what the reader can do about it. */
export function explainFileError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new DataDirectoryError(`The disk that holds ${path} is full. Make room, then start again.`, {
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new DataDirectoryError(
      `${path} cannot be written by this user. Change its owner or permissions, or set OVERSTAP_DATA_DIR to another directory.`,
      { cause: error },
    );
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new DataDirectoryError(
      `${path} is not a directory. Move that file away, or set OVERSTAP_DATA_DIR to another directory.`,
      { cause: error },
    );
  return error;
}

/** A secret of 256 bits kept in a file that only the program's user can read; made on first use. */
export async function secretFile(path: string): Promise<string> {
  const draft = `${path}.${process.pid}`;
  try {
    const file = await open(draft, 'w', 0o600);
    await file.writeFile(`${randomBytes(32).toString('base64url')}\n`);
    await file.sync();
    await file.close();
    // The name appears with its whole content, or another's was there already and stands.
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    throw explainFileError(error, path);
  } finally {
    await rm(draft, { force: true });
  }
}

export interface DataDirectoryLock {
  release(): void;
}

const LOCK = 'overstap.lock';

async function holderOf(path: string): Promise<ProcessMark | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessMark;
  } catch {
    return undefined;
  }
}

/**
 * Makes this process the one program on the directory. Throws a DataDirectoryError that names the other when there is one;
 * takes over the lock of a program that has ended.
 */
export async function lockDataDirectory(dataDir: string): Promise<DataDirectoryLock> {
  const real = await prepareDataDirectory(dataDir);
  const path = join(real, LOCK);
  const mine = `${JSON.stringify(ownMark())}\n`;
  const draft = join(real, `${LOCK}.${process.pid}`);
  await writeFile(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        // link(2) makes the name and its content appear at once, or fails when the name is taken.
        await link(draft, path);
        return { release: () => releaseLock(path, mine) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw explainFileError(error, path);
      }
      const holder = await holderOf(path);
      if (holder && isSameProcess(holder)) throw held(real, holder);
      await removeStale(path, real);
    }
  } finally {
    await unlink(draft);
  }
}

const held = (dataDir: string, { pid }: ProcessMark): DataDirectoryError =>
  new DataDirectoryError(
    `Another Overstap (process ${pid}) is running on ${dataDir}. Stop it first, or set OVERSTAP_DATA_DIR to another directory.`,
  );

async function removeStale(path: string, dataDir: string): Promise<void> {
  const aside = `${path}.stale-${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  // Between looking and moving, another program may have taken the lock over: then it goes back.
  const moved = await holderOf(aside);
  if (moved && isSameProcess(moved)) {
    await link(aside, path).catch(() => undefined);
    await unlink(aside);
    throw held(dataDir, moved);
  }
  await unlink(aside);
}

function releaseLock(path: string, mine: string): void {
  try {
    if (readFileSync(path, 'utf8') === mine) unlinkSync(path);
  } catch {
    // Already gone, with the directory or by hand: nothing is locked any more.
  }
}
