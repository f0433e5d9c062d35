import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '../exit-codes.js';
import { type StartedProgram, type Surroundings } from '../surroundings.js';
import { credentialsFor } from './credentials.js';
import { ProgramClient } from './program-client.js';
import { type Positions, positionsOf } from './positions.js';
import { type Transport } from './transport.js';

/** A program that is alive answers at once; a busy machine gets some seconds. */
const ALIVE_WITHIN_MS = 5_000;

/**
 * Does work against a program: the one that OVERSTAP_URL names, else the one that runs on the data directory, else the embedded one,
 * started for the length of the work. Throws a Failure when there is none to talk to.
 */
export async function withProgram<T>(around: Surroundings, work: (program: ProgramClient) => Promise<T>): Promise<T> {
  const dataDirectory = resolve(around.directory, around.env['OVERSTAP_DATA_DIR']?.trim() || '.overstap');
  const clientOf = async (url: URL, positions: Positions): Promise<ProgramClient> =>
    new ProgramClient(url, around.transport, positions, await credentialsFor(url, dataDirectory, around.env));
  const named = around.env['OVERSTAP_URL']?.trim();
  if (named) {
    const url = urlNamed(named);
    if (!(await isAlive(around.transport, url)))
      throw new Failure(
        `No Overstap answers at ${url.origin}, which OVERSTAP_URL names. Start it there, correct OVERSTAP_URL, or remove it.`,
      );
    return work(await clientOf(url, positionsOf({ origin: url.origin, env: around.env })));
  }
  const positions = positionsOf({ dataDirectory });
  const running = await runningOn(dataDirectory);
  if (running && (await isAlive(around.transport, running))) return work(await clientOf(running, positions));
  const starting = startProgram(around, running);
  // An interruption while it starts waits for that, so that nothing is left running.
  const done = around.beforeEnd(async () => (await starting).stop());
  try {
    const { url } = await starting;
    return await work(await clientOf(new URL(url), positions));
  } finally {
    await starting.then(
      (started) => started.stop(),
      () => undefined,
    );
    done();
  }
}

function urlNamed(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // Said below, as for any address that is not one of the web.
  }
  throw new Failure('OVERSTAP_URL is not an address: write it as http://localhost:3000, or remove it.');
}

/** The address that a running program left in the data directory; undefined when there is none that can be read. */
async function runningOn(dataDirectory: string): Promise<URL | undefined> {
  try {
    const { url } = JSON.parse(await readFile(join(dataDirectory, 'program.json'), 'utf8')) as { url: unknown };
    return typeof url === 'string' ? urlNamed(url) : undefined;
  } catch {
    return undefined;
  }
}

async function isAlive(transport: Transport, url: URL): Promise<boolean> {
  try {
    const { status } = await transport({ method: 'GET', url: new URL('/health/live', url), within: ALIVE_WITHIN_MS });
    return status === 200;
  } catch {
    return false;
  }
}

/** What is thrown here is written for whoever runs the program: another holds the directory, the disk is full, and so on. */
async function startProgram(around: Surroundings, silent: URL | undefined): Promise<StartedProgram> {
  around.say(
    `${silent ? `The program at ${silent.origin} does not answer` : 'No program is running'}; starting one for this command.`,
  );
  try {
    return await around.startProgram();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(
      silent ? `The program that was started on this data directory does not answer at ${silent.origin}. ${why}` : why,
    );
  }
}
