import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Access, accessMigrations } from '@overstap/access';
import { DEFAULT_QUIET_HOURS } from '@overstap/calendar';
import { UuidV7, VirtualClock } from '@overstap/platform';
import { loadMasterKeys, PersonalDataCodec, privacyMigrations, SubjectKeys } from '@overstap/privacy';
import { processMigrations } from '@overstap/processes';
import { projectionMigrations } from '@overstap/projections';
import {
  type MessagePreference,
  openMailer,
  Preferences,
  remindersMigrations,
  setPreference,
  TENANT_DEFAULT,
} from '@overstap/reminders';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MailServer, startMailServer } from '../../libs/reminders/testing/mail-server.js';
import { postgresBench, type QueueBench } from '../../libs/reminders/testing/queues.js';
import { manners, TENANT } from '../../libs/reminders/testing/toy-streams.js';
import { startWorld, type VirtualWorld } from '../../libs/reminders/testing/virtual-world.js';
import { type TestDatabase, testDatabase } from '../../test/support/postgres.js';
import { Correspondents } from './correspondents.js';

// A Monday, 09:00 in Amsterdam.
/** Who invites. */
const BY = { kind: 'operator', id: 'installation' } as const;
const START = '2027-03-01T08:00:00.000Z';
const later = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
/** Two leads share one team, one leads another, and nobody leads the third. */
const TEAM_OF: Readonly<Record<string, string>> = { north: 'team-north', south: 'team-south', west: 'team-west' };
const LEADS = ['lead-a', 'lead-b', 'north-a', 'north-b', 'south'].map((name) => `${name}@agency.example`);
type Role = 'COACH' | 'TEAM_LEAD' | 'PROGRAMME_MANAGER' | 'PLANNER' | 'EMPLOYER_HR';

describe('mail to those who have an account', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  let mail: MailServer;
  let world: VirtualWorld;
  let access: Access;
  beforeAll(async () => {
    database = await testDatabase([
      privacyMigrations,
      processMigrations,
      accessMigrations,
      projectionMigrations,
      remindersMigrations,
    ]);
    bench = await postgresBench(database);
    mail = await startMailServer();
    const masterKey = randomBytes(32).toString('base64');
    const codec = new PersonalDataCodec(new SubjectKeys(database, loadMasterKeys({ masterKey, production: true })));
    const ids = new UuidV7(new VirtualClock(START));
    access = new Access({ database, codec, ids, passwordCost: { memoryKiB: 64, passes: 1 } });
    const preferences = new Preferences(database.worker, 1);
    const correspondents = new Correspondents({ database, codec, access }, preferences, (_tenant, coach) =>
      Promise.resolve(TEAM_OF[coach]),
    );
    await account('lead-a@agency.example', 'TEAM_LEAD', 'Lies de Groot', 'nl');
    await account('lead-b@agency.example', 'TEAM_LEAD', 'Omar Haddad', 'en');
    await account('north-a@agency.example', 'TEAM_LEAD', 'Nora Bos', 'nl', 'team-north');
    await account('north-b@agency.example', 'TEAM_LEAD', 'Nico Vos', 'en', 'team-north');
    await account('south@agency.example', 'TEAM_LEAD', 'Zoë Prins', 'nl', 'team-south');
    const gone = await account('lead-c@agency.example', 'TEAM_LEAD', 'Weg', 'nl');
    await access.administration.disable(TENANT, gone, BY);
    await access.invite(TENANT, { email: 'soon@agency.example', language: 'nl', grants: [{ role: 'TEAM_LEAD' }] }, BY);
    await account('manager@agency.example', 'PROGRAMME_MANAGER', 'Mo Bakker', 'nl');
    await account('coach@agency.example', 'COACH', 'Coen', 'en', 'coach-7');
    await account('hr@employer.example', 'EMPLOYER_HR', 'Hanna', 'nl', 'employer-1');
    world = await startWorld(database, bench, START, {
      mailer: openMailer({ url: mail.url, from: 'Overstap <noreply@overstap.example>' }),
      addressOf: (tenant, recipient) => correspondents.addressOf(tenant, recipient),
      manners: {
        ...manners,
        quietHoursOf: async (tenant, recipient) =>
          (await preferences.of(tenant, recipient)).quietHours ?? DEFAULT_QUIET_HOURS,
        mailOf: async (tenant, recipient) =>
          (await preferences.of(tenant, await correspondents.signedInAs(tenant, recipient))).mail,
      },
      holdersOf: (tenant, role, team) => correspondents.holdersOf(tenant, role, team),
      ledTeamOf: (tenant, coach) => correspondents.ledTeamOf(tenant, coach),
    });
  });
  afterAll(async () => {
    await world.stop();
    await mail.stop();
    await bench.stop();
    await database.drop();
  });

  async function account(email: string, role: Role, name: string, language: 'nl' | 'en', ref?: string) {
    const grants = [{ role, ...(ref === undefined ? {} : { ref }) }];
    const invited = await access.invite(TENANT, { email, language, grants }, BY);
    const welcomed = { name, password: 'een lange wachtzin', language };
    const outcome = await access.welcome(TENANT, invited?.token ?? '', welcomed);
    if (outcome.outcome !== 'signed-in') throw new Error(outcome.outcome);
    return outcome.account;
  }
  const to = (address: string): string[] =>
    mail.received.filter((each) => each.to.includes(address)).map(({ source }) => source);

  it('reaches the coach and every open account of a role, each in their own language, and nobody at an employer', async () => {
    await world.streams.append('t1', 'CoachMatched', { coachId: 'coach-7' });
    await world.streams.arm(
      't1',
      'deadline.LAW',
      [
        {
          rung: 'due',
          at: later(5),
          channel: 'APP_MAIL',
          level: 3,
          to: ['COACH', 'TEAM_LEAD', 'PLANNER', 'EMPLOYER_HR'],
        },
      ],
      { kind: 'STATUTORY' },
    );
    await world.reminders.advance(later(10));
    expect(mail.received.flatMap((each) => each.to).toSorted()).toEqual(['coach@agency.example', ...LEADS]);
    expect(to('lead-a@agency.example')[0]).toContain('Beste Lies de Groot');
    expect(to('lead-b@agency.example')[0]).toContain('Dear Omar Haddad');
    expect(to('lead-a@agency.example')[0]).not.toMatch(/Omar|lead-b/);
    for (const { source } of mail.received) expect(/^Subject: .*$/m.exec(source)?.[0]).not.toMatch(/Lies|Omar|Coen|t1/);
  });

  it('keeps one message in the inbox of the role, and no name or address at rest', async () => {
    const { rows } = await database.owner.query<{ role: string; ref: string }>(
      'SELECT role, ref FROM inbox ORDER BY role',
    );
    expect(rows).toEqual([
      { role: 'COACH', ref: 'coach-7' },
      { role: 'EMPLOYER_HR', ref: '' },
      { role: 'PLANNER', ref: '' },
      { role: 'TEAM_LEAD', ref: '' },
    ]);
    const stored = JSON.stringify((await database.owner.query('SELECT * FROM outbox')).rows);
    expect(stored).not.toMatch(/agency\.example|Lies|Omar/);
  });

  it('collects a digest for each who holds the role', async () => {
    const before = mail.received.length;
    await world.streams.arm('t1', 'task.A', [
      { rung: 'headsUp', at: later(60), channel: 'DIGEST', level: 0, to: ['TEAM_LEAD'] },
    ]);
    await world.reminders.advance('2027-03-02T07:32:00.000Z');
    expect(
      mail.received
        .slice(before)
        .flatMap((each) => each.to)
        .toSorted(),
    ).toEqual(LEADS);
    const { rows } = await database.owner.query(`SELECT FROM inbox WHERE role = 'TEAM_LEAD'`);
    expect(rows).toHaveLength(2);
  });

  describe('of the coach’s team', () => {
    const asked = async (coachId: string, minute: number): Promise<readonly string[]> => {
      const before = mail.received.length;
      const at = `2027-03-02T08:${minute}:00.000Z`;
      await world.streams.append(coachId, 'CoachMatched', { coachId });
      await world.streams.arm(coachId, 'deadline.D', [
        { rung: 'team', at, channel: 'APP_MAIL', level: 3, to: ['TEAM_LEAD'] },
      ]);
      await world.reminders.advance(`2027-03-02T08:${minute + 1}:00.000Z`);
      return mail.received
        .slice(before)
        .flatMap((each) => each.to)
        .toSorted();
    };
    const inboxes = async (trajectory: string): Promise<readonly string[]> => {
      const { rows } = await database.owner.query<{ ref: string }>('SELECT ref FROM inbox WHERE aggregate_id = $1', [
        trajectory,
      ]);
      return rows.map(({ ref }) => ref);
    };

    it('mails its lead alone, and puts one message into the team’s inbox', async () => {
      expect(await asked('south', 10)).toEqual(['south@agency.example']);
      expect(await inboxes('south')).toEqual(['team-south']);
    });

    it('mails each of those who share it, in their own language, and puts one message into its inbox', async () => {
      expect(await asked('north', 20)).toEqual(['north-a@agency.example', 'north-b@agency.example']);
      expect(to('north-b@agency.example').at(-1)).toContain('Dear Nico Vos');
      expect(await inboxes('north')).toEqual(['team-north']);
    });

    it('reaches the programme managers when nobody leads it, for the leads of others would find nothing there', async () => {
      expect(await asked('west', 30)).toEqual(['manager@agency.example']);
      const { rows } = await database.owner.query(`SELECT role, ref FROM inbox WHERE aggregate_id = 'west'`);
      expect(rows).toEqual([{ role: 'PROGRAMME_MANAGER', ref: '' }]);
    });

    it('reaches every lead when the coach is in none: those people are every lead’s', async () => {
      expect(await asked('nowhere', 34)).toEqual(LEADS);
      expect(await inboxes('nowhere')).toEqual(['']);
    });

    it('asks those who share it as they prefer', async () => {
      const prefer = (preference: MessagePreference) =>
        database.readAs(TENANT, (client) =>
          setPreference(client, TENANT, { role: 'TEAM_LEAD', ref: 'team-north' }, preference),
        );
      await prefer({ mail: 'INBOX' });
      await sleep(5);
      await world.streams.arm('north', 'deadline.E', [
        { rung: 'team', at: '2027-03-02T08:40:00.000Z', channel: 'APP_MAIL', level: 3, to: ['TEAM_LEAD'] },
      ]);
      const before = mail.received.length;
      await world.reminders.advance('2027-03-02T08:41:00.000Z');
      expect(mail.received).toHaveLength(before);
      expect(await inboxes('north')).toEqual(['team-north', 'team-north']);
      await prefer({});
      await sleep(5);
    });
  });

  it('still has it in the role’s inbox, and tells the others, when one address is refused', async () => {
    const before = mail.received.length;
    mail.refusals.push({ responseCode: 550, message: '5.1.1 unknown here' });
    await world.streams.arm('t2', 'task.A', [
      { rung: 'team', at: '2027-03-02T09:00:00.000Z', channel: 'APP_MAIL', level: 3, to: ['TEAM_LEAD'] },
    ]);
    await world.reminders.advance('2027-03-02T09:10:00.000Z');
    expect(mail.received).toHaveLength(before + LEADS.length - 1);
    const { rows } = await database.owner.query(`SELECT FROM inbox WHERE aggregate_id = 't2' AND ref = ''`);
    expect(rows).toHaveLength(1);
  });

  describe('as each of them prefers', () => {
    const prefers = (ref: string, preference: MessagePreference) =>
      database.readAs(TENANT, (client) =>
        setPreference(client, TENANT, ref === '' ? TENANT_DEFAULT : { role: 'COACH', ref }, preference),
      );
    const tell = async (trajectory: string, coachId: string, channel: string, at: string, kind = 'PROGRAMME') => {
      await world.streams.append(trajectory, 'CoachMatched', { coachId });
      await world.streams.arm(trajectory, 'deadline.D', [{ rung: 'due', at, channel, to: ['COACH'] }], { kind });
    };
    const told = (after: number): string[] =>
      mail.received
        .slice(after)
        .flatMap((each) => each.to)
        .toSorted();

    it('sends at once, in the digest, or not at all, and what the law dates as the ladder says', async () => {
      for (const name of ['now', 'daily', 'never']) await account(`${name}@agency.example`, 'COACH', name, 'nl', name);
      await prefers('now', { mail: 'IMMEDIATE', language: 'en' });
      await prefers('daily', { mail: 'DIGEST' });
      await prefers('never', { mail: 'INBOX' });
      await sleep(5);
      const at = '2027-03-03T09:00:00.000Z';
      await tell('p1', 'now', 'DIGEST', at);
      await tell('p2', 'daily', 'APP_MAIL', at);
      await tell('p3', 'never', 'APP_MAIL', at);
      const before = mail.received.length;
      await world.reminders.advance('2027-03-03T09:05:00.000Z');
      expect(told(before)).toEqual(['now@agency.example']);
      expect(to('now@agency.example')[0]).toContain('Dear now');
      await world.reminders.advance('2027-03-04T07:32:00.000Z');
      expect(told(before)).toEqual(['daily@agency.example', 'now@agency.example']);
      const { rows } = await database.owner.query(`SELECT FROM inbox WHERE ref = 'never'`);
      expect(rows).toHaveLength(1);
      await tell('p4', 'never', 'APP_MAIL', '2027-03-04T09:00:00.000Z', 'STATUTORY');
      await world.reminders.advance('2027-03-04T09:05:00.000Z');
      expect(told(before)).toContain('never@agency.example');
    });

    it('holds mail by the quiet hours of the person, else of the agency', async () => {
      await prefers('', { quietHours: { from: '12:00', to: '14:00', weekends: true, holidays: true } });
      await prefers('now', { quietHours: { from: '18:00', to: '08:00', weekends: true, holidays: true } });
      await prefers('daily', {});
      await sleep(5);
      // 12:30 in Amsterdam.
      const at = '2027-03-05T11:30:00.000Z';
      await tell('q1', 'now', 'APP_MAIL', at);
      await tell('q2', 'daily', 'APP_MAIL', at);
      const before = mail.received.length;
      await world.reminders.advance('2027-03-05T11:40:00.000Z');
      expect(told(before)).toEqual(['now@agency.example']);
      await world.reminders.advance('2027-03-05T13:05:00.000Z');
      expect(told(before)).toEqual(['daily@agency.example', 'now@agency.example']);
    });
  });
});
