import { type Command, Option } from 'commander';
import { AS } from './verbs/acting.js';
import { type AnswerOptions } from './verbs/answer.js';
import { type InboxOptions, type OutboxOptions } from './verbs/messages.js';
import { paged, type Verbs } from './verb.js';

const STATUSES = ['WAITING', 'DELIVERED', 'SUPPRESSED', 'FAILED'];

/** What the program tells people, and how it fares. */
export function addMessageVerbs(program: Command, verbs: Verbs): void {
  const inbox = paged(verbs.add(program, 'inbox', 'The messages for a person and their role, unread first'))
    .option(...AS)
    .option('--unread', 'only what is not read yet');
  verbs.does<InboxOptions>(inbox, async (_args, options, around) =>
    (await import('./verbs/messages.js')).showInbox(options, around),
  );
  const read = verbs
    .add(inbox, 'read', 'Mark a message as read')
    .argument('<message>', 'the message, as the inbox names it');
  verbs.does<AnswerOptions & { readonly as?: string }>(read, async ([id = ''], options, around) =>
    (await import('./verbs/messages.js')).markMessageRead(id, options, around),
  );
  const outbox = paged(
    verbs.add(program, 'outbox', 'How messages fare: what waits, what left, what did not and why'),
  ).addOption(new Option('--status <status>', 'only those that stand so').choices(STATUSES));
  verbs.does<OutboxOptions>(outbox, async (_args, options, around) =>
    (await import('./verbs/messages.js')).showOutbox(options, around),
  );
}
