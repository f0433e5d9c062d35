import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT, Failure } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';

/** What the operating system says about a file, as what the reader can do about it. */
function unreadable(file: string, error: unknown): Failure {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? 'does not exist; check the path'
      : code === 'EISDIR'
        ? 'is a directory; name a file in it'
        : code === 'EACCES' || code === 'EPERM'
          ? 'may not be read by this user; change its permissions'
          : `could not be read (${code ?? 'unknown reason'})`;
  const message = `${file} ${why}.`;
  return new Failure(message, [{ rule: 'file-unreadable', message }], EXIT.wrongUsage);
}

/** A file piece by piece; `-` is standard input. Throws a Failure that names the file. */
export async function* inputOf(
  file: string,
  { directory, input }: Pick<Surroundings, 'directory' | 'input'>,
): AsyncGenerator<Uint8Array | string> {
  try {
    yield* file === '-' ? input : (createReadStream(resolve(directory, file)) as AsyncIterable<Uint8Array>);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The bytes of a file; `-` is standard input. Throws a Failure that names the file. */
export async function bytesOf(file: string, around: Pick<Surroundings, 'directory' | 'input'>): Promise<Buffer> {
  try {
    if (file !== '-') return await readFile(resolve(around.directory, file));
    const pieces: Buffer[] = [];
    for await (const piece of around.input)
      pieces.push(typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece));
    return Buffer.concat(pieces);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** UTF-8, or what Windows writes where it is not. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
