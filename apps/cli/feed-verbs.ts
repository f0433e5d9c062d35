import { type Command, Option } from 'commander';
import { AS } from './verbs/acting.js';
import { type FeedOptions } from './verbs/feeds.js';
import { type Verbs } from './verb.js';

/** Private addresses for calendar programs. */
export function addFeedVerbs(program: Command, verbs: Verbs): void {
  const feed = verbs.add(program, 'feed', 'Private calendar feeds');
  const add = verbs
    .add(feed, 'add', 'Make one; shows its address this once')
    .option(...AS)
    .addOption(new Option('--language <code>', 'of the titles').choices(['nl', 'en']));
  verbs.does<FeedOptions>(add, async (_args, options, around) =>
    (await import('./verbs/feeds.js')).addFeed(options, around),
  );
  const list = verbs.add(feed, 'list', 'Those of a person').option(...AS);
  verbs.does<FeedOptions>(list, async (_args, options, around) =>
    (await import('./verbs/feeds.js')).listFeeds(options, around),
  );
  const revoke = verbs
    .add(feed, 'revoke', 'Make its address lead nowhere')
    .argument('<id>', 'the feed, as the list names it')
    .option(...AS);
  verbs.does<FeedOptions>(revoke, async ([id = ''], options, around) =>
    (await import('./verbs/feeds.js')).revokeFeed(id, options, around),
  );
}
