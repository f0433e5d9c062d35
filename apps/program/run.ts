import { setTimeout as sleep } from 'node:timers/promises';
import {
  createLogger,
  databaseTrouble,
  OperatorError,
  readSettings,
  type Settings,
  untilAllThere,
} from '@overstap/platform';
import { neededBy } from './needed.js';
import { DEFAULT_TENANT } from './program.js';
import { type Service, type ServiceParts, startService } from './service.js';

const ASKS_AGAIN_MS = 250;
const WENT_AWAY =
  'The database went away while the program started. Start the program again: it waits until the database answers.';

/**
 * Runs parts of the program until the process is told to end: SIGTERM and SIGINT finish what was acknowledged. Exit 1: it cannot start or go on, as
 * when a server that it stands on stays away. Exit 2: a setting is wrong.
 */
export async function run(
  parts: ServiceParts,
  greet: (service: Service, settings: Settings) => string | Promise<string>,
): Promise<void> {
  const outcome = readSettings(process.env);
  for (const { message } of outcome.warnings) console.error(message);
  if ('problems' in outcome) {
    for (const { message } of outcome.problems) console.error(message);
    process.exit(2);
  }
  const { settings } = outcome;
  const fail = (error: unknown): never => {
    const said = databaseTrouble(error) === 'away' ? WENT_AWAY : error;
    console.error(error instanceof OperatorError ? error.message : said);
    process.exit(1);
  };
  const ending = new AbortController();
  const starting = startOnAll(settings, parts, ending.signal);
  let stopping = false;
  // From the first moment: who is told to end while it starts ends as soon as it has, and leaves no PostgreSQL behind.
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    ending.abort();
    starting.then((started) => started?.stop()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const service = await starting.catch(fail);
  if (stopping || !service) return;
  void service.program.lost.then(fail);
  // A database that is away for a moment is asked again, as by everything else that runs by now.
  const answered = async <Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer | undefined> => {
    for (;;)
      try {
        return await ask();
      } catch (error) {
        if (stopping) return undefined;
        if (databaseTrouble(error) === undefined) return fail(error);
        await sleep(ASKS_AGAIN_MS);
      }
  };
  const greeting = await answered(() => greet(service, settings));
  if (greeting !== undefined) console.error(greeting);
  const link = parts.serves ? await answered(() => firstLink(service, settings)) : undefined;
  if (link !== undefined) console.error(link);
}

/** Starts once every server that it stands on answers; undefined when it was told to end before that. */
async function startOnAll(settings: Settings, parts: ServiceParts, over: AbortSignal): Promise<Service | undefined> {
  const log = createLogger(settings.logLevel);
  await untilAllThere(neededBy(settings, parts), { waitMs: settings.startWaitMs, log, over });
  return over.aborted ? undefined : startService(settings, parts);
}

/** How there comes to be a first administrator; undefined when there is one. */
async function firstLink({ program, url }: Service, { publicUrl }: Settings): Promise<string | undefined> {
  const token = await program.access.firstLink(DEFAULT_TENANT);
  if (token === undefined) return undefined;
  return `There is no administrator yet. Open this link within a day; it works once, and until then the program serves nobody else:
  ${publicUrl ?? url}/welcome/${token}`;
}
