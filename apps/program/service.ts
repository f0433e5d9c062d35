import { installationKey } from '@overstap/access';
import { closeAll, createLogger, OperatorError, makeDataDirectory, type Settings } from '@overstap/platform';
import { Sealer } from '@overstap/operation';
import { EachDay } from '@overstap/processes';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logRoots, rootText } from './log-roots.js';
import { operationsOf } from './operations.js';
import { KEPT_BY_WORKER, KEPT_WHERE_ALONE, openProgram, type Program } from './program.js';
import { startWork, type Work } from './work.js';

export interface Service {
  readonly program: Program;
  readonly work: Work;
  /** Where it answers: `http://127.0.0.1:3000`; undefined for a worker alone. */
  readonly url: string | undefined;
  stop(): Promise<void>;
}

/** The file in the data directory by which the command line finds a running program. */
export const ADDRESS_FILE = 'program.json';

/** Which of the program's parts run in this process. */
export interface ServiceParts {
  /** Answers over HTTP. */
  readonly serves: boolean;
  /** Keeps read models, processes and seals up with the log. */
  readonly follows: boolean;
  /** Fires what falls due and delivers messages. */
  readonly sends: boolean;
}

export const EVERYTHING: ServiceParts = { serves: true, follows: true, sends: true };

/** Once a day, so that where logs are collected a chain that is made anew later differs from what was said. */
async function tellRoots({ database, log }: Program, sealer: Sealer): Promise<void> {
  await sealer.sealNow();
  for (const root of await logRoots(database))
    log.info('Where a sealed log stands; keep it outside the database', { root: rootText(root) });
}

function portTrouble(error: unknown, { port, host }: Settings): OperatorError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new OperatorError(`Port ${port} is taken by another program. Stop that one, or set PORT to another port.`);
  if (code === 'EACCES')
    return new OperatorError(`Port ${port} may not be opened by this user. Set PORT to one from 1024 on.`);
  return code === 'EADDRNOTAVAIL'
    ? new OperatorError(`${host} is no address of this machine. Set OVERSTAP_HOST to one that is.`)
    : undefined;
}

/** Starts the parts that this process runs: all of them as `npm start` does, or the api or the worker alone. */
export async function startService(settings: Settings, parts: ServiceParts): Promise<Service> {
  const log = createLogger(settings.logLevel);
  await makeDataDirectory(settings.dataDir);
  // Read in while the database starts, and not at all where nothing is served.
  const api = parts.serves ? import('../api/api.js') : undefined;
  api?.catch(() => undefined);
  const isAlone = parts.serves && parts.follows;
  const program = await openProgram(settings, log, {
    ...(isAlone && { keptEvents: KEPT_WHERE_ALONE }),
    ...(!parts.serves && { keptEvents: KEPT_BY_WORKER }),
  });
  const opened: (() => Promise<unknown>)[] = [() => program.close()];
  const stop = async (): Promise<void> => {
    program.health.drain();
    const over = new AbortController();
    // What was acknowledged is stored: nothing is worth waiting for a database that will not say that something else is.
    await Promise.race([closeAll(opened.splice(0)).finally(() => over.abort()), program.abandoned(over.signal)]);
  };
  try {
    const work = await startWork(program, parts);
    const sealer = new Sealer({ ...program, report: (error) => log.warn('sealer', {}, error) });
    if (parts.follows) sealer.start();
    opened.push(() => sealer.stop());
    if (parts.follows) {
      const days = new EachDay(
        program.clock,
        () => tellRoots(program, sealer),
        (error) => log.warn('roots', {}, error),
      );
      days.start();
      opened.push(() => days.stop());
    }
    // Ends before those: others take over what it followed.
    opened.push(() => work.stop());
    if (!api) return { program, work, url: undefined, stop };
    const { createApi } = await api;
    const prepared = program.access.passwords.prepare();
    const { app } = await createApi(program, {
      operations: operationsOf(program, work, sealer),
      waitFor: (position, timeoutMs) => work.projections.waitFor(position, timeoutMs),
      installationKey: await installationKey(settings.dataDir),
    });
    opened.push(() => app.close());
    await prepared;
    await app.listen(settings.port, settings.host).catch((error: unknown) => {
      throw portTrouble(error, settings) ?? error;
    });
    const url = (await app.getUrl()).replace('[::1]', 'localhost');
    const address = join(settings.dataDir, ADDRESS_FILE);
    // Renamed into place, so that the command line never reads half of it.
    await writeFile(`${address}.new`, JSON.stringify({ url, pid: process.pid, startedAt: new Date().toISOString() }), {
      mode: 0o600,
    });
    await rename(`${address}.new`, address);
    opened.push(() => rm(address, { force: true }));
    log.info('Overstap is running', { port: Number(new URL(url).port), pid: process.pid });
    return { program, work, url, stop };
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
}
