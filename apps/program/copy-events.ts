import {
  kurrentDbCopyWriter,
  openKurrentDb,
  postgresCopyWriter,
  PostgresEventStore,
  type CopyWriter,
} from '@overstap/event-store';
import { START, type EventStore } from '@overstap/kernel';
import { copyLog, followedPositions, moveFollowers, type CopyReport, type CopyStep } from '@overstap/operation';
import {
  type Database,
  lockDataDirectory,
  type Logger,
  migrate,
  openDatabase,
  OperatorError,
  type Settings,
  startEmbeddedPostgres,
} from '@overstap/platform';
import { beginRebuildIn, readModels } from '@overstap/projections';
import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { follows, kurrentDbIsAway, PLACES } from './event-store.js';
import { MIGRATIONS } from './migrations.js';
import { refuseUnfinishedRestore } from './restore.js';

export type LogPlace = Settings['eventStore'];

export interface CopyEventsOptions {
  readonly from: LogPlace;
  readonly to: LogPlace;
  /** Only copies what there is, while the program may run; what follows the log stays where it is. */
  readonly ahead: boolean;
  readonly progress?: (step: CopyStep, events: number) => void;
  /** Events per read and per write. */
  readonly pageSize?: number;
}

export interface CopiedEvents extends Omit<CopyReport, 'marks'> {
  readonly from: LogPlace;
  readonly to: LogPlace;
  /** Read models that the next start builds anew beside the live ones; undefined when only copied ahead. */
  readonly rebuilding: readonly string[] | undefined;
}

/**
 * Copies the log of the installation from one event store to the other, events as they are: no key is needed. Without `ahead` everything that
 * follows the log then goes on there, in one transaction: reactors do nothing twice, read models are built anew beside the live ones.
 */
export async function copyEvents(settings: Settings, log: Logger, options: CopyEventsOptions): Promise<CopiedEvents> {
  if (options.from === options.to) throw new OperatorError('--from and --to are the same: nothing is to be copied.');
  const url = settings.kurrentdbUrl;
  if (url === undefined)
    throw new OperatorError('KURRENTDB_URL is missing: it says where KurrentDB is, kurrentdb://host:2113?tls=true.');
  refuseUnfinishedRestore(settings);
  return withPostgres(settings, log, async (owner, app) => {
    return alone(owner, options, async () => {
      await migrate(owner, MIGRATIONS);
      const database = await openDatabase(app);
      const opened: { close(): Promise<void> }[] = [database];
      const close = async (): Promise<void> => {
        for (const each of opened.toReversed()) await each.close();
      };
      try {
        const onTrouble = (error: unknown): void => log.warn('copy-events', {}, error);
        const postgres = await PostgresEventStore.open(database, { onTrouble });
        opened.push(postgres);
        const kurrentdb = await openKurrentDb(url, { onTrouble }).catch(kurrentDbIsAway);
        opened.push(kurrentdb);
        const into =
          options.to === 'postgres'
            ? postgresCopyWriter(database.appender)
            : await kurrentDbCopyWriter(url, { onTrouble });
        opened.push(into);
        return await copyBetween({ postgres, kurrentdb }, into, database, options);
      } finally {
        await close();
      }
    });
  });
}

async function copyBetween(
  stores: Readonly<Record<LogPlace, EventStore>>,
  into: CopyWriter,
  database: Database,
  { from, to, ahead, progress, pageSize }: CopyEventsOptions,
): Promise<CopiedEvents> {
  const followed = ahead ? [] : await followedPositions(database.worker);
  const already = followed.every((position) => follows(stores[to], position));
  if (!already && !followed.every((position) => follows(stores[from], position)))
    throw new OperatorError(
      `What follows the log follows neither the one in ${PLACES[from]} nor the one in ${PLACES[to]}. Nothing was copied.`,
    );
  const moves = !ahead && !(already && followed.some((position) => position !== START));
  const { marks, ...report } = await copyLog({
    from: stores[from],
    to: stores[to],
    into,
    marks: moves ? followed : [],
    ...(progress && { progress }),
    ...(pageSize && { pageSize }),
  });
  if (!moves) return { from, to, ...report, rebuilding: ahead ? undefined : [] };
  const { events: newer, atHead } = await stores[from].readAll(report.head.from, 1);
  if (newer.length > 0 || !atHead)
    throw new OperatorError(
      'Somebody wrote to the log that was copied from meanwhile. Stop every process of the program, and copy again.',
    );
  const rebuilding = await database.transact(async (client) => {
    await moveFollowers(client, marks);
    return rebuildAll(client);
  });
  return { from, to, ...report, rebuilding };
}

/** Those that a program has filled before; what there was none of is made at its start. */
async function rebuildAll(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; version: number }>(
    `SELECT name, version FROM projection_checkpoint WHERE state = 'live'`,
  );
  const models = readModels.filter((model) =>
    rows.some(({ name, version }) => name === model.name && version <= model.version),
  );
  for (const model of models) await beginRebuildIn(client, model);
  return models.map(({ name }) => name);
}

/** The installation's PostgreSQL: how its owner connects, and how the program does. */
async function withPostgres<T>(
  { dataDir, databaseUrl }: Settings,
  log: Logger,
  work: (owner: pg.ClientConfig, app: pg.ClientConfig) => Promise<T>,
): Promise<T> {
  if (databaseUrl) return work({ connectionString: databaseUrl }, { connectionString: databaseUrl });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDataDirectory(dataDir);
  try {
    const server = await startEmbeddedPostgres({ dataDir, lock, log: (message) => log.info(message) });
    try {
      return await work(server.connection, server.appConnection);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
}

const LOCK = `SELECT pg_try_advisory_lock(hashtext('overstap copy-events')) AS taken`;
const RUNNING = `
SELECT count(*)::int AS sessions FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'overstap %'`;
/** Connections of a program that has just ended are there for a moment. */
const GRACE = { tries: 20, everyMs: 250 };

/** One copy at a time, and beside no program unless it only copies ahead. */
async function alone<T>(
  connection: pg.ClientConfig,
  { ahead }: Pick<CopyEventsOptions, 'ahead'>,
  work: () => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...connection, application_name: 'copying events' });
  client.on('error', () => undefined);
  await client.connect().catch((cause: unknown) => {
    throw new OperatorError(
      'PostgreSQL does not answer at the address in DATABASE_URL. Start it, or correct the address.',
      { cause },
    );
  });
  try {
    const { rows } = await client.query<{ taken: boolean }>(LOCK);
    if (!rows[0]?.taken) throw new OperatorError('Another overstap copy-events is at work on this installation.');
    for (let tries = 0; !ahead && (await sessionsOf(client)) > 0; tries++) {
      if (tries === GRACE.tries)
        throw new OperatorError(
          'The program still runs on this database. Stop every api and worker and copy again, or copy ahead of that with --ahead.',
        );
      await sleep(GRACE.everyMs);
    }
    return await work();
  } finally {
    await client.end();
  }
}

const sessionsOf = async (client: pg.Client): Promise<number> =>
  (await client.query<{ sessions: number }>(RUNNING)).rows[0]?.sessions ?? 0;
