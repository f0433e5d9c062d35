import { resolve } from 'node:path';
import { EXIT, type ExitCode, Failure } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { answer, type AnswerOptions } from './answer.js';

/** What is running, and what is wrong. */
export function doctor(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.get('/operation/doctor');
    await answer(around, options, found, () => factsText(found));
    return verdictOf(found);
  });
}

export interface VerifyOptions extends AnswerOptions {
  readonly root?: readonly string[];
}

/** Checks the seals of the logs, against what was kept of them too, and counts what is stored. */
export function verify({ root, ...options }: VerifyOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.post('/operation/verify', root === undefined ? {} : { roots: root });
    await answer(around, options, found, () => factsText(found));
    return verdictOf(found);
  });
}

/** Where the sealed logs stand: lines to keep where whoever can write to the database cannot. */
export function roots(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.look('/operation/roots');
    const lines = (found as { readonly roots?: readonly string[] }).roots ?? [];
    return answer(around, options, found, () =>
      lines.length > 0 ? lines.map((line) => `${line}\n`).join('') : 'Nothing is sealed yet.\n',
    );
  });
}

/** A check that says `ok: false` has failed, and a script must see that. */
const verdictOf = (found: unknown): ExitCode =>
  (found as { readonly ok?: unknown } | null)?.ok === false ? EXIT.failed : EXIT.done;

/** Writes a backup while the program runs. */
export function backup(directory: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  const target = resolve(around.directory, directory);
  return withProgram(around, async (program) => {
    const taken = await program.post('/operation/backup', { directory: target });
    return answer(around, options, taken, () => `The backup is in ${target}.\n${factsText(taken)}`);
  });
}

/** Builds read models anew beside the live ones; all of them unless some are named. */
export function rebuild(names: readonly string[], options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const rebuilt = await program.post('/operation/rebuild', names.length > 0 ? { names } : {});
    return answer(around, options, rebuilt, () =>
      names.length > 0 ? `Built anew: ${names.join(', ')}.\n` : 'Every read model is built anew.\n',
    );
  });
}

/** Wraps every person's keys under the present master key, so that the previous one can be destroyed. */
export const rewrapKeys = (options: AnswerOptions, around: Surroundings): Promise<ExitCode> =>
  wrapAnew(
    'rewrap-keys',
    ' now. OVERSTAP_MASTER_KEY_PREVIOUS can be left out from the next start on.',
    options,
    around,
  );

/** Changes the master key while the program runs. */
export const rotateKeys = (options: AnswerOptions, around: Surroundings): Promise<ExitCode> =>
  wrapAnew(
    'rotate-keys',
    ' now, and the one before is removed. Keep a copy of the new key. A backup from before needs the key of its own time.',
    options,
    around,
  );

function wrapAnew(operation: string, rest: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const done = await program.post(`/operation/${operation}`, {});
    const { rewrapped, masterKey } = done as { readonly rewrapped?: number; readonly masterKey?: string };
    const said = `${rewrapped} keys were wrapped anew; all are under master key ${masterKey}${rest}\n`;
    return answer(around, options, done, () => said);
  });
}

/** Events that a read model could not take, with what is held back behind them. */
export function listParked(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.get('/operation/parked');
    return answer(around, options, found, () =>
      rowsText(
        itemsOf(found, 'parked'),
        [
          ['name', 'Projection'],
          ['partition', 'Partition'],
          ['tenant', 'Tenant'],
          ['type', 'Event'],
          ['error', 'Error'],
          ['events', 'Waiting', 'right'],
          ['since', 'Since'],
        ],
        'Nothing is parked.',
      ),
    );
  });
}

export interface ParkedOptions extends AnswerOptions {
  readonly tenant: string;
}

/** Takes what is parked under a key up again, or passes over the event that is the cause. */
export function settleParked(
  choice: 'retry' | 'skip',
  projection: string,
  partition: string,
  options: ParkedOptions,
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const settled = await program.post('/operation/parked', { choice, projection, partition, tenant: options.tenant });
    await answer(around, options, settled, () => factsText(settled));
    const { stillParked } = settled as { readonly stillParked?: number };
    return stillParked ? EXIT.failed : EXIT.done;
  });
}

/** Where the clock stands; or moves it, and waits until all that falls due until then has happened. */
export function clock(options: AnswerOptions & { readonly to?: string }, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found =
      options.to === undefined ? await program.look('/clock') : await program.post('/clock', { now: options.to });
    const { now } = found as { readonly now?: string };
    if (now === undefined) throw new Failure('The program did not say what time it is: is it of this version?');
    return answer(around, options, found, () => `${now}\n`);
  });
}
