import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from '../../support/postgres.js';
import { type MachineClock } from './machine-clock.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READY = 'The Overstap worker runs.';

export interface WorkerPlace {
  readonly env: Readonly<Record<string, string>>;
  readonly clock: MachineClock;
  /** Another version of the program than the one that was built here. */
  readonly main?: string;
}

/** `npm run start:worker`, in a process of its own on a machine whose clock the test sets. */
export class WorkerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly output: () => string,
  ) {}

  static async start({
    env,
    clock,
    main = join(ROOT, 'dist/apps/worker/main.js'),
  }: WorkerPlace): Promise<WorkerProcess> {
    const child = spawn(process.execPath, [main], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'warn',
        OVERSTAP_DATA_DIR: temporaryDirectory('worker'),
        ...clock.env,
        ...env,
      } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece.toString()));
    const worker = new WorkerProcess(child, () => text);
    while (!text.includes(READY)) {
      if (!worker.runs) throw new Error(`The worker ended: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return worker;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  get runs(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As the end of the machine would: without a word to anybody. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.runs) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}
