import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { reminderDatabase } from '../testing/queues.js';
import { addFeed, feedOf, type FeedOwner, feedsOf, MOST_FEEDS, newFeedSecret, revokeFeed } from './feeds.js';

const LEAD = { role: 'TEAM_LEAD', ref: 'north' };
const [ANN, BEA]: readonly FeedOwner[] = [
  { ...LEAD, account: randomUUID() },
  { ...LEAD, account: randomUUID() },
] as const;
const OPERATOR: FeedOwner = { ...LEAD, account: null };

describe('the calendar feeds of two accounts with one role and ref, and of the operator in their name', () => {
  let database: TestDatabase;
  let tenant: string;
  beforeAll(async () => {
    database = await reminderDatabase();
  });
  afterAll(() => database?.drop());
  beforeEach(() => {
    tenant = randomUUID();
  });

  const add = async (owner: FeedOwner, secret = newFeedSecret()): Promise<string | undefined> => {
    const feed = { id: randomUUID(), language: 'nl', secret, created_at: '2026-09-01T08:00:00.000Z' } as const;
    return (await database.readAs(tenant, (client) => addFeed(client, tenant, owner, feed))) ? feed.id : undefined;
  };
  const listed = async (owner: FeedOwner) =>
    (await database.readAs(tenant, (client) => feedsOf(client, owner))).map(({ id }) => id);
  const revoke = (owner: FeedOwner, id = '') => database.readAs(tenant, (client) => revokeFeed(client, owner, id));

  test('are listed and revoked by whoever made them alone', async () => {
    const owners = [ANN, BEA, OPERATOR];
    const ids = await Promise.all(owners.map((owner) => add(owner)));
    for (const [nth, owner] of owners.entries()) {
      expect(await listed(owner)).toEqual([ids[nth]]);
      for (const other of owners.filter((each) => each !== owner)) expect(await revoke(other, ids[nth])).toBe(false);
      expect(await revoke(owner, ids[nth])).toBe(true);
    }
  });

  test('are so many at most for each of them', async () => {
    for (let nth = 0; nth < MOST_FEEDS; nth += 1) await add(ANN);
    expect(await add(ANN)).toBeUndefined();
    expect([await add(BEA), await add(OPERATOR)]).not.toContain(undefined);
  });

  test('say whose they are to whoever has the address', async () => {
    for (const owner of [ANN, OPERATOR]) {
      const secret = newFeedSecret();
      await add(owner, secret);
      expect(await database.readAs(tenant, (client) => feedOf(client, secret))).toEqual({ ...owner, language: 'nl' });
    }
  });
});
