import { createLogger, OperatorError } from '@overstap/platform';
import { resolve } from 'node:path';
import { type ExitCode, Failure } from '../exit-codes.js';
import { settingsOf } from '../program/settings.js';
import { restoreBackup } from '../../program/restore.js';
import { type Surroundings } from '../surroundings.js';
import { factsText } from '../text/shown.js';
import { answer, type AnswerOptions } from './answer.js';

/** Fills an empty data directory from a backup; no program may run on it. */
export async function restore(directory: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  const settings = settingsOf(around.env);
  try {
    const restored: unknown = await restoreBackup(settings, createLogger('warn'), resolve(around.directory, directory));
    const document = { restored: settings.dataDir, ...(typeof restored === 'object' ? restored : {}) };
    return await answer(around, options, document, () => factsText(document));
  } catch (error) {
    if (error instanceof OperatorError) throw new Failure(error.message);
    throw error;
  }
}
