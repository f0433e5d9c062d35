import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf, ProgramProblem } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { answer, type AnswerOptions } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface WebhookCallsOptions extends PageOptions {
  readonly status?: string;
}

/** The program says which of the events it does not know by their place alone; whoever typed them is told their names. */
export function namingEvents({ message, code, problems }: ProgramProblem, events: readonly string[]): ProgramProblem {
  const named = (text: string): string =>
    text.replaceAll(/events\[(\d+)\]/g, (place, index: string) => events[Number(index)] ?? place);
  return new ProgramProblem(
    named(message),
    code,
    problems.map((each) => ({ ...each, message: named(each.message) })),
  );
}

/** The secret is made by the program: one on a command line would be seen by others on the machine. */
export function addWebhook(
  url: string,
  options: AnswerOptions & { readonly events: string },
  around: Surroundings,
): Promise<ExitCode> {
  const events = options.events
    .split(',')
    .map((type) => type.trim())
    .filter(Boolean);
  return withProgram(around, async (program) => {
    const added = await program.post('/webhooks', { url, events }).catch((error: unknown) => {
      throw error instanceof ProgramProblem ? namingEvents(error, events) : error;
    });
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
