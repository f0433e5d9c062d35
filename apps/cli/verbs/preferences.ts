import { type ExitCode, WrongUsage } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { factsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';

export interface PreferenceOptions extends AnswerOptions {
  readonly as?: string;
  readonly default?: boolean;
  readonly mail?: string;
  readonly language?: string;
  readonly quiet?: string;
  readonly weekends?: boolean;
}

export function showPreference(options: PreferenceOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const held = await program.get('/message-preference', {}, headers);
    return answer(around, options, held, () => shownText(held));
  });
}

export function setPreference(options: PreferenceOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  const { mail, language, weekends } = options;
  const [from, to] = timesOf(options.quiet);
  const quietHours = { from, to, ...(weekends ? { weekends: false, holidays: false } : {}) };
  const body = {
    ...(mail === undefined ? {} : { mail: mail.toUpperCase() }),
    ...(language === undefined ? {} : { language }),
    ...(from === undefined ? {} : { quietHours }),
  };
  const path = options.default ? '/message-preference/default' : '/message-preference';
  return withProgram(around, async (program) => {
    const held = await program.post(path, body, { headers });
    return answer(around, options, held, () => shownText(held));
  });
}

function timesOf(quiet: string | undefined): readonly (string | undefined)[] {
  if (quiet === undefined) return [];
  const times = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(quiet);
  if (!times) throw new WrongUsage('--quiet', '--quiet is two times: write --quiet 18:00-08:00.');
  return times.slice(1);
}

function shownText(held: unknown): string {
  const { quietHours, ...rest } = held as { readonly quietHours: Readonly<Record<string, unknown>> };
  return factsText({ ...rest, ...quietHours });
}
