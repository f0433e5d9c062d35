import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Asking {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text: string;
  readonly ms: number;
}
export interface Telling {
  readonly tenant: string;
  readonly aggregate: string;
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly actor: { readonly type: string; readonly id: string };
}
export interface Told {
  readonly done?: readonly { readonly type: string; readonly id: string }[];
  readonly refused?: unknown;
}
export interface Route {
  readonly route: string;
  readonly rule: string | readonly string[];
}

/** A place of the built program, as `mutating-loader.mjs` changes it. */
export interface Change {
  /** Below dist. */
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The built program in a process of its own (program.mjs), with a mutant planted in it if so told. */
export class AskedProgram {
  private readonly waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  private last = 0;
  private text = '';

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: { id?: number; answer?: unknown; error?: string }) => {
      const asked = this.waiting.get(message.id ?? -1);
      if (!asked) return;
      this.waiting.delete(message.id ?? -1);
      if (message.error === undefined) asked.resolve(message.answer);
      else asked.reject(new Error(message.error));
    });
    child.on('exit', (code) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`The program ended with ${code}: ${this.text}`));
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.text += chunk.toString()));
  }

  static async start(
    dataDir: string,
    env: Readonly<Record<string, string>>,
    mutant?: readonly Change[],
  ): Promise<AskedProgram> {
    const child = fork(at('./program.mjs'), [dataDir], {
      env: { PATH: process.env['PATH'], ...env, ...(mutant ? { AUTHZ_MUTANT: JSON.stringify(mutant) } : {}) },
      execArgv: mutant ? ['--import', at('./mutate.mjs')] : [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const program = new AskedProgram(child);
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [
      { ready?: boolean } | number,
    ];
    if (typeof first !== 'object') throw new Error(`The program did not start: ${program.text}`);
    return program;
  }

  /** Everything that it logged. */
  get logged(): string {
    return this.text;
  }

  does<T>(does: string, given?: unknown): Promise<T> {
    const id = ++this.last;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve: (answer) => resolve(answer as T), reject });
      this.child.send({ id, does, given });
    });
  }

  ask = (asked: readonly Asking[]): Promise<readonly Answer[]> => this.does('ask', asked);
  tell = (told: readonly Telling[]): Promise<readonly Told[]> => this.does('tell', told);

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}
