import { type Command, Option } from 'commander';
import { type AnswerOptions } from './verbs/answer.js';
import { type WebhookCallsOptions } from './verbs/webhooks.js';
import { paged, type Verbs } from './verb.js';

const STATUSES = ['WAITING', 'DELIVERED', 'SUPPRESSED', 'FAILED'];

type Webhooks = typeof import('./verbs/webhooks.js');
const webhooks = (): Promise<Webhooks> => import('./verbs/webhooks.js');

/** Other programs that are called when something happens. */
export function addWebhookVerbs(program: Command, verbs: Verbs): void {
  const webhook = verbs.add(program, 'webhook', 'Other programs that are called when something happens');
  const add = verbs
    .add(webhook, 'add', 'Have one called; shows its secret this once')
    .argument('<url>', 'where to call, such as https://hooks.example.org/overstap')
    .requiredOption('--events <types>', 'the kinds of event, such as PhaseEntered,PlacementStarted');
  verbs.does<AnswerOptions & { readonly events: string }>(add, async ([url = ''], options, around) =>
    (await webhooks()).addWebhook(url, options, around),
  );
  verbs.does<AnswerOptions>(
    verbs.add(webhook, 'list', 'Which are called, and about what'),
    async (_args, options, around) => (await webhooks()).listWebhooks(options, around),
  );
  const remove = verbs.add(webhook, 'remove', 'Call one no more').argument('<id>', 'the webhook, as the list names it');
  verbs.does<AnswerOptions>(remove, async ([id = ''], options, around) =>
    (await webhooks()).removeWebhook(id, options, around),
  );
  const calls = paged(verbs.add(webhook, 'calls', 'How the calls of one fare, and why'))
    .argument('<id>', 'the webhook, as the list names it')
    .addOption(new Option('--status <status>', 'only those that stand so').choices(STATUSES));
  verbs.does<WebhookCallsOptions>(calls, async ([id = ''], options, around) =>
    (await webhooks()).showCalls(id, options, around),
  );
  const replay = verbs
    .add(webhook, 'replay', 'Make again the calls that were given up')
    .argument('<id>', 'the webhook, as the list names it')
    .option('--call <id>', 'only this one, also when it had arrived');
  verbs.does<AnswerOptions & { readonly call?: string }>(replay, async ([id = ''], options, around) =>
    (await webhooks()).replayWebhook(id, options, around),
  );
}
