import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessMark {
  readonly pid: number;
  /** Clock ticks since boot at which it began, from /proc; empty where there is no /proc. */
  readonly started: string;
}

/** When the process began, as Linux counts it; empty when unknown. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name and may hold spaces and brackets; the start is the 22nd field.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

export const ownMark = (): ProcessMark => ({ pid: process.pid, started: startOf(process.pid) });

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  try {
    // A zombie has ended; only its parent has not looked yet.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat[stat.lastIndexOf(')') + 2] !== 'Z';
  } catch {
    return true;
  }
}

/** True when that very process still runs. */
export const isSameProcess = ({ pid, started }: ProcessMark): boolean =>
  isRunning(pid) && (started === '' || startOf(pid) === started);

/** Whether the process works in that directory, as PostgreSQL does in its cluster. What cannot be confirmed is false. */
export async function worksIn(pid: number, directory: string): Promise<boolean> {
  if (process.platform === 'linux')
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === directory;
    } catch {
      return false;
    }
  try {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.includes(`-D ${directory}`);
  } catch {
    return false;
  }
}

/** Resolves to true as soon as the process has ended, to false when it has not within the time (milliseconds). */
export async function ended(pid: number, within: number): Promise<boolean> {
  const until = performance.now() + within;
  while (isRunning(pid)) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}
