import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface InboxOptions extends PageOptions {
  readonly as?: string;
  readonly unread?: boolean;
}
export interface OutboxOptions extends PageOptions {
  readonly status?: string;
}

/** The messages for a person and their role, unread first. */
export function showInbox(options: InboxOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  const wanted = { ...(options.unread ? { unread: true } : {}), ...pageOf(options) };
  return withProgram(around, async (program) => {
    const page = await program.get('/inbox', wanted, headers);
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['id', 'Message'],
          ['read', 'Read'],
          ['at', 'At'],
          ['subject.en', 'Says'],
          ['about.names.en', 'About'],
          ['dueOn', 'Date'],
          ['aggregateId', 'Trajectory or programme'],
        ],
        'There is no message in this inbox.',
      ),
    );
  });
}

export function markMessageRead(
  id: string,
  options: AnswerOptions & { readonly as?: string },
  around: Surroundings,
): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const marked = await program.post(pathOf('inbox', id, 'read'), {}, { headers });
    return answer(around, options, marked, () => `Message ${id} is read.\n`);
  });
}

/** How messages fare: what waits, what left, what did not and why. */
export function showOutbox(options: OutboxOptions, around: Surroundings): Promise<ExitCode> {
  const { status } = options;
  return withProgram(around, async (program) => {
    const page = await program.get('/outbox', { status, ...pageOf(options) });
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['status', 'Status'],
          ['reason', 'Reason'],
          ['recordedAt', 'Recorded'],
          ['notBefore', 'Not before'],
          ['role', 'For'],
          ['channel', 'Channel'],
          ['message', 'Message'],
          ['attempts', 'Tries', 'right'],
          ['aggregateId', 'Trajectory or programme'],
        ],
        'There is no such message.',
      ),
    );
  });
}
