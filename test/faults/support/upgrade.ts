import { setTimeout as pause } from 'node:timers/promises';
import { readModels } from '@overstap/projections';
import pg from 'pg';
import { temporaryDirectory } from '../../support/postgres.js';
import { RunningProgram } from '../../support/running-program.js';
import { type Agency } from './agency.js';
import { MachineClock } from './machine-clock.js';
import { ADDED, versionWithOlderReadModels } from './older-version.js';
import { type RestartablePostgres } from './restartable-postgres.js';
import { WorkerProcess } from './worker.js';

/** Rows of a read model as one version has them. */
export interface BuildOfModel {
  readonly name: string;
  /** How many versions it is behind the one that was built here. */
  readonly behind: number;
  readonly build: number;
  readonly state: 'live' | 'building';
  readonly position: string;
  readonly worker: 'older' | 'newer' | undefined;
}

/** The read models of which the two versions differ. */
const CHANGED = readModels.filter(
  ({ name, columns }) => name === ADDED.model || Object.values(columns).includes('json'),
);
export const CHANGED_NAMES: readonly string[] = CHANGED.map(({ name }) => name);

/** An agency that goes from a version with older read models to the one that was built here: api and worker of the one, and then those of the other beside them. */
export class Upgrade {
  private readonly reader: pg.Client;
  private workers: { older?: WorkerProcess; newer?: WorkerProcess } = {};
  /** The older one's, then the newer one's. */
  readonly apis: RunningProgram[] = [];
  private readonly older = versionWithOlderReadModels();

  private constructor(
    private readonly postgres: RestartablePostgres,
    readonly database: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly clock: MachineClock,
  ) {
    this.reader = new pg.Client(postgres.url(database));
    // Its next query tells.
    this.reader.on('error', () => undefined);
  }

  static async begin(
    postgres: RestartablePostgres,
    { agency, now }: { readonly agency: Agency; readonly now: string },
  ): Promise<Upgrade> {
    const database = await postgres.database(agency.database);
    const env = { ...agency.env, DATABASE_URL: postgres.url(database) };
    const upgrade = new Upgrade(postgres, database, env, new MachineClock(now));
    // The version that made the agency is the newer one: the older has not seen any rows of it.
    await postgres.query(database, 'DELETE FROM projection_checkpoint WHERE name = ANY ($1)', [CHANGED_NAMES]);
    await upgrade.reader.connect();
    return upgrade;
  }

  /** Answers its api. */
  async startOlder(): Promise<RunningProgram> {
    const [api] = await Promise.all([this.startApi(this.older.api), this.startOlderWorker()]);
    return api;
  }

  private async startOlderWorker(): Promise<void> {
    const { env, clock } = this;
    this.workers.older = await WorkerProcess.start({ env, clock, main: this.older.worker });
  }

  private async startApi(main?: string): Promise<RunningProgram> {
    const env = { ...this.env, ...this.clock.env };
    const api = await RunningProgram.start(temporaryDirectory('api'), env, main === undefined ? 'api' : { main });
    this.apis.push(api);
    return api;
  }

  /** Answers its api. */
  async startNewer(): Promise<RunningProgram> {
    const { env, clock } = this;
    const [worker, api] = await Promise.all([WorkerProcess.start({ env, clock }), this.startApi()]);
    this.workers.newer = worker;
    return api;
  }

  async restartOlderWorker(): Promise<void> {
    await this.workers.older?.stop();
    await this.startOlderWorker();
    const holds = async (): Promise<boolean> => {
      const { rows } = await this.postgres.query<{ pid: string }>(
        this.database,
        `SELECT DISTINCT split_part(holder, '/', 2) AS pid FROM projection_checkpoint WHERE lease_until > clock_timestamp()`,
      );
      return rows.some(({ pid }) => pid === String(this.workers.older?.pid));
    };
    await until(holds);
  }

  /** A question that takes long, to the read model that has a column more: rows of a newer version come in its place only after it. Answers how to end it. */
  async askForLong(): Promise<() => Promise<unknown>> {
    await this.reader.query(`BEGIN; SELECT FROM read_model.${ADDED.model}`);
    return () => this.reader.query('COMMIT');
  }

  /** What there is of the read models that differ. */
  async builds(): Promise<readonly BuildOfModel[]> {
    const { rows } = await this.postgres.query<
      Omit<BuildOfModel, 'behind' | 'worker'> & { version: number; pid: string }
    >(
      this.database,
      `SELECT name, version, build, state, position, split_part(holder, '/', 2) AS pid FROM projection_checkpoint
       WHERE name = ANY ($1) ORDER BY name, build`,
      [CHANGED_NAMES],
    );
    const { older, newer } = this.workers;
    return rows.map(({ version, pid, ...build }) => ({
      ...build,
      behind: (CHANGED.find(({ name }) => name === build.name)?.version ?? NaN) - version,
      worker: pid === String(older?.pid) ? 'older' : pid === String(newer?.pid) ? 'newer' : undefined,
    }));
  }

  async end(): Promise<void> {
    const { older, newer } = this.workers;
    await Promise.all([this.reader.end(), ...this.apis.map((api) => api.stop()), older?.kill(), newer?.kill()]);
  }
}

export async function until(reached: () => boolean | Promise<boolean>, withinMs = 120_000): Promise<void> {
  for (const end = performance.now() + withinMs; !(await reached()); await pause(50))
    if (performance.now() > end) throw new Error('It was not reached in time');
}
