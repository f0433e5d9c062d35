import { setTimeout as sleep } from 'node:timers/promises';
import { databaseTrouble, OperatorError, readSettings, type Settings } from '@overstap/platform';
import { DEFAULT_TENANT } from './program.js';
import { type Service, type ServiceParts, startService } from './service.js';

const ASKS_AGAIN_MS = 250;

/** Runs parts of the program until the process is told to end: SIGTERM and SIGINT finish what was acknowledged. Exit 2: a setting is wrong. */
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
    console.error(error instanceof OperatorError ? error.message : error);
    process.exit(1);
  };
  const starting = startService(settings, parts);
  let stopping = false;
  // From the first moment: who is told to end while it starts ends as soon as it has, and leaves no PostgreSQL behind.
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    starting.then((started) => started.stop()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const service = await starting.catch(fail);
  if (stopping) return;
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

/** How there comes to be a first administrator; undefined when there is one. */
async function firstLink({ program, url }: Service, { publicUrl }: Settings): Promise<string | undefined> {
  const token = await program.access.firstLink(DEFAULT_TENANT);
  if (token === undefined) return undefined;
  return `There is no administrator yet. Open this link within a day; it works once, and until then the program serves nobody else:
  ${publicUrl ?? url}/welcome/${token}`;
}
