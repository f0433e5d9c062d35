import { type Command, Option } from 'commander';
import { AS } from './verbs/acting.js';
import { type PreferenceOptions } from './verbs/preferences.js';
import { type Verbs } from './verb.js';

/** How people want to be told. */
export function addPreferenceVerbs(program: Command, verbs: Verbs): void {
  const preference = verbs.add(program, 'preference', 'How somebody is told: mail, language, quiet hours');
  const show = verbs.add(preference, 'show', 'As it holds now').option(...AS);
  verbs.does<PreferenceOptions>(show, async (_args, options, around) =>
    (await import('./verbs/preferences.js')).showPreference(options, around),
  );
  const set = verbs
    .add(preference, 'set', 'In the place of what was set before; what is left out is as for everybody')
    .option(...AS)
    .option('--default', 'for everybody who did not say')
    .addOption(
      new Option('--mail <when>', 'at once, in one mail of the day, or none').choices(['immediate', 'digest', 'inbox']),
    )
    .addOption(new Option('--language <code>', 'of mails').choices(['nl', 'en']))
    .option('--quiet <from-to>', 'when nothing is sent, such as 18:00-08:00')
    .option('--weekends', 'with --quiet: weekends and holidays are days as others');
  verbs.does<PreferenceOptions>(set, async (_args, options, around) =>
    (await import('./verbs/preferences.js')).setPreference(options, around),
  );
}
