import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transformSync } from '@swc/core';
import { type Instant } from '@overstap/kernel';
import type pg from 'pg';
import { temporaryDirectory } from '../../../test/support/postgres.js';

export interface WorkerSettings {
  readonly connection: pg.ClientConfig;
  readonly redisUrl?: string;
  readonly masterKey: string;
  /** Where its clock stands when it starts; from there it goes as the machine's. */
  readonly startsAt: Instant;
}

const SOURCES = ['libs', 'test/support'];

/** Compiles the libraries into a directory of their own, so that a process of its own runs today's sources; answers its main file. */
export function compileWorker(): string {
  const directory = temporaryDirectory('worker');
  const files = SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ).filter((name) => /(?<!\.test|\.d)\.ts$/.test(name));
  for (const file of files) {
    const target = join(directory, file.replace(/ts$/, 'js'));
    const { code } = transformSync(readFileSync(file, 'utf8'), {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      },
      module: { type: 'es6' },
    });
    const root = relative(dirname(file), 'libs') || '.';
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code.replace(/(["'])@overstap\/([\w-]+)\1/g, `$1./${root}/$2/index.js$1`));
  }
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(join(process.cwd(), 'node_modules'), join(directory, 'node_modules'));
  return join(directory, 'libs/reminders/testing/worker-process.js');
}

/** A worker in a process of its own. */
export class Worker {
  private constructor(
    private readonly child: ChildProcess,
    readonly output: () => string,
  ) {}

  static async start(main: string, settings: WorkerSettings): Promise<Worker> {
    const child = spawn(process.execPath, [main, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] } as NodeJS.ProcessEnv,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece.toString()));
    const worker = new Worker(child, () => text);
    while (!text.includes('ready\n')) {
      if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return worker;
  }

  /** As the machine's end would: without a word to anybody. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
