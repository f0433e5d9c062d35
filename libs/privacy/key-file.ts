import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MasterKeyError, parseKey } from './key-form.js';

/** The master keys that a process may use: it wraps under `current`, and unwraps what others wrapped. */
export interface KeysAtHand {
  readonly current: Buffer;
  readonly others: readonly Buffer[];
}

/**
 * A file that holds the master key, for its owner alone. While it is changed the one before lies beside it as `….previous`: every process that
 * reads the file finds both, whatever moment it reads at, and one that was killed on the way is carried on from what lies there.
 */
export class KeyFile {
  constructor(readonly path: string) {}

  private readonly previousPath = `${this.path}.previous`;
  private readonly nextPath = `${this.path}.next`;

  /** Makes the file, with a key of its own, when there is none. */
  make(): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const draft = this.draft();
    try {
      // Whole or not at all, and of two processes that start at once the first one wins.
      linkSync(draft, this.path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  get exists(): boolean {
    return markOf(this.path) !== '';
  }

  /** Changes whenever the file is replaced; cheap enough to be asked for before every use. */
  mark = (): string => markOf(this.path);

  read(): KeysAtHand {
    // The one before is linked before the current one is replaced: read the other way round, a change in between would hide it.
    const current = this.readKey(this.path);
    const previous = this.previous();
    return { current, others: previous ? [previous] : [] };
  }

  /** Undefined when no change is under way. */
  previous(): Buffer | undefined {
    return markOf(this.previousPath) === '' ? undefined : this.readKey(this.previousPath);
  }

  /** Puts a new key in the place of the one there is, which stays beside it. Carries on what was broken off, with the key that was drawn then. */
  begin(): void {
    const previous = this.previous();
    if (previous && !previous.equals(this.readKey(this.path))) return;
    if (markOf(this.nextPath) === '') renameSync(this.draft(), this.nextPath);
    if (!previous) linkSync(this.path, this.previousPath);
    renameSync(this.nextPath, this.path);
    // Before anything is wrapped under it: a power cut must not leave rows whose key is not on the disk.
    this.flushDirectory();
  }

  /** Removes the key before, which nothing needs any more. */
  end(): void {
    if (markOf(this.previousPath) === '') return;
    unlinkSync(this.previousPath);
    this.flushDirectory();
  }

  /** A new key under a name that nobody reads. */
  private draft(): string {
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return draft;
  }

  private readKey(path: string): Buffer {
    const text = readFileSync(path, 'utf8');
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
      throw new MasterKeyError(`Others may read the master key in ${path}. Run: chmod 600 ${path}`);
    return parseKey(text, `The file ${path}`);
  }

  private flushDirectory(): void {
    if (process.platform === 'win32') return;
    const directory = openSync(dirname(this.path), 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Empty where there is no file. */
function markOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeNs} ${found.mode}` : '';
}
