import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { temporaryDirectory } from '../support/postgres.js';
import { ROOT } from './compose-file.js';

/** What a call of compose came to. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export const DONE: Ran = { code: 0, out: '', err: '' };

export interface AskedOfCompose {
  /** What a script is given, to call compose. */
  readonly scriptEnv: NodeJS.ProcessEnv;
  stop(): void;
}

/** Whatever a script asks of compose is carried out here instead; what throws is a call that failed. */
export async function answerCompose(carryOut: (argv: readonly string[]) => Promise<Ran>): Promise<AskedOfCompose> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const argv = JSON.parse(Buffer.concat(parts).toString()) as readonly string[];
      carryOut(argv)
        .catch((error: unknown): Ran => ({ code: 1, out: '', err: `${String(error)}\n` }))
        .then(
          (ran) => response.end(JSON.stringify(ran)),
          () => response.end(),
        );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const shim = join(ROOT, 'test/compose/native-compose.mjs');
  return {
    scriptEnv: {
      PATH: process.env['PATH'],
      COMPOSE: `${process.execPath} ${shim}`,
      RESTORE_LOCK: join(temporaryDirectory('lock'), 'restore.lock'),
      NATIVE_COMPOSE: `http://127.0.0.1:${port}`,
    } as NodeJS.ProcessEnv,
    stop: () => server.close(),
  };
}

/** A program, run to its end in the directory of the project; one that is not there throws. */
export async function ran(program: string, args: readonly string[], env = process.env): Promise<Ran> {
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out = '', err = '', [code]] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    once(child, 'close'),
  ]);
  return { code: (code as number | null) ?? 1, out, err };
}

async function read(stream: Readable): Promise<string> {
  let text = '';
  for await (const piece of stream) text += String(piece);
  return text;
}
