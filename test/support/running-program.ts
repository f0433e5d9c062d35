import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Description, saidIn } from './description.js';
import { oncePerRun } from './postgres.js';

const run = promisify(execFile);

/** Of what a program said, so much is told with a failure of its own. */
const LAST_SAID = 3_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Of the program that was built here, or the main file of another version. */
type Part = 'standalone' | 'api' | { readonly main: string };

/** The built program in a process of its own, as `npm start` runs it; asked as its operator, who holds the installation's key. */
export class RunningProgram {
  private credentials: Readonly<Record<string, string>> = {};
  private description: Description | undefined;

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    readonly output: () => string,
  ) {}

  /** `part` is the whole program, or the api alone, as `npm run start:api` runs it. A directory that is not there yet gets a database at once. */
  static async start(
    dataDir: string,
    env: Readonly<Record<string, string>> = {},
    part: Part = 'standalone',
  ): Promise<RunningProgram> {
    if (!('DATABASE_URL' in env) && !existsSync(join(dataDir, 'postgres'))) await giveDatabase(dataDir, env);
    return RunningProgram.startOn(dataDir, env, part);
  }

  /** The same on what is there, be it nothing: where the first start is in question, or a log moves to another cluster. */
  static async startOn(
    dataDir: string,
    env: Readonly<Record<string, string>> = {},
    part: Part = 'standalone',
  ): Promise<RunningProgram> {
    const port = Number(env['PORT'] ?? (await freePort()));
    const main = typeof part === 'string' ? join(ROOT, `dist/apps/${part}/main.js`) : part.main;
    const child = spawn(process.execPath, [main], {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        LOG_LEVEL: 'warn',
        OVERSTAP_DATA_DIR: dataDir,
        PORT: String(port),
        ...env,
      } as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const program = new RunningProgram(`http://127.0.0.1:${port}`, child, () => text);
    for (let tries = 0; tries < 600; tries += 1) {
      if (child.exitCode !== null) throw new Error(`The program ended with ${child.exitCode}: ${text}`);
      const answer = await fetch(`${program.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) {
        const key = await readFile(join(dataDir, 'installation.key'), 'utf8');
        program.credentials = { authorization: `Bearer ${key.trim()}` };
        // Long to make and to send, and the same of every program that is built alike.
        const text = await oncePerRun('description', async () => (await program.fetch('/openapi.json')).text());
        program.description = Description.of(text);
        return program;
      }
      await sleep(100);
    }
    child.kill('SIGKILL');
    throw new Error(`The program did not become ready: ${text}`);
  }

  /** Headers that say who the operator is. */
  get signedIn(): Readonly<Record<string, string>> {
    return this.credentials;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Ends it as an operator does; answers the exit code and how long it took. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ readonly code: number | null; readonly ms: number }> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return { code: this.child.exitCode, ms: 0 };
    const since = performance.now();
    this.child.kill(signal);
    await once(this.child, 'exit');
    return { code: this.child.exitCode, ms: performance.now() - since };
  }

  /** As the operator, unless the headers say otherwise; `fetch` itself asks as nobody. */
  async fetch(
    path: string,
    {
      headers,
      from = this.url,
      ...init
    }: RequestInit & { readonly headers?: Record<string, string>; readonly from?: string } = {},
  ): Promise<Response> {
    const answer = await fetch(`${from}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...this.credentials, ...headers },
    });
    return this.asDescribed(init.method ?? 'GET', path, answer);
  }

  /** The answer; throws where it is a success in JSON, and not as the program describes it. */
  async asDescribed(method: string, path: string, answer: Response): Promise<Response> {
    if (!answer.ok || !answer.headers.get('content-type')?.includes('json')) return answer;
    const unlike = this.description?.unlikeAt(method, path, await saidIn(answer.clone())) ?? [];
    if (unlike.length > 0) throw new Error(`${method} ${path}: ${answer.status} ${unlike.join('; ')}`);
    return answer;
  }

  async get<T = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.fetch(path, { headers });
    if (!answer.ok) throw new Error(`GET ${path}: ${await this.failureOf(answer)}`);
    return (await answer.json()) as T;
  }

  /** What was answered, and where the program is to blame what it had to say of that. */
  private async failureOf(answer: Response): Promise<string> {
    const said = `${answer.status} ${await answer.text()}`;
    return answer.status < 500 ? said : `${said}\n${this.output().slice(-LAST_SAID)}`;
  }

  send(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = typeof body === 'string' ? body : JSON.stringify(body);
    return this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: json,
    });
  }

  async post<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const answer = await this.send(path, body, headers);
    if (!answer.ok) throw new Error(`POST ${path}: ${await this.failureOf(answer)}`);
    return (await answer.json()) as T;
  }

  /** Somebody who takes whatever comes. */
  async registerCoach(coachId: string): Promise<void> {
    const offers = { specialisms: [], regions: [], languages: ['nl'], maxComplexity: 6, weightedMax: 1000 };
    await this.post('/coaches/register-coach', { coachId, name: coachId, ...offers });
  }

  async upload<T = Record<string, unknown>>(
    path: string,
    bytes: Uint8Array,
  ): Promise<{ readonly status: number; readonly body: T }> {
    const answer = await this.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes as NonNullable<RequestInit['body']>,
    });
    return { status: answer.status, body: (await answer.json()) as T };
  }
}

/** When most tests begin that have a clock of their own. */
export const USUAL_START = '2026-09-01T09:00:00+02:00';
/** Undefined is the machine's clock. First starts at one of them would all publish the same templates. */
const USUAL_STARTS: readonly (string | undefined)[] = [undefined, USUAL_START];

/**
 * A copy of what a first start makes of a database, which spares a program the longest part of it; where the log is elsewhere, or the clock is a test's
 * own, one that is migrated and no more. All copies say that they are one cluster; keys are each one's own.
 */
export async function giveDatabase(
  dataDir: string,
  { OVERSTAP_CLOCK: clock, EVENT_STORE: log }: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const nth = log === 'kurrentdb' ? -1 : USUAL_STARTS.indexOf(clock);
  const state = nth < 0 ? ['migrated'] : [];
  const made = await oncePerRun(`data-directory${nth < 0 ? '' : `-${nth}`}`, async (directory) => {
    const env = { PATH: process.env['PATH'], ...(clock === undefined ? {} : { OVERSTAP_CLOCK: clock }) };
    await run(process.execPath, [join(ROOT, 'test/support/make-data-directory.mjs'), directory, ...state], { env });
    return directory;
  });
  await mkdir(dirname(dataDir), { recursive: true });
  // With their owners: PostgreSQL runs as an account of its own where it may not be root.
  await run('cp', ['-a', `${made}/.`, dataDir]);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}
