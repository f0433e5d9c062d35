import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { orMissing } from './missing.js';
import { answer, type AnswerOptions } from './answer.js';

export interface FeedOptions extends AnswerOptions {
  readonly as?: string;
  readonly language?: string;
}

export function addFeed(options: FeedOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  const { language } = options;
  return withProgram(around, async (program) => {
    const added = await program.post('/calendar-feeds', language === undefined ? {} : { language }, { headers });
    return answer(
      around,
      options,
      added,
      () =>
        `${factsText(added)}Keep the address to yourself: whoever has it reads the calendar. It is not shown again.\n`,
    );
  });
}

export function listFeeds(options: FeedOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const page = await program.get('/calendar-feeds', {}, headers);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['id', 'Feed'],
          ['language', 'Language'],
          ['createdAt', 'Since'],
        ],
        'There is no calendar feed.',
      ),
    );
  });
}

export function revokeFeed(id: string, options: FeedOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const revoked = await orMissing(
      program.post(pathOf('calendar-feeds', id, 'revoke'), {}, { headers }),
      'feed-unknown',
      `You have no calendar feed ${id}; overstap feed list shows those that you have.`,
    );
    return answer(around, options, revoked, () => `The address of feed ${id} leads nowhere now.\n`);
  });
}
