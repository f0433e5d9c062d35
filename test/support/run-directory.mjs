import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One directory per test run, named after the run's process and its start, so that a later run can tell that it is dead.
 * Plain JavaScript: Jest does not map TypeScript imports in its global set-up.
 */
const NAME = /^overstap-jest-(\d+)-(\d+)$/;

function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '0';
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The directories of PostgreSQL clusters below a path: where a postmaster.pid lies. */
function clusters(directory, depth = 5) {
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
  if (entries.some((entry) => entry.name === 'postmaster.pid')) return [directory];
  return depth === 0
    ? []
    : entries.filter((e) => e.isDirectory()).flatMap((e) => clusters(join(directory, e.name), depth - 1));
}

function worksIn(pid, directory) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory;
  } catch {
    // Without /proc (macOS) ps must do; what it cannot confirm is left alone.
    try {
      return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(directory);
    } catch {
      return false;
    }
  }
}

/** Stops every PostgreSQL below the directory and removes it. */
export async function removeRun(directory) {
  for (const cluster of clusters(directory)) {
    const pid = Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10);
    if (!(pid > 1 && worksIn(pid, cluster))) continue;
    // Nothing here is to be kept: the immediate shutdown is the quickest.
    process.kill(pid, 'SIGQUIT');
    for (let waited = 0; isRunning(pid) && waited < 5000; waited += 20)
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

/** Cleans up after runs that were killed; what belongs to another user stays. */
export async function removeDeadRuns() {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, start] = NAME.exec(name) ?? [];
    if (!pid || (isRunning(Number(pid)) && startOf(pid) === start)) continue;
    try {
      await removeRun(join(tmpdir(), name));
    } catch (error) {
      console.warn(`Left ${name} of an earlier test run where it is: ${error.message}`);
    }
  }
}

export function makeRun() {
  const directory = join(tmpdir(), `overstap-jest-${process.pid}-${startOf(process.pid)}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}
