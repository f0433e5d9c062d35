import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { temporaryDirectory } from '../support/postgres.js';
import { freePort } from '../support/running-program.js';
import { answerCompose, type AskedOfCompose, DONE, ran, type Ran } from './asked-of-compose.js';
import { type ComposeFile, type ComposeService, ROOT } from './compose-file.js';
import { NativePostgres } from './native-postgres.js';

const READY_TRIES = 600;

/** The services of docker-compose.yml without Docker: what each starts with is run as it stands, with addresses of this machine. */
export class NativeServices {
  readonly backups = temporaryDirectory('backups');
  private readonly data = join(temporaryDirectory('keys'), 'data');
  private readonly alive = temporaryDirectory('alive');
  private readonly ports: Record<string, number> = {};
  private readonly running = new Map<string, ChildProcess>();
  private readonly said = new Map<string, string>();
  private asked: AskedOfCompose | undefined;
  private constructor(
    private readonly file: ComposeFile,
    private readonly postgres: NativePostgres,
    private readonly mail: Awaited<ReturnType<typeof startMailServer>>,
    private readonly kurrentDb: string,
  ) {}

  /** `kurrentDb`: the address and port of the one that stands in for the service, where there is one. */
  static async start(file: ComposeFile, kurrentDb = ''): Promise<NativeServices> {
    const [postgres, mail] = await Promise.all([NativePostgres.start(serviceOf(file, 'postgres')), startMailServer()]);
    const services = new NativeServices(file, postgres, mail, kurrentDb);
    services.asked = await answerCompose((argv) => services.compose(argv));
    for (const name of ['redis', 'api-1', 'api-2']) services.ports[name] = await freePort();
    mkdirSync(services.data, { mode: 0o700 });
    services.run('redis', ['--port', String(services.ports['redis']), '--dir', temporaryDirectory('redis')]);
    return services;
  }

  /** What a script is given, to call compose. */
  get scriptEnv(): NodeJS.ProcessEnv {
    return this.asked?.scriptEnv ?? {};
  }

  url(api: string): string {
    return `http://127.0.0.1:${this.ports[api]}`;
  }

  get signedIn(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${readFileSync(join(this.data, 'installation.key'), 'utf8').trim()}` };
  }

  /** Starts it as its `command` says and answers once its own `healthcheck` is content. */
  async up(name: string): Promise<void> {
    // A process is not there in the moment in which it is begun, and the file of the one before still is.
    rmSync(join(this.alive, name), { force: true });
    this.run(name);
    for (let tries = 0; tries < READY_TRIES; tries += 1) {
      if (this.running.get(name)?.exitCode !== null) throw new Error(`${name} ended: ${this.said.get(name)}`);
      if ((await this.check(name)) === 0) return;
      await pause(200);
    }
    throw new Error(`${name} is not healthy: ${this.said.get(name)}`);
  }

  /** The exit code of the service's own health check. */
  async check(name: string): Promise<number> {
    if (name === 'postgres') return (await this.postgres.check()).code;
    const [, program = '', ...args] = this.service(name).healthcheck?.test ?? [];
    const more = name === 'redis' ? ['-p', String(this.ports['redis'])] : [];
    return (await ran(program, [...more, ...args], this.environment(name))).code;
  }

  async down(name: string): Promise<number | null> {
    const child = this.running.get(name);
    if (!child) return null;
    this.running.delete(name);
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.exitCode;
  }

  async stop(): Promise<void> {
    for (const name of [...this.running.keys()].toReversed()) await this.down(name);
    await Promise.all([this.mail.stop(), this.postgres.stop()]);
    this.asked?.stop();
  }

  private service(name: string): ComposeService {
    return serviceOf(this.file, name);
  }

  /** As in the container, with the names of the other services exchanged for where they are here. */
  private environment(name: string): NodeJS.ProcessEnv {
    const given = Object.entries(this.service(name).environment ?? {});
    const here = given.map(([variable, value]) => [variable, this.here(name, variable, value)] as const);
    return {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      OVERSTAP_DATA_DIR: this.data,
      LOG_LEVEL: 'warn',
      ...Object.fromEntries(here),
    } as NodeJS.ProcessEnv;
  }

  private here(name: string, variable: string, value: string): string {
    const exchanged: Readonly<Record<string, string>> = {
      PORT: String(this.ports[name]),
      OVERSTAP_URL: this.url(name),
      OVERSTAP_ALIVE_FILE: join(this.alive, name),
    };
    return (
      exchanged[variable] ??
      value
        .replace('postgres:5432', `127.0.0.1:${this.postgres.port}`)
        .replace('redis:6379', `127.0.0.1:${this.ports['redis']}`)
        .replace('mail:1025', new URL(this.mail.url).host)
        .replace('kurrentdb:2113', this.kurrentDb)
    );
  }

  private run(name: string, more: readonly string[] = []): void {
    const [program = '', ...args] = this.service(name).command ?? [];
    const child = spawn(program, [...args, ...more], { cwd: ROOT, env: this.environment(name) });
    this.said.set(name, '');
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece: Buffer) => this.said.set(name, `${this.said.get(name)}${piece.toString()}`));
    this.running.set(name, child);
  }

  /** What the scripts ask of compose. */
  async compose([verb, ...rest]: readonly string[]): Promise<Ran> {
    if (verb === 'stop' || verb === 'start') {
      for (const name of rest) await (verb === 'stop' ? this.down(name) : this.up(name));
      return DONE;
    }
    const [name = '', program, ...args] = rest.filter((word) => !['-T', '--rm', '--no-deps'].includes(word));
    if (program === 'psql') return this.postgres.psql(args);
    if (program === 'redis-cli') return ran('redis-cli', ['-p', String(this.ports['redis']), ...args]);
    if (program === 'npx') {
      const here = args.map((word) => word.replace(/^\/backups/, this.backups));
      return ran('npx', here, this.environment(name));
    }
    throw new Error(`compose ${verb} ${rest.join(' ')} is not known here`);
  }
}

function serviceOf({ services }: ComposeFile, name: string): ComposeService {
  const service = services[name];
  if (!service) throw new Error(`There is no service ${name}`);
  return service;
}
