import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
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

/** As `psql -tA` prints it. */
export const printed = (rows: readonly object[]): string =>
  rows.map((row) => `${Object.values(row).join('|')}\n`).join('');
