import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Role } from '@overstap/kernel';
import { scopeOf } from '@overstap/policy';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { type Recipient } from '../outbox/addressees.js';
import { type ClaimedMessage, Outbox } from '../outbox/outbox.js';
import { reminderDatabase } from '../testing/queues.js';
import { inboxOf, type InboxPage, markRead } from './inbox.js';

const COACH: Recipient = { role: 'COACH', ref: 'coach-7' };
const scopeIn = ({ role, ref }: Recipient) => scopeOf({ type: role as Role, id: ref });
const at = (minute: number): string => new Date(Date.UTC(2027, 2, 1, 8, minute)).toISOString();

describe('an inbox', () => {
  let database: TestDatabase;
  let outbox: Outbox;
  let tenant: string;
  beforeAll(async () => {
    database = await reminderDatabase();
    outbox = new Outbox(database.worker);
    await database.owner.query(`
      CREATE SCHEMA read_model;
      CREATE TABLE read_model.programme_list (programme text, employer text, disclosure_profile text, planners text[]);
      CREATE TABLE read_model.trajectory_summary (trajectory text, programme text, participant text, coach text, concluded_on date);
      CREATE TABLE read_model.caseload (trajectory text, stand_in text);
      CREATE TABLE read_model.coach_list (coach text, team text);
      CREATE TABLE read_model.planner_queue (stream text, role text, assignee text, status text);
      CREATE TABLE read_model.team_list (team text, name text);
      INSERT INTO read_model.trajectory_summary VALUES ('t-1', 'p-1', 'person-1', 'coach-7');
      INSERT INTO read_model.team_list VALUES ('team-a', 'A'), ('team-b', 'B');
      GRANT USAGE ON SCHEMA read_model TO PUBLIC;
      GRANT SELECT ON ALL TABLES IN SCHEMA read_model TO PUBLIC`);
  });
  afterAll(() => database?.drop());
  beforeEach(() => {
    tenant = randomUUID();
  });

  const arrive = async (recipient: Recipient, minute: number): Promise<string> => {
    const message: ClaimedMessage = {
      tenant,
      recipient,
      id: randomUUID(),
      eventId: randomUUID(),
      aggregate: 'trajectory',
      aggregateId: 't-1',
      channel: 'APP',
      message: 'DUE',
      params: { clockId: 'task.INTAKE', generation: 1, rung: 'due', about: 'INTAKE', dueOn: '2027-03-01' },
      recordedAt: at(minute),
      notBefore: at(minute),
      attempts: 1,
    };
    await outbox.intoInbox([message], at(minute));
    return message.id;
  };
  const read = (reader: Recipient, page: InboxPage = {}) =>
    database.readAs(tenant, (client) => inboxOf(client, scopeIn(reader), reader, page));
  const ids = async (reader: Recipient, page: InboxPage = {}) => (await read(reader, page)).rows.map(({ id }) => id);
  const mark = (reader: Recipient, id: string, as = tenant) =>
    database.readAs(as, (client) => markRead(client, scopeIn(reader), reader, id));

  it('holds what is for the person and what is for the role, and nobody else’s', async () => {
    const mine = await arrive(COACH, 1);
    const roles = await arrive({ role: 'COACH', ref: '' }, 2);
    await arrive({ role: 'COACH', ref: 'coach-8' }, 3);
    await arrive({ role: 'TEAM_LEAD', ref: '' }, 4);
    // The same id in another role is another person.
    await arrive({ role: 'PARTICIPANT', ref: 'coach-7' }, 5);
    expect((await read(COACH)).rows).toEqual([
      expect.objectContaining({ id: roles, shared: true, read: false, at: at(2) }),
      {
        id: mine,
        message: 'DUE',
        aggregate: 'trajectory',
        aggregate_id: 't-1',
        params: { clockId: 'task.INTAKE', generation: 1, rung: 'due', about: 'INTAKE', dueOn: '2027-03-01' },
        at: at(1),
        read: false,
        shared: false,
      },
    ]);
  });

  it('shows what is unread first, the newest of each first, page by page without a gap', async () => {
    const all: string[] = [];
    // The last ones arrive in the same moment.
    for (let n = 0; n < 9; n++) all.push(await arrive(COACH, Math.min(n, 6)));
    for (const n of [2, 5, 8]) expect(await mark(COACH, all[n]!)).toBe(true);
    const seen: { id: string; read: boolean; at: string }[] = [];
    let after: string | undefined;
    do {
      const page = await read(COACH, { limit: 1, ...(after ? { after } : {}) });
      seen.push(...page.rows);
      after = page.next;
    } while (after);
    expect(seen.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
    expect(seen.map((each) => each.read)).toEqual([...Array(6).fill(false), ...Array(3).fill(true)]);
    expect(seen.filter((each) => !each.read).map((each) => each.at)).toEqual([6, 6, 4, 3, 1, 0].map(at));
    expect(seen.filter((each) => each.read).map((each) => each.at)).toEqual([6, 5, 2].map(at));
    expect(await ids(COACH, { unreadOnly: true })).toEqual(seen.filter((each) => !each.read).map(({ id }) => id));
  });

  it('lets a message be read by its reader alone, as often as they like', async () => {
    const id = await arrive(COACH, 1);
    expect(await mark({ role: 'COACH', ref: 'coach-8' }, id)).toBe(false);
    expect(await mark({ role: 'PLANNER', ref: 'coach-7' }, id)).toBe(false);
    expect(await mark(COACH, id, randomUUID())).toBe(false);
    expect(await mark(COACH, randomUUID())).toBe(false);
    expect((await read(COACH)).rows).toMatchObject([{ read: false }]);
    expect([await mark(COACH, id), await mark(COACH, id)]).toEqual([true, true]);
    expect((await read(COACH)).rows).toMatchObject([{ read: true }]);
    expect(await ids(COACH, { unreadOnly: true })).toEqual([]);
  });

  it('has what is for a role read by the first of them', async () => {
    const id = await arrive({ role: 'TEAM_LEAD', ref: '' }, 1);
    expect(await mark({ role: 'TEAM_LEAD', ref: 'lead-1' }, id)).toBe(true);
    expect((await read({ role: 'TEAM_LEAD', ref: 'lead-2' })).rows).toMatchObject([{ id, read: true, shared: true }]);
  });

  it('is shared by the leads of a team', async () => {
    const ofA = await arrive({ role: 'TEAM_LEAD', ref: 'team-a' }, 1);
    const ofB = await arrive({ role: 'TEAM_LEAD', ref: 'team-b' }, 2);
    const everyones = await arrive({ role: 'TEAM_LEAD', ref: '' }, 3);
    await arrive({ role: 'TEAM_LEAD', ref: 'lead-9' }, 4);
    expect(await ids({ role: 'TEAM_LEAD', ref: 'team-a' })).toEqual([everyones, ofA]);
    expect(await ids({ role: 'TEAM_LEAD', ref: 'lead-1' })).toEqual([everyones]);
    expect((await read({ role: 'TEAM_LEAD', ref: 'team-b' })).rows.map(({ shared }) => shared)).toEqual([true, true]);
    expect(await mark({ role: 'TEAM_LEAD', ref: 'team-a' }, ofB)).toBe(false);
  });

  it('keeps nothing for a coach of a trajectory that is another’s now, but what is about a task of theirs', async () => {
    const id = await arrive({ role: 'COACH', ref: 'former' }, 1);
    const former: Recipient = { role: 'COACH', ref: 'former' };
    expect([await ids(former), await mark(former, id)]).toEqual([[], false]);
    await database.owner.query(
      `INSERT INTO read_model.planner_queue VALUES ('trajectory-t-1', 'COACH', 'former', 'OPEN')`,
    );
    expect(await ids(former)).toEqual([id]);
    await database.owner.query(`UPDATE read_model.planner_queue SET status = 'DONE'`);
    await database.owner.query(`INSERT INTO read_model.caseload VALUES ('t-1', 'former')`);
    expect(await ids(former)).toEqual([id]);
  });

  it('tells planners of the programmes that they plan, and of those that nobody is named for', async () => {
    const id = await arrive({ role: 'PLANNER', ref: '' }, 1);
    const plan = (planners: string) =>
      database.owner.query(`UPDATE read_model.programme_list SET planners = '${planners}'`);
    const noor: Recipient = { role: 'PLANNER', ref: 'noor' };
    await database.owner.query(`INSERT INTO read_model.programme_list VALUES ('p-1', 'acme', 'STATUS', '{}')`);
    expect(await ids(noor)).toEqual([id]);
    await plan('{omar}');
    expect(await ids(noor)).toEqual([]);
    await plan('{omar,noor}');
    expect(await ids(noor)).toEqual([id]);
  });

  it('is another one in every agency', async () => {
    await arrive(COACH, 1);
    tenant = randomUUID();
    expect(await ids(COACH)).toEqual([]);
  });

  it('shows those who hold a role at an employer what is about its people, never about another’s', async () => {
    await database.owner.query(`
      INSERT INTO read_model.programme_list VALUES ('p-1', 'employer-1', 'STATUS'), ('p-2', 'employer-2', 'STATUS')`);
    const id = await arrive({ role: 'EMPLOYER_HR', ref: '' }, 1);
    const other: Recipient = { role: 'EMPLOYER_HR', ref: 'employer-2' };
    expect([await ids(other), await mark(other, id)]).toEqual([[], false]);
    const own: Recipient = { role: 'EMPLOYER_HR', ref: 'employer-1' };
    expect([await ids(own), await mark(own, id)]).toEqual([[id], true]);
  });
});
