import { readSettings, type Settings } from '@overstap/platform';
import { Failure } from '../exit-codes.js';

/** What the environment says about how to run; throws a Failure that names every variable that is wrong. */
export function settingsOf(env: Readonly<Record<string, string | undefined>>): Settings {
  const read = readSettings(env);
  if ('settings' in read) return read.settings;
  throw new Failure(
    read.problems.map(({ message }) => message).join('\n'),
    read.problems.map(({ variable, message }) => ({ field: variable, rule: 'setting', message })),
  );
}
