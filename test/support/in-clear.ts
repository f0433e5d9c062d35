import { spawnSync } from 'node:child_process';

/**
 * The files below a directory in which the text lies in clear: tables, write-ahead log, queue, logs, exports. A file that a
 * running PostgreSQL takes away while it is read holds nothing; whatever else cannot be read is an error.
 */
export function filesHolding(text: string, directory: string): string[] {
  const { stdout, stderr, error } = spawnSync('grep', ['-rlaF', '--', text, directory], { encoding: 'utf8' });
  if (error) throw error;
  const unread = stderr.split('\n').filter((line) => line !== '' && !line.endsWith(': No such file or directory'));
  if (unread.length > 0 || stderr.includes(`${directory}: No such`)) throw new Error(`Not all was read: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
