import { startForCommand } from '../../program/for-command.js';
import { type StartedProgram } from '../surroundings.js';
import { settingsOf } from './settings.js';

/** The embedded program on the data directory, for the length of a command. */
export const startEmbedded = (env: Readonly<Record<string, string | undefined>>): Promise<StartedProgram> =>
  startForCommand(settingsOf(env));
