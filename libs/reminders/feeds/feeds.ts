import { createHash, randomBytes } from 'node:crypto';
import { type Instant } from '@overstap/kernel';
import { ask, type TenantClient } from '@overstap/projections';
import { type LanguageCode } from '../messages/message.js';
import { type Recipient } from '../outbox/addressees.js';

/** A calendar feed as its owner sees it; its address is shown once and known to nobody after that. */
export interface CalendarFeed {
  readonly id: string;
  readonly language: LanguageCode;
  readonly created_at: Instant;
}

/** Whose a feed is: one account's (or API key's) in one role, though others may have the same role and ref. Without an account it is the operator's. */
export interface FeedOwner extends Recipient {
  readonly account: string | null;
}

/** For some devices each. */
export const MOST_FEEDS = 5;

/** 256 random bits: whoever has it reads the feed, so it is shown once and kept as a hash alone. */
export const newFeedSecret = (): string => randomBytes(32).toString('base64url');
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** False when the person has as many as there may be. */
export async function addFeed(
  client: TenantClient,
  tenant: string,
  { role, ref, account }: FeedOwner,
  feed: CalendarFeed & { readonly secret: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO calendar_feed (tenant, id, role, ref, hash, language, created_at, account)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8
     WHERE (SELECT count(*) FROM calendar_feed WHERE role = $3 AND ref = $4 AND account IS NOT DISTINCT FROM $8) < ${MOST_FEEDS}`,
    [tenant, feed.id, role, ref, hashOf(feed.secret), feed.language, feed.created_at, account],
  );
  return rowCount === 1;
}

export const feedsOf = (client: TenantClient, { role, ref, account }: FeedOwner): Promise<readonly CalendarFeed[]> =>
  ask<CalendarFeed>(
    client,
    `SELECT id, language, created_at FROM calendar_feed
     WHERE role = $1 AND ref = $2 AND account IS NOT DISTINCT FROM $3 ORDER BY created_at, id`,
    [role, ref, account],
  );

/** From now on its address leads nowhere. False when the person has no such feed. */
export async function revokeFeed(
  client: TenantClient,
  { role, ref, account }: FeedOwner,
  id: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'DELETE FROM calendar_feed WHERE role = $1 AND ref = $2 AND account IS NOT DISTINCT FROM $3 AND id = $4',
    [role, ref, account, id],
  );
  return rowCount === 1;
}

/** Whose feed has this secret; undefined for one that was revoked or never was. Whether they may still read it is not looked at here. */
export async function feedOf(
  client: TenantClient,
  secret: string,
): Promise<(FeedOwner & { readonly language: LanguageCode }) | undefined> {
  const rows = await ask<FeedOwner & { readonly language: LanguageCode }>(
    client,
    'SELECT role, ref, account, language FROM calendar_feed WHERE hash = $1',
    [hashOf(secret)],
  );
  return rows[0];
}
