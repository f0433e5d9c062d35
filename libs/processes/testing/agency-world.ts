import { randomBytes } from 'node:crypto';
import { type CohortFile } from '@overstap/cohort-files';
import { type AggregateCommand, Aggregates, CommandHandler, type CommandOutcome, Worlds } from '@overstap/commands';
import { eventStoreMigrations, PostgresEventStore } from '@overstap/event-store';
import {
  type Actor,
  isRefusal,
  type Clock,
  type FoldedEvent,
  START,
  type StoredEvent,
  streamOf,
} from '@overstap/kernel';
import {
  type CohortEvent,
  cohortFacts,
  createdProgramme,
  DECIDERS,
  EVENT_CATALOGUE,
  type ProgrammeState,
  SHIPPED_TEMPLATES,
  type ShippedTemplate,
  standAlone,
  statusOf,
  templateFile,
  type TrajectoryState,
} from '@overstap/mobility';
import { type Database, UuidV7, VirtualClock } from '@overstap/platform';
import { loadMasterKeys, PersonalDataCodec, privacyMigrations, SubjectKeys } from '@overstap/privacy';
import {
  projectionMigrations,
  type ProjectionOptions,
  ProjectionRunner,
  readModels,
  type Reactor,
} from '@overstap/projections';
import { remindersMigrations } from '@overstap/reminders';
import { templateParts, templateText } from '../../mobility/testing/template-files.js';
import { othersAreOver, type TestDatabase, testDatabase } from '../../../test/support/postgres.js';
import { employees, readGood, tableOf, write } from '../../cohort-files/testing/employees.js';
import { CohortImport, type ImportResult } from '../cohort-import.js';
import { processMigrations } from '../migrations.js';

export const TENANT = 'default';
export const NOW = '2026-09-01T08:00:00.000Z';
const PLANNER: Actor = { type: 'PLANNER', id: 'planner-1' };
/** Of this test's process; another one must be given it to read what is sealed. */
export const MASTER_KEY = randomBytes(32).toString('base64');

type Heard = (command: AggregateCommand) => CommandOutcome | void | Promise<void>;

/** An agency with the shipped templates, an employer and open programmes: the real domain on a real PostgreSQL, without HTTP. */
export class AgencyWorld {
  private constructor(
    readonly database: Database & Partial<Pick<TestDatabase, 'owner' | 'drop'>>,
    readonly clock: Clock,
    readonly store: PostgresEventStore,
    readonly codec: PersonalDataCodec,
    readonly aggregates: Aggregates,
    readonly commands: CommandHandler,
  ) {}

  static async open(): Promise<AgencyWorld> {
    const database = await testDatabase([
      eventStoreMigrations,
      privacyMigrations,
      projectionMigrations,
      processMigrations,
      remindersMigrations,
    ]);
    const world = await AgencyWorld.on(database);
    for (const name of SHIPPED_TEMPLATES) {
      const text = standAlone(templateText(name), templateFile(name), templateParts);
      await world.tell('template', name, 'PublishTemplate', { templateId: name, text });
    }
    await world.tell('agency', TENANT, 'RegisterEmployer', { name: 'Voorbeeld BV' });
    return world;
  }

  /** A process of its own on the database of another: it shares nothing but what is stored. */
  static async on(
    database: AgencyWorld['database'],
    clock: Clock = new VirtualClock(NOW),
    masterKey = MASTER_KEY,
  ): Promise<AgencyWorld> {
    const store = await PostgresEventStore.open(database);
    const keys = new SubjectKeys(database, loadMasterKeys({ masterKey, production: false }));
    const codec = new PersonalDataCodec(keys);
    const open: ConstructorParameters<typeof Aggregates>[0]['open'] = (events) => codec.open(events, EVENT_CATALOGUE);
    const aggregates = new Aggregates({ store, open, deciders: DECIDERS, catalogue: EVENT_CATALOGUE });
    const worlds = new Worlds(
      aggregates,
      EVENT_CATALOGUE,
      async (tenant, programme) =>
        cohortFacts(
          (await open(
            await store.readStream(tenant, streamOf('cohort', programme)),
          )) as readonly FoldedEvent<CohortEvent>[],
        ),
      async () => ({ load: 0, today: '2026-09-01' }),
      async () => true,
    );
    const seal = codec.seal.bind(codec);
    const commands = new CommandHandler({ store, seal, clock, aggregates, worlds, catalogue: EVENT_CATALOGUE });
    return new AgencyWorld(database, clock, store, codec, aggregates, commands);
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.database.drop?.();
  }

  private sent = 0;

  /** A command, a planner's unless told; refusals and conflicts are answered. */
  ask(
    aggregate: AggregateCommand['aggregate'],
    id: string,
    type: string,
    data: object,
    actor: Actor = PLANNER,
  ): Promise<CommandOutcome> {
    const commandId = `00000000-0000-4000-8000-${String((this.sent += 1)).padStart(12, '0')}`;
    return this.commands.handle({ tenant: TENANT, aggregate, id, type, data, commandId, actor });
  }

  async tell(
    aggregate: AggregateCommand['aggregate'],
    id: string,
    type: string,
    data: object,
    actor: Actor = PLANNER,
  ): Promise<void> {
    const outcome = await this.ask(aggregate, id, type, data, actor);
    if (outcome.outcome !== 'done') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
  }

  async openProgramme(code: string, template: ShippedTemplate = 'IND-6'): Promise<void> {
    await this.tell('programme', code, 'OpenProgramme', {
      code,
      employer: 'Voorbeeld BV',
      template,
      startsOn: '2026-09-01',
    });
  }

  /** The command handler of a process that hears of every command first. Throwing there is its end; an outcome is answered instead. */
  hearing(before: Heard): CommandHandler {
    const handle = async (command: AggregateCommand): Promise<CommandOutcome> =>
      (await before(command)) ?? this.commands.handle(command);
    return Object.assign(Object.create(this.commands) as CommandHandler, { handle });
  }

  imports(commands: CommandHandler = this.commands): CohortImport {
    const { database, codec, clock } = this;
    return new CohortImport({ database, codec, commands, clock, ids: new UuidV7(clock) });
  }

  /** Brings a file into a programme's cohort, through the process given. */
  async import(
    programme: string,
    file: CohortFile,
    through = this.imports(),
    templateId: ShippedTemplate = 'IND-6',
  ): Promise<ImportResult> {
    const { state } = await this.aggregates.current(TENANT, 'programme', programme);
    const imported = await through.run({
      tenant: TENANT,
      programme,
      employer: createdProgramme(state as ProgrammeState)?.employerId ?? '',
      templateId,
      templateVersion: 1,
      cohort: programme,
      file,
      today: '2026-09-01',
      actor: PLANNER,
      dryRun: false,
    });
    if (isRefusal(imported)) throw new Error(imported.message);
    return imported;
  }

  /** The trajectories of a programme by their state, as the streams have it. */
  async states(programme: string): Promise<Readonly<Record<string, number>>> {
    const counts: Record<string, number> = {};
    for (const { trajectory, data } of await this.happened('ParticipantReferred')) {
      if (data['programmeId'] !== programme || trajectory === undefined) continue;
      const { state } = await this.aggregates.current(TENANT, 'trajectory', trajectory);
      const status = statusOf(state as TrajectoryState);
      counts[status] = (counts[status] ?? 0) + 1;
    }
    return counts;
  }

  async happened(...types: readonly string[]): Promise<readonly StoredEvent[]> {
    const { owner } = this.database;
    if (owner) await othersAreOver({ owner });
    return (await this.store.readAll(START, 10_000, { types })).events;
  }

  async rowsOf(table: string): Promise<number> {
    return (await this.database.owner!.query(`SELECT FROM ${table}`)).rowCount ?? 0;
  }

  /** A runner of these reactors and of the read models that they ask. */
  runner(...reactors: readonly Reactor[]): Promise<ProjectionRunner> {
    return this.runnerWith({}, ...reactors);
  }

  runnerWith(
    options: Pick<Partial<ProjectionOptions>, 'leaseMs'>,
    ...reactors: readonly Reactor[]
  ): Promise<ProjectionRunner> {
    const { store, codec, database } = this;
    const decode = (events: readonly StoredEvent[]) => codec.open(events, EVENT_CATALOGUE);
    return ProjectionRunner.open({
      store,
      reactors,
      opener: { clear: (event) => event, decode },
      pool: database.worker,
      models: readModels.filter(({ name }) => ['reminder_due', 'caseload', 'coach_list'].includes(name)),
      report: () => undefined,
      ...options,
    });
  }
}

/** So many employees with a number each, after the first `from` of them. */
export const cohortFile = (count: number, from = 0): Promise<CohortFile> =>
  readGood(write(tableOf(employees(from + count).slice(from))));
