import { createLogger, OperatorError } from '@overstap/platform';
import { resolve } from 'node:path';
import { EXIT, type ExitCode, Failure } from '../exit-codes.js';
import { positionsOf } from '../program/positions.js';
import { settingsOf } from '../program/settings.js';
import { restoreBackup } from '../../program/restore.js';
import { type Surroundings } from '../surroundings.js';
import { count } from '../text/numbers.js';
import { answer, type AnswerOptions } from './answer.js';

/** Fills an empty data directory from a backup; no program may run on it. */
export async function restore(directory: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  const settings = settingsOf(around.env);
  const restored = await restoreBackup(settings, createLogger('warn'), resolve(around.directory, directory)).catch(
    (error: unknown) => {
      throw error instanceof OperatorError ? new Failure(error.message) : error;
    },
  );
  const { erased, log, tables } = restored;
  // Read models are built at the next start: what is asked then waits for all of it.
  await positionsOf({ dataDirectory: settings.dataDir }).remember(log.head);
  const events = tables.find(({ name }) => name === 'events')?.rows;
  await answer(around, options, { restored: settings.dataDir, ...restored }, () =>
    [
      `Restored into ${settings.dataDir}: ${count(events)} events.`,
      ...(erased > 0 ? [`${count(erased)} erased after the backup were erased again.`] : []),
      log.ok ? 'Its log holds.' : 'Its log does not hold: it was broken before it was backed up. See overstap verify.',
      '',
    ].join('\n'),
  );
  return log.ok ? EXIT.done : EXIT.failed;
}
