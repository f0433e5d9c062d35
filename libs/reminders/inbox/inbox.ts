import { type Instant, isEmployerSide } from '@overstap/kernel';
import { ask, type Page, pageOf, readCursor, type TenantClient } from '@overstap/projections';
import { type MessageCode } from '../messages/message.js';
import { LEADS_TEAM, type Recipient } from '../outbox/addressees.js';
import { type MessageParams } from '../outbox/outbox.js';

/** A message as its reader finds it: ids, codes and dates, from which the text is made when it is shown. */
export interface InboxMessage {
  readonly id: string;
  readonly message: MessageCode;
  readonly aggregate: string;
  readonly aggregate_id: string;
  readonly params: MessageParams;
  readonly at: Instant;
  readonly read: boolean;
  /** For whoever holds the role or leads the team; the first who reads it has read it for all of them. */
  readonly shared: boolean;
}

export interface InboxPage {
  readonly limit?: number;
  readonly after?: string;
  readonly unreadOnly?: boolean;
}

/** Those who hold a role at an employer share what is about that employer's people: `ref` is the employer. */
const OF_OWN_EMPLOYER = `EXISTS (
  SELECT FROM read_model.programme_list p WHERE p.employer = $2 AND p.programme = COALESCE(
    (SELECT t.programme FROM read_model.trajectory_summary t WHERE t.trajectory = inbox.aggregate_id), inbox.aggregate_id))`;

const OF_A_TEAM = `role = '${LEADS_TEAM}' AND EXISTS (SELECT FROM read_model.team_list t WHERE t.team = inbox.ref)`;

/** The leads of a team share its messages; who leads none in particular is told of every team. */
const OF_ALL_TEAMS = `${OF_A_TEAM} AND NOT EXISTS (SELECT FROM read_model.team_list t WHERE t.team = $2)`;

const mine = (role: string): string =>
  `role = $1 AND (ref = $2 OR ref = ''${isEmployerSide(role) ? ` AND ${OF_OWN_EMPLOYER}` : ''}${role === LEADS_TEAM ? ` OR ${OF_ALL_TEAMS}` : ''})`;

/** What there is for a person in a role, and for whoever holds the role: unread first, newest first. */
export async function inboxOf(
  client: TenantClient,
  { role, ref }: Recipient,
  { limit = 100, after, unreadOnly = false }: InboxPage = {},
): Promise<Page<InboxMessage>> {
  const [read = 0, at = 'infinity', id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'] = readCursor(after, 3) ?? [];
  const rows = await ask<InboxMessage>(
    client,
    `SELECT id, message, aggregate, aggregate_id, params, at, read, (ref = '' OR ${OF_A_TEAM}) AS shared FROM inbox
     WHERE ${mine(role)} AND (read > ($3 = 1) OR read = ($3 = 1) AND (at, id) < ($4::timestamptz, $5::uuid)) AND NOT (read AND $6)
     ORDER BY read, at DESC, id DESC LIMIT $7`,
    [role, ref, read, at, id, unreadOnly, limit + 1],
  );
  return pageOf(rows, limit, (last) => [last.read ? 1 : 0, last.at, last.id]);
}

/** Marks a message as read. False when there is none of this id for the reader; one that was read stays so. */
export async function markRead(client: TenantClient, { role, ref }: Recipient, id: string): Promise<boolean> {
  const { rowCount } = await client.query(`UPDATE inbox SET read = true WHERE ${mine(role)} AND id = $3`, [
    role,
    ref,
    id,
  ]);
  return rowCount === 1;
}
