import { type Command, Option } from 'commander';
import { AS } from './verbs/acting.js';
import { type ActingOptions, type AskOptions, type FulfilOptions } from './verbs/requests.js';
import {
  type AccessLogOptions,
  type ExportOptions,
  type HoldOptions,
  type MyAccessLogOptions,
  type PreviewOptions,
} from './verbs/rights.js';
import { paged, repeatable, type Verbs } from './verb.js';

type RightsVerbs = typeof import('./verbs/rights.js');
const rights = (): Promise<RightsVerbs> => import('./verbs/rights.js');
const requestsModule = (): Promise<typeof import('./verbs/requests.js')> => import('./verbs/requests.js');

/** What a person may ask about their data, and what whoever guards it looks after. */
export function addRightsVerbs(program: Command, verbs: Verbs): void {
  const log = paged(verbs.add(program, 'access-log', 'Who read what of whom, the newest first'))
    .option('--participant <id>', 'whom it was about')
    .option('--trajectory <id>', 'which trajectory it was about')
    .option('--role <role>', 'in which role it was read, such as COACH')
    .option('--ref <id>', 'who read it in that role')
    .option('--route <name>', 'what was read, such as timeline')
    .option('--from <date>', 'the first day')
    .option('--to <date>', 'the last day');
  verbs.does<AccessLogOptions>(log, async (_args, options, around) => (await rights()).showAccessLog(options, around));
  const mine = verbs
    .add(log, 'mine', 'Who looked at what about one person, in words')
    .option(...AS)
    .option('--days <number>', 'how many days on a page, 1 to 366');
  verbs.does<MyAccessLogOptions>(mine, async (_args, options, around) => (await rights()).showMine(options, around));
  const copy = verbs
    .add(program, 'export-person', 'A copy of everything about a person, to read or as JSON')
    .argument('<participant>', 'the id of the participant')
    .option(...AS)
    .option('--pdf <file>', 'write it to read, to this file, which must not exist yet')
    .addOption(new Option('--language <code>', 'of the PDF').choices(['nl', 'en']).default('nl'));
  verbs.does<ExportOptions>(copy, async ([participant = ''], options, around) =>
    (await rights()).exportPerson(participant, options, around),
  );
  addRequests(verbs.add(program, 'requests', 'Requests of people about their data'), verbs);
  addRetention(verbs.add(program, 'retention', 'How long what is recorded of people is kept'), verbs);
}

function addRequests(requests: Command, verbs: Verbs): void {
  const list = verbs
    .add(requests, 'list', 'What a person asked for, and what became of it')
    .argument('<participant>', 'the id of the participant')
    .option(...AS);
  verbs.does<ActingOptions>(list, async ([participant = ''], options, around) =>
    (await requestsModule()).listRequests(participant, options, around),
  );
  const ask = verbs
    .add(requests, 'ask', 'Record that a person asks for one of their rights')
    .argument('<participant>', 'the id of the participant')
    .addOption(
      new Option('--kind <kind>', 'what they ask for')
        .choices(['ACCESS', 'RECTIFY', 'ERASE', 'RESTRICT', 'PORT', 'OBJECT'])
        .makeOptionMandatory(),
    )
    .option('--wrong <text>', 'what is wrong, for RECTIFY')
    .option('--about <event>', 'the entry of the timeline that is wrong, for RECTIFY')
    .option('--received-on <date>', 'the day on which it came in; today without it')
    .option(...AS);
  verbs.does<AskOptions>(ask, async ([participant = ''], options, around) =>
    (await requestsModule()).askRequest(participant, options, around),
  );
  const fulfil = verbs
    .add(requests, 'fulfil', 'Record that a request is answered')
    .argument('<participant>', 'the id of the participant')
    .argument('<request>', 'the id of the request')
    .addOption(repeatable('--correction <event>', 'by which event it was put right, for RECTIFY; may be repeated'))
    .option('--trajectory <id>', 'the trajectory that these are of; not for the person’s own details')
    .option(...AS);
  verbs.does<FulfilOptions>(fulfil, async ([participant = '', request = ''], options, around) =>
    (await requestsModule()).fulfilRequest(participant, request, options, around),
  );
  const refuse = verbs
    .add(requests, 'refuse', 'Refuse a request')
    .argument('<participant>', 'the id of the participant')
    .argument('<request>', 'the id of the request')
    .requiredOption('--reason <text>', 'why; the person reads it');
  verbs.does<HoldOptions>(refuse, async ([participant = '', request = ''], options, around) =>
    (await requestsModule()).refuseRequest(participant, request, options, around),
  );
}

function addRetention(retention: Command, verbs: Verbs): void {
  const preview = paged(verbs.add(retention, 'preview', 'What will be destroyed in the days to come')).option(
    '--days <number>',
    'how many days ahead, 30 without it',
  );
  verbs.does<PreviewOptions>(preview, async (_args, options, around) =>
    (await rights()).previewRetention(options, around),
  );
  for (const [verb, summary, why] of [
    ['hold', 'Forbid destroying what is recorded of a person', 'why, such as a dispute'],
    ['release', 'Allow it again', 'why it is over'],
  ] as const) {
    const hold = verbs
      .add(retention, verb, summary)
      .argument('<participant>', 'the id of the participant')
      .requiredOption('--reason <text>', why);
    verbs.does<HoldOptions>(hold, async ([participant = ''], options, around) =>
      (await rights()).holdRetention(verb, participant, options, around),
    );
  }
}
