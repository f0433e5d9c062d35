import { spawn } from 'node:child_process';
import { open, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from './operator-error.js';
import { type PostgresAccount } from './postgres-account.js';
import { ended, isRunning, worksIn } from './process-liveness.js';

/** PostgreSQL did not start, or cannot; the message says why and what to do. */
export class PostgresStartError extends OperatorError {}

/** It did not start for want of room, which somebody may make at any moment. */
export class DiskFullError extends PostgresStartError {}

/** How PostgreSQL says that a write did not fit. */
export const DISK_FULL =
  /No space left on device|Disk quota exceeded|wrote only \d+ of \d+ bytes|[Cc]heck free disk space/;

const START_WITHIN = 30_000;
/** Together below the 5 s that a shutdown may take. */
const FAST_STOP_WITHIN = 4_000;
const IMMEDIATE_STOP_WITHIN = 700;
const LOG_KEPT_BYTES = 5_000_000;

export interface RunningServer {
  readonly pid: number;
  /** Resolves, to how, when the server has ended for whatever reason. */
  readonly ended: Promise<string>;
  /** In an orderly way, or at once. */
  stop(atOnce?: boolean): Promise<void>;
}

/** Lines of postmaster.pid: process, directory, start, port, socket directory, address, shared memory, status. */
const pidFile = async (cluster: string): Promise<readonly string[]> => {
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  } catch {
    return [];
  }
};

/** Ends the server in an orderly way, or, at once or when it does not obey in time, so that it recovers at its next start. */
export async function stopServer(pid: number, atOnce = false): Promise<void> {
  const orderly = ['SIGINT', FAST_STOP_WITHIN] as const;
  for (const [signal, within] of [
    ...(atOnce ? [] : [orderly]),
    ['SIGQUIT', IMMEDIATE_STOP_WITHIN],
    ['SIGKILL', IMMEDIATE_STOP_WITHIN],
  ] as const) {
    if (!isRunning(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await ended(pid, within)) return;
  }
}

/**
 * Stops the PostgreSQL that a killed program left on this cluster, and disowns lock files whose number now belongs to an
 * unrelated process (PostgreSQL would refuse to start). Answers the process that was stopped, if any.
 */
export async function stopLeftOver(cluster: string): Promise<number | undefined> {
  const pid = Number((await pidFile(cluster))[0]);
  const leftOver = pid > 1 && isRunning(pid) && (await worksIn(pid, cluster));
  if (leftOver) await stopServer(pid);
  await disownLockFiles(cluster);
  return leftOver ? pid : undefined;
}

/**
 * PostgreSQL takes a lock file that names its own parent for a stale one. postmaster.pid must stay: by the shared memory that it
 * names PostgreSQL sees whether children of the one that was killed still write.
 */
async function disownLockFiles(cluster: string): Promise<void> {
  const names = (await readdir(cluster)).filter(
    (name) => name === 'postmaster.pid' || /^\.s\.PGSQL.*\.lock$/.test(name),
  );
  for (const path of names.map((name) => join(cluster, name))) {
    const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, [process.pid, ...rest].join('\n'));
  }
}

interface Start {
  readonly account: PostgresAccount;
  readonly cluster: string;
  readonly logFile: string;
  /** `name=value` settings. */
  readonly settings: readonly string[];
  /** Breaks the start off. */
  readonly over?: AbortSignal | undefined;
}

/** Starts the server and waits until it accepts connections. */
export async function startServer(start: Start): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptStart(start);
    if (typeof outcome === 'object') return outcome;
    // After kill -9 of the server its children need a moment to notice and let go of the shared memory.
    if (
      attempt < 20 &&
      !start.over?.aborted &&
      /pre-existing shared memory block|lock file "postmaster.pid"/.test(outcome)
    ) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      continue;
    }
    throw explain(outcome, start);
  }
}

/** The running server, or what it had written to its log when it ended. */
async function attemptStart({ account, cluster, logFile, settings, over }: Start): Promise<RunningServer | string> {
  await rotate(logFile);
  const log = await open(logFile, 'a', 0o600);
  const logStart = (await log.stat()).size;
  const { file, args, options } = account.command('postgres', ['-D', cluster, ...settings.flatMap((s) => ['-c', s])]);
  // Of its own process group: Ctrl-C in the terminal must reach the program only, which stops the server last.
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  let failure: Error | undefined;
  let gone = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      failure = error;
      gone = true;
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      gone = true;
      resolve(signal === null ? `exit code ${code}` : signal);
    });
  });
  child.unref();

  const until = performance.now() + START_WITHIN;
  while (!gone && !over?.aborted && performance.now() < until) {
    const lines = await pidFile(cluster);
    if (Number(lines[0]) === child.pid && lines[7]?.startsWith('ready'))
      return {
        pid: child.pid ?? 0,
        ended,
        stop: (atOnce) => {
          // Whoever stops it also waits to hear how it ended; a process that waits for nothing else would end before that.
          child.ref();
          return stopServer(child.pid ?? 0, atOnce);
        },
      };
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (failure) throw new PostgresStartError(`PostgreSQL could not be started: ${failure.message}`, { cause: failure });
  // What has not come up yet has nothing to put in order.
  if (!gone && child.pid) await stopServer(child.pid, over?.aborted);
  return (await readFile(logFile)).subarray(logStart).toString('utf8');
}

async function rotate(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_KEPT_BYTES) await rename(logFile, `${logFile}.1`);
}

function explain(output: string, { cluster, logFile }: Start): PostgresStartError {
  const last = output.trim().split('\n').slice(-6).join('\n  ');
  const said = last ? ` It said:\n  ${last}` : '';
  if (DISK_FULL.test(output))
    return new DiskFullError(`The disk that holds ${cluster} is full. Make room, then start again.${said}`);
  if (/Permission denied|wrong ownership|invalid permissions/.test(output))
    return new PostgresStartError(
      `PostgreSQL may not use ${cluster}: it must belong to the user it runs as and be closed to others (0700).${said}`,
    );
  return new PostgresStartError(`PostgreSQL did not start; its log is ${logFile}.${said}`);
}
