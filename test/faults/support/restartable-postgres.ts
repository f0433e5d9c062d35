import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@overstap/platform';
import { ended } from '../../../libs/platform/process-liveness.js';
import { temporaryDirectory } from '../../support/postgres.js';
import { giveDatabase } from '../../support/running-program.js';

/** The database that a program's first start has left, on a server that was started with one. */
export const FIRST_STARTED = 'overstap';

/** A PostgreSQL of a test's own, which keeps what it acknowledged whatever happens to it, and can be killed. */
export class RestartablePostgres {
  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedPostgres,
  ) {}

  /** With `firstStarted` it has the database that a first start at that clock leaves; the machine's is undefined. */
  static async start(firstStarted?: { readonly clock: string | undefined }): Promise<RestartablePostgres> {
    const dataDir = temporaryDirectory('faulty-postgres');
    if (firstStarted) await giveDatabase(dataDir, { OVERSTAP_CLOCK: firstStarted.clock });
    return RestartablePostgres.on(dataDir);
  }

  /** The one that a program left in its data directory. */
  static async on(dataDir: string): Promise<RestartablePostgres> {
    return new RestartablePostgres(dataDir, await startServer(dataDir));
  }

  /** Ends without a shutdown, as `pg_ctl restart -m immediate` does, stays away for a while, or while something is done, and comes back by recovery. */
  async crash(away: number | (() => Promise<void>)): Promise<void> {
    process.kill(this.server.pid, 'SIGQUIT');
    if (!(await ended(this.server.pid, 60_000))) throw new Error('PostgreSQL did not end');
    await this.server.stop();
    await (typeof away === 'number' ? new Promise((resolve) => setTimeout(resolve, away)) : away());
    this.server = await startServer(this.dataDir);
  }

  /** It hangs, with whoever is connected, until the function that is answered is called. */
  async freeze(database: string): Promise<() => void> {
    const { rows } = await this.query<{ pid: number }>(
      database,
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    const pids = [this.server.pid, ...rows.map(({ pid }) => pid)];
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
  }

  /** Kills one of its processes that serve a client; PostgreSQL then throws everybody out and recovers. */
  async killBackend(database: string): Promise<void> {
    const { rows } = await this.query<{ pid: number }>(
      database,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1`,
    );
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
  }

  /** For `DATABASE_URL`: the owner, at one of its databases. */
  url(database: string): string {
    const { host, user, password, port } = this.server.connection;
    return `postgres://${user}:${encodeURIComponent(String(password))}@localhost:${port}/${database}?host=${encodeURIComponent(String(host))}`;
  }

  /** An empty database, or a copy of one that nobody is connected to. */
  async database(copyOf = 'template1'): Promise<string> {
    const name = `faults_${randomBytes(6).toString('hex')}`;
    await this.query('postgres', `CREATE DATABASE ${name} TEMPLATE ${copyOf}`);
    return name;
  }

  /** As the owner, for whom row-level security does not hold: what is really stored. */
  async query<Row extends pg.QueryResultRow>(
    database: string,
    text: string,
    values: readonly unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    const client = new pg.Client({ ...this.server.connection, database });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await client.query<Row>(text, [...values]);
    } finally {
      await client.end();
    }
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

const startServer = (dataDir: string): Promise<EmbeddedPostgres> =>
  // What is to be away stays away.
  startEmbeddedPostgres({ dataDir, maxConnections: 300, keeping: { most: 0 } });
