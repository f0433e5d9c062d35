import { execFile } from 'node:child_process';
import { chmod, lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { DataDirectoryError } from './data-directory.js';
import { copyBinaries, linkLibraries, type PostgresBinaries } from './postgres-binaries.js';

const run = promisify(execFile);

/** `nobody`: a number is enough, the user need not exist. */
const NOBODY = 65534;
const SHARED_COPY = '/var/cache/overstap';

/** Under which user PostgreSQL runs, and how a program of it is started as that user. */
export interface PostgresAccount {
  readonly binaries: PostgresBinaries;
  readonly major: string;
  /** Undefined when it runs as the program's own user. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** What to spawn for one of PostgreSQL's programs. */
  command(program: string, args: readonly string[]): SpawnCommand;
}

export interface SpawnCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: {
    readonly uid?: number;
    readonly gid?: number;
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
  };
}

/** No settings of libpq or language from the user's environment; a working directory that every user may be in. */
const SURROUNDINGS = { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };

type Wrapping = Pick<PostgresAccount, 'owner' | 'command'>;

const own = (binaries: PostgresBinaries): Wrapping => ({
  command: (program, args) => ({ file: join(binaries.root, 'bin', program), args, options: SURROUNDINGS }),
});

const other = (binaries: PostgresBinaries, uid: number, gid: number): Wrapping => ({
  owner: { uid, gid },
  command: (program, args) => ({
    file: join(binaries.root, 'bin', program),
    args,
    options: { uid, gid, ...SURROUNDINGS },
  }),
});

/** With a capability that lets this one process pass directories closed to its user, such as a 0700 home. */
const passing = (binaries: PostgresBinaries, uid: number, gid: number, capability: string): Wrapping => ({
  owner: { uid, gid },
  command: (program, args) => ({
    file: 'setpriv',
    args: [
      ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
      ...[`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--'],
      ...[join(binaries.root, 'bin', program), ...args],
    ],
    options: SURROUNDINGS,
  }),
});

async function versionOf({ command }: Wrapping): Promise<string> {
  const { file, args, options } = command('postgres', ['-V']);
  const { stdout } = await run(file, [...args], options);
  return /\) (\d+)/.exec(stdout)?.[1] ?? stdout.trim();
}

/** True when any user may pass every directory on the way to the path, the path itself included. */
async function reachableByAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await lstat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * Chooses the account for a data directory. PostgreSQL refuses to run as root; then it runs as the owner of the cluster
 * that is already there, or as nobody.
 */
export async function postgresAccount(
  installed: PostgresBinaries,
  dataDir: string,
  clusterOwner: { uid: number; gid: number } | undefined,
): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) {
    const linked = await linkLibraries(installed.root);
    const binaries = linked ? installed : await copyBinaries(installed, join(dataDir, 'postgres-binaries'));
    const account = own(binaries);
    return { ...account, binaries, major: await versionOf(account) };
  }
  const { uid, gid } = clusterOwner && clusterOwner.uid !== 0 ? clusterOwner : { uid: NOBODY, gid: NOBODY };
  const linked = await linkLibraries(installed.root);
  // Capabilities do not help here: PostgreSQL asks access(2) about its own programs, which ignores them.
  const binaries =
    linked && (await reachableByAll(join(installed.root, 'bin')))
      ? installed
      : await copyBinaries(installed, SHARED_COPY);
  const candidates = [passing(binaries, uid, gid, 'dac_read_search')];
  if (await reachableByAll(dirname(dataDir))) candidates.push(other(binaries, uid, gid));
  else candidates.push(passing(binaries, uid, gid, 'dac_override'));
  let failure: unknown;
  for (const account of candidates) {
    try {
      const major = await versionOf(account);
      // Without the capability the directory must let the other user pass; its files stay closed one by one.
      if (account.command('postgres', []).file !== 'setpriv') await chmod(dataDir, 0o711);
      return { ...account, binaries, major };
    } catch (error) {
      failure = error;
    }
  }
  throw new DataDirectoryError(
    `PostgreSQL does not run as root, and user ${uid} cannot reach ${dataDir}. Set OVERSTAP_DATA_DIR to a directory whose ` +
      'parents every user may pass, such as /var/lib/overstap, or start the program as an ordinary user.',
    { cause: failure },
  );
}
