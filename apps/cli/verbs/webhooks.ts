import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { answer, type AnswerOptions } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface WebhookCallsOptions extends PageOptions {
  readonly status?: string;
}

/** The secret is made by the program: one on a command line would be seen by others on the machine. */
export function addWebhook(
  url: string,
  options: AnswerOptions & { readonly events: string },
  around: Surroundings,
): Promise<ExitCode> {
  const events = options.events.split(',').map((type) => type.trim());
  return withProgram(around, async (program) => {
    const added = await program.post('/webhooks', { url, events: events.filter(Boolean) });
    return answer(around, options, added, () => `${factsText(added)}Keep the secret: it is not shown again.\n`);
  });
}

export function listWebhooks(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get('/webhooks');
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['id', 'Webhook'],
          ['origin', 'Calls'],
          ['events', 'About'],
          ['createdAt', 'Since'],
        ],
        'No other program is called.',
      ),
    );
  });
}

export function removeWebhook(id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const removed = await program.post(pathOf('webhooks', id, 'remove'), {});
    return answer(around, options, removed, () => `Webhook ${id} is called no more.\n`);
  });
}

export function showCalls(id: string, options: WebhookCallsOptions, around: Surroundings): Promise<ExitCode> {
  const { status } = options;
  return withProgram(around, async (program) => {
    const page = await program.get(pathOf('webhooks', id, 'deliveries'), { status, ...pageOf(options) });
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['id', 'Call'],
          ['status', 'Status'],
          ['reason', 'Reason'],
          ['message', 'Event'],
          ['recordedAt', 'Recorded'],
          ['notBefore', 'Not before'],
          ['attempts', 'Tries', 'right'],
        ],
        'There is no such call.',
      ),
    );
  });
}

export function replayWebhook(
  id: string,
  options: AnswerOptions & { readonly call?: string },
  around: Surroundings,
): Promise<ExitCode> {
  const { call: delivery } = options;
  return withProgram(around, async (program) => {
    const answered = await program.post(pathOf('webhooks', id, 'replay'), delivery === undefined ? {} : { delivery });
    const { replayed } = answered as { readonly replayed?: number };
    return answer(around, options, answered, () =>
      replayed === 0 ? 'No call was given up.\n' : `Calls that are made again: ${replayed}.\n`,
    );
  });
}
