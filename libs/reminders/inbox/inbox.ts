import { type Instant } from '@overstap/kernel';
import { type Scope } from '@overstap/policy';
import {
  ask,
  type Given,
  type Page,
  pageOf,
  planned,
  readCursor,
  type TenantClient,
  within,
} from '@overstap/projections';
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

/**
 * Those who hold a role at an employer share what is about that employer's programmes; a case manager, what is about those of their cases; planners, what
 * is about those that they plan.
 */
const ofProgrammes = (scope: Scope, given: Given): string => {
  if (scope.relations.includes('CASE'))
    return `EXISTS (SELECT FROM read_model.trajectory_summary t WHERE t.programme = inbox.aggregate_id AND ${within(scope, given, 't.trajectory')})`;
  return scope.relations.includes('EMPLOYER')
    ? `EXISTS (SELECT FROM read_model.programme_list p WHERE p.programme = inbox.aggregate_id AND p.employer = ${given(scope.ref)})`
    : planned(scope, given, 'inbox.aggregate_id');
};

const OF_A_TEAM = `role = '${LEADS_TEAM}' AND EXISTS (SELECT FROM read_model.team_list t WHERE t.team = inbox.ref)`;

/** A task goes on being whose it is, whoever has the trajectory or plans the programme; a coach's work is always a coach's. */
const ofOwnTask = (ref: string): string =>
  `EXISTS (SELECT FROM read_model.planner_queue q WHERE q.stream = inbox.aggregate || '-' || inbox.aggregate_id AND q.assignee = ${ref} AND q.status <> 'DONE'
    AND (q.role <> 'COACH' OR inbox.role = 'COACH'))`;

/** Who is proposed as coach hears of it until there is a coach; their answer says the rest. */
const OF_A_PROPOSAL = `(inbox.message = 'COACH_PROPOSED' AND EXISTS (SELECT FROM read_model.trajectory_summary p
  WHERE p.trajectory = inbox.aggregate_id AND p.coach IS NULL AND p.concluded_on IS NULL))`;

/** What was sent to them or to their role, and is about what they reach today: who hands a trajectory over keeps nothing of it. */
function mine(scope: Scope, { role, ref }: Recipient, given: Given): string {
  const me = given(ref);
  const task = scope.relations.includes('TASK') ? [ofOwnTask(me)] : [];
  const reached = [
    within(scope, given, 'inbox.aggregate_id'),
    ...task,
    ...(scope.relations.includes('PROPOSED') ? [OF_A_PROPOSAL] : []),
  ].join(' OR ');
  return `role = ${given(role)} AND (ref = ${me} OR ref = '')
    AND CASE aggregate WHEN 'trajectory' THEN ${reached} WHEN 'programme' THEN ${[ofProgrammes(scope, given), ...task].join(' OR ')} ELSE true END`;
}

/** What there is for a person in a role, and for whoever holds the role: unread first, newest first. */
export async function inboxOf(
  client: TenantClient,
  scope: Scope,
  reader: Recipient,
  { limit = 100, after, unreadOnly = false }: InboxPage = {},
): Promise<Page<InboxMessage>> {
  const [read = 0, at = 'infinity', id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'] = readCursor(after, 3) ?? [];
  const values: unknown[] = [read, at, id, unreadOnly, limit + 1];
  const theirs = mine(scope, reader, (value) => `$${values.push(value)}`);
  const rows = await ask<InboxMessage>(
    client,
    `SELECT id, message, aggregate, aggregate_id, params, at, read, (ref = '' OR ${OF_A_TEAM}) AS shared FROM inbox
     WHERE ${theirs} AND (read > ($1 = 1) OR read = ($1 = 1) AND (at, id) < ($2::timestamptz, $3::uuid)) AND NOT (read AND $4)
     ORDER BY read, at DESC, id DESC LIMIT $5`,
    values,
  );
  return pageOf(rows, limit, (last) => [last.read ? 1 : 0, last.at, last.id]);
}

/** Marks a message as read. False when there is none of this id for the reader; one that was read stays so. */
export async function markRead(client: TenantClient, scope: Scope, reader: Recipient, id: string): Promise<boolean> {
  const values: unknown[] = [id];
  const theirs = mine(scope, reader, (value) => `$${values.push(value)}`);
  const { rowCount } = await client.query(`UPDATE inbox SET read = true WHERE id = $1 AND ${theirs}`, values);
  return rowCount === 1;
}
