import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { postgresAccount, type PostgresAccount } from '../../libs/platform/postgres-account.js';
import { installedBinaries } from '../../libs/platform/postgres-binaries.js';
import { temporaryDirectory } from '../support/postgres.js';
import { freePort } from '../support/running-program.js';
import { type Ran, ran } from './asked-of-compose.js';
import { type ComposeService } from './compose-file.js';

const READY_TRIES = 150;

/** Where psql or pg_isready is missing, tests of them are skipped with a printed reason; in continuous integration they run, and fail. */
export function hasPostgresClient(): boolean {
  const here = ['psql', 'pg_isready'].every((program) => spawnSync(program, ['--version']).status === 0);
  if (here || process.env['CI']) return true;
  process.stderr.write('Skipped: tests with psql, which is not installed (apt install postgresql-client).\n');
  return false;
}

/**
 * The service `postgres` without Docker: its `command` on the PostgreSQL that comes with the program, after what its image does at a first start.
 * As in the container psql comes in by the socket without a password; whoever comes over TCP needs it.
 */
export class NativePostgres {
  private server: ChildProcess | undefined;
  private said = '';
  private constructor(
    private readonly service: ComposeService,
    private readonly account: PostgresAccount,
    private readonly cluster: string,
    readonly port: number,
  ) {}

  static async start(service: ComposeService): Promise<NativePostgres> {
    const directory = temporaryDirectory('postgres');
    const account = await postgresAccount(await installedBinaries(), directory, undefined);
    const postgres = new NativePostgres(service, account, join(directory, 'cluster'), await freePort());
    try {
      await postgres.make(join(directory, 'password'));
      await postgres.up();
      await postgres.query('postgres', `CREATE DATABASE ${postgres.variable('POSTGRES_DB')}`);
      return postgres;
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  /** As somebody in the container: with nothing of what this machine has set for whoever runs the test. */
  psql(args: readonly string[]): Promise<Ran> {
    const { PATH } = process.env;
    const env = { PATH, LC_ALL: 'C', PSQLRC: '/dev/null', PGHOST: this.cluster, PGPORT: String(this.port) };
    return ran('psql', args, env);
  }

  /** The service's own health check. */
  check(): Promise<Ran> {
    const [, program = '', ...args] = this.service.healthcheck?.test ?? [];
    return ran(program, [...args, '-p', String(this.port)]);
  }

  async query<Row extends pg.QueryResultRow>(database: string, text: string): Promise<pg.QueryResult<Row>> {
    const client = this.client(database);
    await client.connect();
    try {
      return await client.query<Row>(text);
    } finally {
      await client.end();
    }
  }

  client(database: string): pg.Client {
    return new pg.Client({ host: this.cluster, port: this.port, user: this.variable('POSTGRES_USER'), database });
  }

  async stop(): Promise<void> {
    if (!this.server || this.server.exitCode !== null) return;
    // What the image is stopped by: whoever is connected is sent away.
    this.server.kill('SIGINT');
    await once(this.server, 'exit');
  }

  private variable(name: string): string {
    const value = this.service.environment?.[name];
    if (!value) throw new Error(`The service has no ${name}`);
    return value;
  }

  private async make(passwordFile: string): Promise<void> {
    await mkdir(this.cluster, { mode: 0o700 });
    await writeFile(passwordFile, this.variable('POSTGRES_PASSWORD'), { mode: 0o600 });
    const { owner } = this.account;
    if (owner) for (const path of [this.cluster, passwordFile]) await chown(path, owner.uid, owner.gid);
    const { file, args, options } = this.account.command('initdb', [
      ...[`--username=${this.variable('POSTGRES_USER')}`, `--pwfile=${passwordFile}`, '-D', this.cluster],
      ...['--auth-local=trust', '--auth-host=scram-sha-256', '--no-sync'],
    ]);
    const { status, stderr } = spawnSync(file, [...args], { ...options, encoding: 'utf8' });
    if (status !== 0) throw new Error(`initdb: ${stderr}`);
  }

  private async up(): Promise<void> {
    const [program = '', ...given] = this.service.command ?? [];
    const here = ['-D', this.cluster, '-k', this.cluster, '-p', String(this.port), '-c', 'listen_addresses=127.0.0.1'];
    const { file, args, options } = this.account.command(program, [...given, ...here]);
    this.server = spawn(file, [...args], options);
    for (const stream of [this.server.stdout, this.server.stderr])
      stream?.on('data', (piece: Buffer) => (this.said += piece.toString()));
    for (let tries = 0; tries < READY_TRIES && this.server.exitCode === null; tries += 1) {
      if ((await this.check()).code === 0) return;
      await pause(100);
    }
    throw new Error(`PostgreSQL is not healthy: ${this.said}`);
  }
}
