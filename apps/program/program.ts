import { Access } from '@overstap/access';
import { AccessLog } from '@overstap/access-log';
import {
  type AggregateCommand,
  Aggregates,
  CommandHandler,
  type CommandOutcome,
  commandIdOf,
  Worlds,
} from '@overstap/commands';
import { type Actor, type Clock, type CommandDefinition, type EventStore, type Ids } from '@overstap/kernel';
import { checkRegistry, COMMANDS, DECIDERS, EVENT_CATALOGUE } from '@overstap/mobility';
import {
  askAnew,
  closeAll,
  createMetrics,
  type Database,
  Health,
  type Logger,
  migrate,
  openClock,
  openDatabase,
  OperatorError,
  Room,
  type Settings,
  silence,
  startEmbeddedPostgres,
  UuidV7,
} from '@overstap/platform';
import { Erasure, type MasterKeys, PersonalDataCodec, SubjectKeys } from '@overstap/privacy';
import { alignErasures } from '@overstap/operation';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { coachLoad } from './coach-load.js';
import { cohortsOf } from './cohorts-of.js';
import { openEventStore, refuseOtherLog } from './event-store.js';
import { masterKeysOf } from './master-keys.js';
import { MIGRATIONS } from './migrations.js';
import { refuseUnfinishedRestore } from './restore.js';
import { publishShippedTemplates } from './shipped-templates.js';

/** What every way of running has: the database, the log, the keys, and the one door for commands. */
export interface Program {
  readonly settings: Settings;
  readonly log: Logger;
  readonly database: Database;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly codec: PersonalDataCodec;
  readonly masterKeys: MasterKeys;
  readonly keys: SubjectKeys;
  readonly erasure: Erasure;
  readonly access: Access;
  /** Who read what of whom. */
  readonly accessLog: AccessLog;
  readonly aggregates: Aggregates;
  readonly queue: QueueConnections;
  readonly commands: CommandHandler;
  readonly health: Health;
  readonly metrics: ReturnType<typeof createMetrics>;
  /** Sends a command of the program's own; the names make its id, so that the same step is the same command. */
  send(command: Omit<AggregateCommand, 'commandId' | 'actor'>, ...names: readonly string[]): Promise<CommandOutcome>;
  /** On the disk of the embedded PostgreSQL; undefined where the database is somebody else's. */
  readonly room: Room | undefined;
  /** Resolves when a part is gone for good without which nothing works; whoever runs the program ends it. */
  readonly lost: Promise<OperatorError>;
  close(): Promise<void>;
  /** Resolves, unless it is over before, when the database answers nobody any more, with the embedded one ended. */
  abandoned(over: AbortSignal): Promise<void>;
}

/** Where the queue lives. */
export interface QueueConnections {
  /** Of the user that migrates. */
  readonly owner: pg.ClientConfig;
  readonly worker: pg.ClientConfig;
}

/** An installation serves one agency. */
export const DEFAULT_TENANT = 'default';

export const SYSTEM: Actor = { type: 'SYSTEM', id: 'overstap' };

/** Of how many events aggregates stay in memory, about 100 MB, where one process does everything: a day then reads no stream twice. */
export const KEPT_WHERE_ALONE = 400_000;

/** The same in a process that serves nobody: what falls due is of another person each time. */
export const KEPT_BY_WORKER = 20_000;

/** The file that says that a data directory is one of the demo. */
export const DEMO_MARK = 'demo.json';

const DEMO_IN_PRODUCTION = new OperatorError(
  'This data directory or database is one of the demo: its people are invented, and it has accounts whose password was shown to everybody. Set OVERSTAP_DATA_DIR or DATABASE_URL to another one, or unset NODE_ENV.',
);

/**
 * Starts the database where none is given, brings it up to date, and opens everything on it. Before that it refuses commands that nothing
 * or more than one thing would carry out.
 */
export async function openProgram(
  settings: Settings,
  log: Logger,
  { commands = COMMANDS, keptEvents }: { commands?: readonly CommandDefinition[]; keptEvents?: number } = {},
): Promise<Program> {
  checkRegistry(commands, DECIDERS);
  if (settings.production && existsSync(join(settings.dataDir, DEMO_MARK))) throw DEMO_IN_PRODUCTION;
  refuseUnfinishedRestore(settings);
  const server = settings.databaseUrl
    ? undefined
    : await startEmbeddedPostgres({
        dataDir: settings.dataDir,
        log: (message) => log.info(message),
        warn: (message) => log.warn(message),
      });
  const owner: pg.ClientConfig = server?.connection ?? { connectionString: settings.databaseUrl };
  const opened: (() => Promise<void>)[] = server ? [() => server.stop()] : [];
  const close = (): Promise<void> => closeAll(opened);
  try {
    await migrate(owner, MIGRATIONS);
    const database = await openDatabase(server?.appConnection ?? owner);
    opened.push(() => database.close());
    const { clock, remember } = await openClock(database, settings.clock);
    opened.push(remember);
    const report = (where: string) => (error: unknown) => log.warn(where, {}, error);
    const store = await openEventStore(settings, database, report('event store'));
    opened.push(() => store.close());
    await refuseOtherLog(settings, database, store);
    const masterKeys = masterKeysOf(settings);
    const keys = new SubjectKeys({ readAs: database.readBesideAs }, masterKeys);
    const codec = new PersonalDataCodec(keys);
    const erasure = new Erasure(database, keys);
    // Whoever was erased after the backup that this database came from is erased again before anything opens.
    const { replayed } = await alignErasures(settings.dataDir, erasure);
    if (replayed > 0)
      log.warn('Erased again whom a restored database had forgotten to have erased', { count: replayed });
    const ids = new UuidV7(clock);
    const access = new Access({ database, codec, ids });
    const accessLog = new AccessLog({ appender: database.appender, clock });
    opened.push(() => accessLog.close());
    if (settings.production && (await access.accounts.hasDemoAccounts())) throw DEMO_IN_PRODUCTION;
    const aggregates = new Aggregates({
      store,
      open: (events) => codec.open(events, EVENT_CATALOGUE),
      deciders: DECIDERS,
      catalogue: EVENT_CATALOGUE,
      ...(keptEvents === undefined ? {} : { keep: keptEvents }),
    });
    const worlds = new Worlds(
      aggregates,
      EVENT_CATALOGUE,
      cohortsOf(database, store, codec),
      coachLoad(database, codec, clock),
      access.isHeld,
    );
    const handler = new CommandHandler({
      store,
      seal: (event) => codec.seal(event),
      clock,
      aggregates,
      worlds,
      catalogue: EVENT_CATALOGUE,
    });
    const program: Program = {
      settings,
      log,
      database,
      store,
      clock,
      ids,
      codec,
      masterKeys,
      keys,
      erasure,
      access,
      accessLog,
      aggregates,
      queue: { owner, worker: database.listen },
      commands: handler,
      health: new Health(),
      metrics: createMetrics('overstap'),
      send: (command, ...names) => handler.handle({ ...command, commandId: commandIdOf(...names), actor: SYSTEM }),
      room: server && new Room(settings.dataDir),
      lost: server?.lost ?? new Promise(() => undefined),
      close,
      abandoned: async (over) => {
        await silence(() => askAnew(owner), over);
        if (over.aborted) return;
        log.warn('The database answers nobody; the program ends without it');
        await server?.stop(true);
      },
    };
    program.health.register('database', async () => void (await database.worker.query('SELECT 1')));
    program.health.register('disk', async () => {
      if ((await program.room?.isLeft()) === false)
        throw new OperatorError('The disk is nearly full: nothing is stored any more, reading goes on. Make room.');
    });
    if (settings.eventStore === 'kurrentdb') {
      program.health.register('kurrentdb', async () => void (await store.head()));
      program.health.register('log', () => refuseOtherLog(settings, database, store));
    }
    await publishShippedTemplates(program, DEFAULT_TENANT);
    return program;
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
