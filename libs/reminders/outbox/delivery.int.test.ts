import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Health } from '@overstap/platform';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { type MailServer, startMailServer } from '../testing/mail-server.js';
import { postgresBench, type QueueBench } from '../testing/queues.js';
import { PARTICIPANT, TENANT } from '../testing/toy-streams.js';
import { projectedDatabase, startWorld, type VirtualWorld } from '../testing/virtual-world.js';
import { openMailer } from './mail.js';

// A Monday, 09:00 in Amsterdam.
const START = '2027-03-01T08:00:00.000Z';
const later = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

describe('delivering messages', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  let mail: MailServer;
  let world: VirtualWorld;
  beforeEach(async () => {
    database = await projectedDatabase();
    bench = await postgresBench(database);
    mail = await startMailServer();
    world = await startWorld(database, bench, START, {
      mailer: openMailer({ url: mail.url, from: 'Overstap <noreply@overstap.example>' }),
      addressOf: async (tenant, { role, ref }) => {
        if (tenant !== TENANT) throw new Error('another tenant');
        if (role === 'PARTICIPANT' && ref === PARTICIPANT)
          return { email: 'noor@example.org', language: 'nl', name: 'Noor' };
        return ref === 'coach-7' ? { email: 'coach@example.org', language: 'en' } : undefined;
      },
      titleOf: async ({ params }, language) => `${params['about']} (${language})`,
    });
  });
  afterEach(async () => {
    await world.stop();
    await mail.stop();
    await bench.stop();
    await database.drop();
  });

  const outbox = async () =>
    (
      await database.owner.query<{
        id: string;
        role: string;
        status: string;
        attempts: number;
        failure: string | null;
      }>('SELECT id, role, status, attempts, failure FROM outbox ORDER BY role, recorded_at')
    ).rows;
  const inbox = async () =>
    (await database.owner.query<{ role: string; ref: string }>('SELECT role, ref FROM inbox')).rows;

  it('invites a participant by mail and inbox, with nothing personal in the subject or at rest', async () => {
    await world.streams.append('t1', 'ParticipantInvited', {
      channel: 'MAIL',
      language: 'nl',
      expiresOn: '2027-03-29',
    });
    await world.reminders.advance(later(1));
    expect(mail.received.map(({ to }) => to)).toEqual([['noor@example.org']]);
    const source = mail.received[0]?.source ?? '';
    const [row] = await outbox();
    expect(source).toContain(`Message-ID: <${row?.id}@overstap.example>`);
    expect(source).toContain('Subject: Uitnodiging voor uw begeleiding');
    expect(source).toContain('Beste Noor');
    for (const part of ['multipart/alternative', 'text/plain', 'text/html', '<html lang="nl">'])
      expect(source.replaceAll('=3D', '=')).toContain(part);
    expect(row).toMatchObject({ status: 'sent', attempts: 1 });
    expect(await inbox()).toEqual([{ role: 'PARTICIPANT', ref: PARTICIPANT }]);
    const stored = JSON.stringify((await database.owner.query('SELECT o, i FROM outbox o, inbox i')).rows);
    expect(stored).not.toMatch(/Noor|noor@/);
  });

  it('tells a participant that somebody read along in their file, by mail and inbox, and not who', async () => {
    await world.streams.append('t1', 'BreakGlassOpened', {
      glassId: 'g-1',
      reason: 'Noor called',
      minutes: 60,
      until: later(60),
    });
    await world.reminders.advance(later(1));
    const source = mail.received[0]?.source ?? '';
    expect(mail.received.map(({ to }) => to)).toEqual([['noor@example.org']]);
    expect(source).toContain('Subject: Er is in een dossier meegelezen');
    expect(source).not.toContain('called');
    expect(await inbox()).toEqual([{ role: 'PARTICIPANT', ref: PARTICIPANT }]);
  });

  it('brings a survey that was sent to the participant', async () => {
    await world.streams.append('t1', 'SurveySent', { moment: 'INTAKE' });
    await world.reminders.advance(later(1));
    expect(mail.received.map(({ to }) => to)).toEqual([['noor@example.org']]);
    expect(mail.received[0]?.source).toContain('Subject: Een korte vragenlijst');
    expect(await inbox()).toEqual([{ role: 'PARTICIPANT', ref: PARTICIPANT }]);
  });

  it('drops the survey that is over and no other', async () => {
    await world.reminders.advance('2027-03-01T21:00:00.000Z');
    for (const moment of ['MID', 'END']) await world.streams.append('t1', 'SurveySent', { moment });
    await world.streams.append('t1', 'SurveyExpired', { moment: 'MID' });
    await world.reminders.advance('2027-03-02T12:00:00.000Z');
    expect((await outbox()).map(({ status, failure }) => [status, failure]).toSorted()).toEqual([
      ['cancelled', 'SURVEY_EXPIRED'],
      ['sent', null],
    ]);
    expect(mail.received).toHaveLength(1);
  });

  it('tells a coach who is proposed, although nothing of the trajectory is theirs yet', async () => {
    await world.streams.append('t1', 'CoachProposed', { coachId: 'coach-7', criteria: { level: 5 }, score: 80 });
    await world.reminders.advance(later(1));
    expect(mail.received.map(({ to }) => to)).toEqual([['coach@example.org']]);
    expect(mail.received[0]?.source).toContain('Subject: You are proposed as a coach');
    expect(await inbox()).toEqual([{ role: 'COACH', ref: 'coach-7' }]);
  });

  it('reaches the coach of the trajectory, and puts what is for a role without an address into the inbox of that role', async () => {
    await world.streams.append('t1', 'CoachMatched', { coachId: 'coach-7' });
    const rung = { rung: 'team', at: later(5), channel: 'APP_MAIL', level: 2, to: ['COACH', 'TEAM_LEAD'] };
    await world.streams.arm('t1', 'task.S5_INTAKE', [rung]);
    await world.reminders.advance(later(10));
    expect(mail.received.map(({ to }) => to)).toEqual([['coach@example.org']]);
    expect(mail.received[0]?.source).toContain('S5_INTAKE (en)');
    expect(mail.received[0]?.source).toContain('The date is 1 March 2027');
    expect(await inbox()).toEqual(
      expect.arrayContaining([
        { role: 'COACH', ref: 'coach-7' },
        { role: 'TEAM_LEAD', ref: '' },
      ]),
    );
  });

  it('sends one message for rungs that were missed, and none to an employer about a participant', async () => {
    await world.streams.append('t1', 'TaskCreated', { taskId: 'CV', code: 'CV', role: 'PARTICIPANT' });
    await world.streams.arm('t1', 'task.CV', [
      { rung: 'due', at: later(1), channel: 'APP', to: ['PARTICIPANT', 'EMPLOYER_HR'], merged: true },
      { rung: 'friendly', at: later(1), channel: 'APP', level: 2, to: ['PARTICIPANT', 'EMPLOYER_HR', 'WORKS_COUNCIL'] },
    ]);
    await world.streams.append('t2', 'TaskCreated', { taskId: 'VACANCIES', code: 'VACANCIES', role: 'EMPLOYER_HR' });
    await world.streams.arm('t2', 'task.VACANCIES', [{ rung: 'due', at: later(1), to: ['EMPLOYER_HR'] }]);
    await world.streams.arm('t3', 'phase.search', [{ rung: 'due', at: later(1), to: ['EMPLOYER_HR'] }]);
    await world.streams.arm('t4', 'deadline.LAW', [{ rung: 'due', at: later(1), to: ['EMPLOYER_HR'] }], {
      kind: 'STATUTORY',
    });
    await world.reminders.advance(later(2));
    const { rows } = await database.owner.query<{ told: string }>(
      `SELECT aggregate_id || ' ' || role || ' ' || message AS told FROM inbox ORDER BY 1`,
    );
    expect(rows.map(({ told }) => told)).toEqual([
      't1 PARTICIPANT PARTICIPANT_OFFER',
      't2 EMPLOYER_HR EMPLOYER_DUE',
      't4 EMPLOYER_HR EMPLOYER_DUE',
    ]);
  });

  it('records a bounce on the trajectory, and does not try again', async () => {
    mail.refusals.push({ responseCode: 550, message: '5.1.1 noor@example.org is unknown here' });
    await world.streams.append('t1', 'ParticipantInvited', {
      channel: 'MAIL',
      language: 'nl',
      expiresOn: '2027-03-29',
    });
    await world.reminders.advance(later(24 * 60));
    expect(mail.received).toHaveLength(0);
    expect(await outbox()).toMatchObject([{ status: 'failed', attempts: 1, failure: '5.1.1' }]);
    const recorded = (await world.streams.events('t1')).filter(({ type }) => type === 'RecordInvitationBounce');
    expect(recorded.map(({ data }) => data)).toEqual([{ channel: 'MAIL', code: '5.1.1' }]);
    expect(await inbox()).toHaveLength(1);
  });

  it('tries again after a passing failure, with the same Message-ID and not during quiet hours', async () => {
    mail.refusals.push(
      { responseCode: 451, message: '4.7.1 greylisted' },
      { responseCode: 451, message: '4.7.1 greylisted' },
    );
    await world.streams.append('t1', 'ParticipantInvited', {
      channel: 'MAIL',
      language: 'nl',
      expiresOn: '2027-03-29',
    });
    await world.reminders.advance(later(2));
    expect(await outbox()).toMatchObject([{ status: 'pending', attempts: 2, failure: '4.7.1' }]);
    expect(mail.received).toHaveLength(0);
    await world.reminders.advance(later(3));
    expect(await outbox()).toMatchObject([{ status: 'sent', attempts: 3, failure: null }]);
    expect(mail.received).toHaveLength(1);
  });

  it('withdraws what has not left when its clock is met', async () => {
    await world.reminders.advance('2027-03-01T19:00:00.000Z');
    await world.streams.arm('t1', 'task.A', [{ rung: 'due', at: '2027-03-01T19:30:00.000Z' }]);
    await world.reminders.advance('2027-03-01T20:00:00.000Z');
    expect(await outbox()).toMatchObject([{ status: 'pending' }]);
    await world.streams.append('t1', 'ClockStopped', {
      clockId: 'task.A',
      generation: 1,
      how: 'MET',
      on: '2027-03-01',
    });
    await world.reminders.advance('2027-03-02T12:00:00.000Z');
    expect(await outbox()).toMatchObject([{ status: 'cancelled' }]);
    expect(await inbox()).toEqual([]);
  });

  it('collects a person’s digest into one mail', async () => {
    await world.streams.append('t1', 'CoachMatched', { coachId: 'coach-7' });
    const plan = { channel: 'DIGEST', level: 0, rung: 'headsUp' };
    await world.streams.arm('t1', 'task.A', [{ ...plan, at: later(5) }]);
    await world.streams.arm('t1', 'task.B', [{ ...plan, at: later(65) }]);
    await world.reminders.advance('2027-03-02T07:29:00.000Z');
    expect(mail.received).toHaveLength(0);
    await world.reminders.advance('2027-03-02T07:30:00.000Z');
    expect(mail.received).toHaveLength(1);
    expect(mail.received[0]?.source).toContain('Subject: Your overview of today');
    expect(mail.received[0]?.source).toContain('There are 2 messages for you');
    expect(await inbox()).toHaveLength(2);
  });

  it('says in health that there is a queue, a virtual clock, and mail', async () => {
    const health = new Health();
    world.reminders.registerHealth(health);
    expect(await health.ready()).toMatchObject({
      status: 'up',
      checks: { queue: { status: 'up' }, sweep: { detail: 'moved by the virtual clock' }, mail: { status: 'up' } },
    });
  });
});
