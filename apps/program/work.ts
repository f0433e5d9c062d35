import { DEFAULT_QUIET_HOURS } from '@overstap/calendar';
import { type Instant, isRefusal, type Refusal } from '@overstap/kernel';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import {
  AbandonedWork,
  AbsenceDays,
  CohortImport,
  recordForgotten,
  RetentionDays,
  TemplateMigration,
  WaveReleases,
} from '@overstap/processes';
import { closeAll, RightOfWay } from '@overstap/platform';
import { ProjectionRunner, readModels } from '@overstap/projections';
import {
  type JobQueue,
  type MessagePreference,
  migrateQueue,
  openMailer,
  openPostgresQueue,
  openRedisQueue,
  Preferences,
  type Recipient,
  Reminders,
  WebhookAddresses,
  Webhooks,
} from '@overstap/reminders';
import { linkInMail } from './account-mail.js';
import { coachesOfPerson } from './coaches-of-person.js';
import { Correspondents } from './correspondents.js';
import { forgetPerson } from './forget-person.js';
import { homeCalendar } from './home-calendar.js';
import { openerOf } from './opener.js';
import { type Program } from './program.js';
import { reactorsOf } from './reactors.js';
import { teamOfCoach } from './teams.js';
import { measureWork } from './work-metrics.js';

/** What runs beside HTTP: read models, processes, reminders, deliveries. */
export interface Work {
  readonly projections: ProjectionRunner;
  readonly reminders: Reminders;
  readonly imports: CohortImport;
  readonly migrations: TemplateMigration;
  readonly waves: WaveReleases;
  /** What goes before read models and reactors takes it. */
  readonly way: RightOfWay;
  /** Undefined when the program runs on the machine's clock. */
  readonly advanceClock?: (to: Instant) => Promise<Refusal | undefined>;
  stop(): Promise<void>;
}

/** `follows: false` leaves read models and processes to other processes, as an api beside workers does. `sends: false` keeps every message in the outbox and fires nothing: for the length of one command of the command line. */
export async function startWork(
  program: Program,
  { sends, follows }: { readonly sends: boolean; readonly follows: boolean },
): Promise<Work> {
  const { database, store, codec, clock, commands, log, health, metrics, settings, masterKeys: keys } = program;
  const report = (where: string, error: unknown): void => log.warn(where, {}, error);
  const queue = sends ? await openQueue(program, report) : undefined;
  const preferences = new Preferences(database.worker);
  const correspondents = new Correspondents(program, preferences, (tenant, coach) =>
    teamOfCoach(program, tenant, coach),
  );
  const wishesOf = async (tenant: string, recipient: Recipient): Promise<MessagePreference> =>
    preferences.of(tenant, await correspondents.signedInAs(tenant, recipient));
  const addresses = new WebhookAddresses(settings.webhookNetworks);
  const way = new RightOfWay();
  const reminders = new Reminders({
    way,
    database,
    store,
    clock,
    commands,
    ...(queue ? { queue } : {}),
    ...(settings.mail && sends ? { mailer: openMailer(settings.mail) } : {}),
    manners: {
      calendarOf: (tenant) => homeCalendar(program, tenant),
      quietHoursOf: async (tenant, recipient) => (await wishesOf(tenant, recipient)).quietHours ?? DEFAULT_QUIET_HOURS,
      mailOf: async (tenant, recipient) => (await wishesOf(tenant, recipient)).mail,
    },
    addressOf: (tenant, recipient) => correspondents.addressOf(tenant, recipient),
    holdersOf: (tenant, role, team) => correspondents.holdersOf(tenant, role, team),
    ledTeamOf: (tenant, coach) => correspondents.ledTeamOf(tenant, coach),
    coachesOf: (tenant, participant) => coachesOfPerson(program, tenant, participant),
    linkOf: (message) => linkInMail(program, message),
    webhooks: new Webhooks({ database, keys, clock, events: EVENT_CATALOGUE, addresses }),
    report,
    metrics,
  });
  const waves = new WaveReleases({ database, commands, report });
  const projections = await ProjectionRunner.open({
    store,
    opener: openerOf(codec),
    pool: database.worker,
    leases: database.leases,
    way,
    models: readModels,
    reactors: reactorsOf(program, waves, reminders),
    report,
  });
  const forgotten = follows ? await recordForgotten(program) : 0;
  if (forgotten > 0)
    log.warn('Recorded the erasure of people whom a restored database forgot again', { count: forgotten });
  measureWork(program, projections);
  const imports = new CohortImport({ database, codec, commands, ids: program.ids, clock });
  const migrations = new TemplateMigration(program);
  const abandoned = new AbandonedWork({ import: imports, migration: migrations }, report);
  if (follows) await abandoned.start();
  const absences = new AbsenceDays(program, report);
  const retention = new RetentionDays(
    {
      ...program,
      dataDir: settings.dataDir,
      forget: (tenant, person) => forgetPerson(program, tenant, person, 'RETENTION'),
    },
    report,
  );
  if (follows) projections.start();
  if (follows) waves.start();
  if (follows) absences.start();
  if (follows) retention.start();
  await reminders.start(() => projections.drain());
  reminders.registerHealth(health);
  health.register('waves', () => waves.check());
  health.register('projections', async () => {
    const standsStill = await projections.standsBeforeNewer();
    if (standsStill) throw standsStill;
    const parked = await projections.parked.list();
    const names = [...new Set(parked.map(({ name }) => name))];
    return parked.length > 0 ? `${parked.length} parked of ${names.join(', ')}: overstap parked list` : undefined;
  });
  return {
    projections,
    reminders,
    imports,
    migrations,
    waves,
    way,
    ...(settings.clock === undefined || !queue
      ? {}
      : {
          advanceClock: async (to: Instant) => {
            // Whoever was let go before the clock moves is invited at the time at which it stood.
            await projections.drain();
            await waves.settled();
            return retention.advance(to, (day) =>
              absences.advance(day, async (halt) => {
                const advanced = await reminders.advance(halt);
                return isRefusal(advanced) ? advanced : undefined;
              }),
            );
          },
        }),
    // Read models and reactors first: other workers take them over at once, while what is under way here is finished.
    stop: () =>
      closeAll([reminders, waves, absences, retention, abandoned, projections].map((part) => () => part.stop())),
  };
}

async function openQueue(
  { settings, queue }: Program,
  report: (where: string, error: unknown) => void,
): Promise<JobQueue> {
  if (settings.queue === 'redis') return openRedisQueue(settings.redisUrl ?? 'redis://127.0.0.1:6379', report);
  await migrateQueue(queue.owner);
  return openPostgresQueue(queue.worker, report);
}
