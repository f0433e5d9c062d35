import { type Command, Option } from 'commander';
import { addFeedVerbs } from './feed-verbs.js';
import { addMessageVerbs } from './message-verbs.js';
import { addPreferenceVerbs } from './preference-verbs.js';
import { addTemplateVerbs } from './template-verbs.js';
import { addWebhookVerbs } from './webhook-verbs.js';
import { type AnswerOptions } from './verbs/answer.js';
import { type CopyEventsOptions } from './verbs/copy-events.js';
import { type ParkedOptions, type VerifyOptions } from './verbs/operation.js';
import { type Verbs } from './verb.js';

type Operation = typeof import('./verbs/operation.js');
const operation = (): Promise<Operation> => import('./verbs/operation.js');

/** Templates, and keeping the program well. */
export function addOperationVerbs(program: Command, verbs: Verbs): void {
  addTemplateVerbs(program, verbs);
  addMessageVerbs(program, verbs);
  addPreferenceVerbs(program, verbs);
  addFeedVerbs(program, verbs);
  addWebhookVerbs(program, verbs);
  verbs.does<AnswerOptions>(
    verbs.add(program, 'doctor', 'What is running, and what is wrong'),
    async (_args, options, around) => (await operation()).doctor(options, around),
  );
  verbs.does<AnswerOptions>(
    verbs.add(program, 'roots', 'Where the sealed logs stand: lines to keep outside the database, for verify'),
    async (_args, options, around) => (await operation()).roots(options, around),
  );
  verbs.does<VerifyOptions>(
    verbs
      .add(program, 'verify', 'Check the seals of the logs and count what is stored')
      .option('--root <line...>', 'lines of an earlier `overstap roots`: shows a log that was made anew'),
    async (_args, options, around) => (await operation()).verify(options, around),
  );
  verbs.does<AnswerOptions>(
    verbs
      .add(program, 'backup', 'Write a backup while the program runs')
      .argument('<directory>', 'a directory that does not exist yet'),
    async ([directory = ''], options, around) => (await operation()).backup(directory, options, around),
  );
  verbs.does<AnswerOptions>(
    verbs
      .add(program, 'restore', 'Fill an empty data directory from a backup')
      .argument('<directory>', 'the directory of the backup'),
    async ([directory = ''], options, around) =>
      (await import('./verbs/restore.js')).restore(directory, options, around),
  );
  verbs.does<AnswerOptions>(
    verbs
      .add(program, 'rebuild', 'Build read models anew beside the live ones')
      .argument('[name...]', 'the read models; all of them without a name'),
    async ([names], options, around) => (await operation()).rebuild(listOf(names), options, around),
  );
  const copy = verbs
    .add(program, 'copy-events', 'Copy the log to the other event store, and let everything go on there')
    .addOption(storeOption('--from <store>', 'where the log is'))
    .addOption(storeOption('--to <store>', 'where it shall be'))
    .option('--ahead', 'only copy what there is, while the program runs; to be run again without it');
  verbs.does<CopyEventsOptions>(copy, async (_args, options, around) =>
    (await import('./verbs/copy-events.js')).copyLog(options, around),
  );
  addParked(program, verbs);
  addKeys(verbs.add(program, 'keys', 'The keys of people’s data'), verbs);
  const erase = verbs
    .add(program, 'erase', 'Destroy the keys of a person’s data, for good')
    .argument('<participant>', 'the id of the participant')
    .requiredOption('--reason <text>', 'why it is erased');
  verbs.does<AnswerOptions & { readonly reason: string }>(erase, async ([participant = ''], options, around) =>
    (await import('./verbs/erase.js')).erase(participant, options, around),
  );
  const clock = verbs
    .add(program, 'clock', 'Where the clock stands, or move one that was started by OVERSTAP_CLOCK')
    .option('--to <instant>', 'where it shall stand, such as 2027-03-01T09:00:00+01:00');
  verbs.does<AnswerOptions & { readonly to?: string }>(clock, async (_args, options, around) =>
    (await operation()).clock(options, around),
  );
}

const storeOption = (flags: string, description: string): Option =>
  new Option(flags, description).choices(['postgres', 'kurrentdb']).makeOptionMandatory();

/** Commander hands a variadic argument on as a list in one place. */
const listOf = (names: unknown): readonly string[] => (Array.isArray(names) ? names.map(String) : []);

function addKeys(keys: Command, verbs: Verbs): void {
  verbs.does<AnswerOptions>(
    verbs.add(keys, 'rotate', 'Change the master key in its file while the program runs, and wrap them all under it'),
    async (_args, options, around) => (await operation()).rotateKeys(options, around),
  );
  verbs.does<AnswerOptions>(
    verbs.add(keys, 'rewrap', 'Wrap them all under the present master key, after it was changed by hand'),
    async (_args, options, around) => (await operation()).rewrapKeys(options, around),
  );
}

function addParked(program: Command, verbs: Verbs): void {
  const parked = verbs.add(program, 'parked', 'Events that a read model could not take');
  verbs.does<AnswerOptions>(verbs.add(parked, 'list', 'What is parked, and why'), async (_args, options, around) =>
    (await operation()).listParked(options, around),
  );
  for (const choice of ['retry', 'skip'] as const) {
    const settle = verbs
      .add(parked, choice, choice === 'retry' ? 'Take it up again' : 'Pass over the event that is the cause')
      .argument('<projection>', 'the read model, as the list names it')
      .argument('<partition>', 'the partition, as the list names it')
      .option('--tenant <id>', 'the agency', 'default');
    verbs.does<ParkedOptions>(settle, async ([projection = '', partition = ''], options, around) =>
      (await operation()).settleParked(choice, projection, partition, options, around),
    );
  }
}
