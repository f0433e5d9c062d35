import { statfs } from 'node:fs/promises';
import { type Clock, type EventStore, type Instant } from '@overstap/kernel';
import {
  type Database,
  describeError,
  type Health,
  type HealthReport,
  type Settings,
  VirtualClock,
} from '@overstap/platform';
import { type Lag, type ParkedPartition } from '@overstap/projections';
import { type Problem, problemsOf } from './doctor-problems.js';
import { programVersion } from './program-version.js';
import { readSealCheckpoint } from './sealer.js';

export interface ExaminedProgram {
  readonly settings: Pick<Settings, 'dataDir' | 'databaseUrl' | 'eventStore' | 'queue' | 'production'>;
  readonly database: Pick<Database, 'worker'>;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly health?: Pick<Health, 'ready'>;
}

export interface ExaminedWork {
  readonly projections: {
    lag(): Promise<readonly Lag[]>;
    readonly parked: { list(): Promise<readonly ParkedPartition[]> };
  };
  /** Seconds since the sweep last finished; undefined when nothing sweeps. */
  readonly sweepAge?: () => Promise<number | undefined>;
  /** Programmes of which nobody is the manager or a planner whom they name. */
  readonly unattended?: () => Promise<readonly string[]>;
}

/** What was found; a part that could not be examined is null and has a problem of its own. */
export interface Findings {
  readonly version: {
    readonly overstap: string;
    readonly node: string;
    readonly postgresql: string;
    readonly schema: string;
  } | null;
  readonly running: {
    readonly pid: number;
    readonly upSeconds: number;
    readonly database: 'embedded' | 'server';
    readonly eventStore: string;
    readonly queue: string;
    readonly production: boolean;
  };
  readonly clock: { readonly now: Instant; readonly virtual: boolean };
  readonly dataDirectory: string;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  readonly health: HealthReport | null;
  readonly readModels:
    readonly Pick<Lag, 'name' | 'version' | 'state' | 'behind' | 'more' | 'since' | 'leased' | 'parked'>[] | null;
  readonly parked: readonly Pick<ParkedPartition, 'name' | 'partition' | 'type' | 'error' | 'events'>[] | null;
  /** Events that no seal covers yet, counted up to a thousand; `since` when the oldest was recorded. */
  readonly seals: { readonly unsealed: number; readonly more: boolean; readonly since: Instant | null } | null;
  readonly sweepAgeSeconds: number | null;
  /** Codes of programmes whose work would be nobody's to see. */
  readonly unattended: readonly string[] | null;
}

export interface Diagnosis extends Findings {
  /** Nothing needs anybody's hand. */
  readonly ok: boolean;
  readonly problems: readonly Problem[];
}

/** Says what is running and what is wrong, without personal data. Never throws: what cannot be examined is a problem. */
export async function doctor(program: ExaminedProgram, work: ExaminedWork): Promise<Diagnosis> {
  const { settings, clock } = program;
  const unexamined: Problem[] = [];
  const part = async <T>(what: string, examine: () => Promise<T>): Promise<T | null> => {
    try {
      return await examine();
    } catch (error) {
      const { kind, code, message } = describeError(error);
      unexamined.push({
        what: `The ${what} could not be examined: ${message ?? code ?? kind}`,
        doThis: 'Look at the log of the program, and see that the database and the data directory can be reached.',
      });
      return null;
    }
  };
  const [version, disk, health, lag, parked, seals, sweepAge, unattended] = await Promise.all([
    part('database', () => versions(program)),
    part('disk', () => diskOf(settings.dataDir)),
    part('health', async () => (await program.health?.ready()) ?? null),
    part('read models', () => work.projections.lag()),
    part('parked partitions', () => work.projections.parked.list()),
    part('seals', () => sealLag(program)),
    part('sweep', async () => (await work.sweepAge?.()) ?? null),
    part('programmes', async () => (await work.unattended?.()) ?? []),
  ]);
  const findings: Findings = {
    version,
    running: {
      pid: process.pid,
      upSeconds: Math.round(process.uptime()),
      database: settings.databaseUrl ? 'server' : 'embedded',
      eventStore: settings.eventStore,
      queue: settings.queue,
      production: settings.production,
    },
    clock: { now: clock.now(), virtual: clock instanceof VirtualClock },
    dataDirectory: settings.dataDir,
    disk,
    health,
    readModels: lag?.map(({ position: _position, ...shown }) => shown) ?? null,
    parked:
      parked?.map(({ name, partition, type, error, events }) => ({ name, partition, type, error, events })) ?? null,
    seals,
    sweepAgeSeconds: sweepAge,
    unattended,
  };
  const problems = [...unexamined, ...problemsOf(findings)];
  return { ok: problems.length === 0, problems, ...findings };
}

async function versions({ database }: ExaminedProgram): Promise<Findings['version']> {
  const { rows } = await database.worker.query<{ postgresql: string; schema: string }>(
    `SELECT current_setting('server_version') AS postgresql,
       (SELECT count(*) || ' steps, the last ' || COALESCE((SELECT name FROM overstap_migration ORDER BY timestamp DESC, name DESC LIMIT 1), 'none')
        FROM overstap_migration) AS schema`,
  );
  return { overstap: programVersion(), node: process.version, postgresql: '', schema: '', ...rows[0] };
}

async function diskOf(directory: string): Promise<Findings['disk']> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

async function sealLag({ database, store }: ExaminedProgram): Promise<Findings['seals']> {
  const { events, atHead } = await store.readAll(await readSealCheckpoint(database.worker), 1_000);
  return { unsealed: events.length, more: !atHead, since: events[0]?.recordedAt ?? null };
}
