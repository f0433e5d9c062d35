import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { startMailServer, type MailServer } from '../testing/mail-server.js';
import { postgresBench, type QueueBench } from '../testing/queues.js';
import { PARTICIPANT, TENANT } from '../testing/toy-streams.js';
import { projectedDatabase, startWorld, type VirtualWorld } from '../testing/virtual-world.js';
import { deliveries, type DeliveryStatus } from './deliveries.js';
import { openMailer } from './mail.js';

// A Monday, 09:00 in Amsterdam; quiet from 20:00.
const START = '2027-03-01T08:00:00.000Z';
const EVENING = '2027-03-01T19:00:00.000Z';
const later = (minutes: number, from = START): string => new Date(Date.parse(from) + minutes * 60_000).toISOString();
const INVITED = { channel: 'MAIL', language: 'nl', expiresOn: '2027-03-29' };

describe('what an operator sees of the outbox', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  let mail: MailServer;
  let world: VirtualWorld;
  beforeAll(async () => {
    mail = await startMailServer();
  });
  afterAll(() => mail?.stop());
  beforeEach(async () => {
    database = await projectedDatabase();
    bench = await postgresBench(database);
    world = await startWorld(database, bench, START, {
      mailer: openMailer({ url: mail.url, from: 'Overstap <noreply@overstap.example>' }),
      addressOf: async (_tenant, { role }) =>
        role === 'PARTICIPANT' ? { email: 'noor@example.org', language: 'nl', name: 'Noor' } : undefined,
    });
  });
  afterEach(async () => {
    await world.stop();
    await bench.stop();
    await database.drop();
  });

  const seen = async (status?: DeliveryStatus, tenant = TENANT) =>
    (await database.readAs(tenant, (client) => deliveries(client, status === undefined ? {} : { status }))).rows;

  it('is what was delivered, to whichever role and not to whom', async () => {
    await world.streams.append('t1', 'ParticipantInvited', INVITED);
    await world.reminders.advance(later(1));
    const [delivery] = await seen();
    expect(delivery).toEqual({
      id: expect.any(String),
      status: 'DELIVERED',
      reason: null,
      role: 'PARTICIPANT',
      channel: 'APP_MAIL',
      message: 'INVITATION',
      aggregate: 'trajectory',
      aggregate_id: 't1',
      recorded_at: START,
      not_before: START,
      attempts: 1,
    });
    expect(JSON.stringify(await seen())).not.toMatch(new RegExp(`${PARTICIPANT}|Noor|noor@|2027-03-29`));
    expect(await seen(undefined, 'another')).toEqual([]);
  });

  it('is closed to a reader beyond that', async () => {
    for (const column of ['ref', 'params', 'event_id'])
      await expect(database.readAs(TENANT, (client) => client.query(`SELECT ${column} FROM outbox`))).rejects.toThrow(
        /permission denied/,
      );
  });

  it('is what waits, and until when', async () => {
    await world.reminders.advance(EVENING);
    await world.streams.append('t1', 'ParticipantInvited', INVITED);
    await world.reminders.advance(later(10, EVENING));
    expect(await seen()).toMatchObject([{ status: 'WAITING', not_before: '2027-03-02T07:00:00.000Z', attempts: 0 }]);
  });

  it.each([
    ['ClockStopped', { how: 'MET', on: '2027-03-01' }, 'CLOCK_STOPPED'],
    ['RungRetracted', { rung: 'due' }, 'RUNG_RETRACTED'],
  ])('is what was suppressed by %s, with that as the reason', async (type, more, reason) => {
    await world.reminders.advance(EVENING);
    await world.streams.arm('t1', 'task.A', [{ rung: 'due', at: later(5, EVENING), channel: 'APP_MAIL' }]);
    await world.reminders.advance(later(10, EVENING));
    await world.streams.append('t1', type, { clockId: 'task.A', generation: 1, ...more });
    await world.reminders.advance(later(24 * 60, EVENING));
    expect(await seen()).toMatchObject([{ status: 'SUPPRESSED', reason, attempts: 0 }]);
  });

  it('is what the employer may not hear of for now, said before or during the hold, and what leaves after it', async () => {
    // Of a trajectory the employer hears of the law's dates alone.
    const LAW = { kind: 'STATUTORY' };
    const rung = (at: number) => [
      { rung: 'due', at: later(at, EVENING), channel: 'APP_MAIL', to: ['EMPLOYER_HR', 'COACH'] },
    ];
    await world.reminders.advance(EVENING);
    await world.streams.arm('t1', 'task.A', rung(5), LAW);
    await world.streams.arm('t2', 'task.A', rung(5), LAW);
    await world.reminders.advance(later(10, EVENING));
    await world.streams.append('t1', 'DisclosureHeld', { on: '2027-03-01' });
    await world.streams.arm('t1', 'task.B', rung(15), LAW);
    await world.reminders.advance(later(24 * 60, EVENING));
    const waiting = await seen('WAITING');
    expect(waiting.map(({ aggregate_id, role }) => [aggregate_id, role])).toEqual([
      ['t1', 'EMPLOYER_HR'],
      ['t1', 'EMPLOYER_HR'],
    ]);
    await world.streams.append('t1', 'DisclosureReleased', { on: '2027-03-02' });
    await world.reminders.advance(later(48 * 60, EVENING));
    expect(await seen('WAITING')).toEqual([]);
  });

  it.each(['TrajectoryClosed', 'ParticipationDeclined', 'ParticipationExpired'])(
    'is an invitation that was overtaken by %s and reaches nobody any more',
    async (type) => {
      await world.reminders.advance(EVENING);
      await world.streams.append('t1', 'ParticipantInvited', INVITED);
      await world.streams.append('t2', 'ParticipantInvited', INVITED);
      // Its clock goes on, and so does what it says.
      await world.streams.arm('t1', 'task.A', [{ rung: 'due', at: later(5, EVENING) }]);
      await world.reminders.advance(later(10, EVENING));
      const sentBefore = mail.received.length;
      await world.streams.append('t1', type, {});
      await world.reminders.advance(later(24 * 60, EVENING));
      expect(await seen('SUPPRESSED')).toMatchObject([{ aggregate_id: 't1', reason: 'TRAJECTORY_CONCLUDED' }]);
      expect(await seen('DELIVERED')).toMatchObject([
        { aggregate_id: 't1', message: 'DUE' },
        { aggregate_id: 't2', message: 'INVITATION' },
      ]);
      expect(mail.received.length - sentBefore).toBe(1);
    },
  );

  it('is what failed for good, with the server’s code and not its words', async () => {
    mail.refusals.push({ responseCode: 550, message: '5.1.1 noor@example.org is unknown here' });
    await world.streams.append('t1', 'ParticipantInvited', INVITED);
    await world.reminders.advance(later(1));
    expect(await seen()).toMatchObject([{ status: 'FAILED', reason: '5.1.1' }]);
  });

  it('is what will be tried again, and why it did not leave', async () => {
    mail.refusals.push({ responseCode: 451, message: '4.7.1 greylisted' });
    await world.streams.append('t1', 'ParticipantInvited', INVITED);
    await world.reminders.advance(later(0.1));
    expect(await seen()).toMatchObject([{ status: 'WAITING', reason: '4.7.1', attempts: 1 }]);
  });

  it('comes newest first, page by page without a gap', async () => {
    for (let n = 0; n < 7; n++) {
      await world.streams.append(`t${n}`, 'ParticipantInvited', INVITED);
      if (n % 3 === 0) await world.reminders.advance(later(n + 1));
    }
    await world.reminders.advance(later(30));
    const all: string[] = [];
    let after: string | undefined;
    do {
      const page = await database.readAs(TENANT, (client) =>
        deliveries(client, {}, { limit: 3, ...(after ? { after } : {}) }),
      );
      all.push(...page.rows.map(({ recorded_at, aggregate_id }) => `${recorded_at} ${aggregate_id}`));
      after = page.next;
    } while (after);
    expect(new Set(all).size).toBe(7);
    const moments = all.map((each) => each.slice(0, 24));
    expect(moments).toEqual(moments.toSorted().toReversed());
  });
});
