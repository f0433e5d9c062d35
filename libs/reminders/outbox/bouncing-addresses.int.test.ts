import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { type MailServer, startMailServer } from '../testing/mail-server.js';
import { postgresBench, type QueueBench } from '../testing/queues.js';
import { TENANT } from '../testing/toy-streams.js';
import { projectedDatabase, startWorld, type VirtualWorld } from '../testing/virtual-world.js';
import { deliveries } from './deliveries.js';
import { openMailer } from './mail.js';

// A Monday, 09:00 in Amsterdam.
const START = '2027-03-01T08:00:00.000Z';
const later = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

describe('an address that a mail server refused', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  let mail: MailServer;
  let world: VirtualWorld;
  let email: string;
  let minutes: number;
  beforeEach(async () => {
    email = 'noor@example.org';
    minutes = 0;
    database = await projectedDatabase();
    bench = await postgresBench(database);
    mail = await startMailServer();
    world = await startWorld(database, bench, START, {
      mailer: openMailer({ url: mail.url, from: 'Overstap <noreply@overstap.example>' }),
      addressOf: async (_tenant, { role }) => (role === 'PARTICIPANT' ? { email, language: 'nl' } : undefined),
    });
  });
  afterEach(async () => {
    await world.stop();
    await mail.stop();
    await bench.stop();
    await database.drop();
  });

  /** Invites on a trajectory of its own, the same person each time, and answers how that fared. */
  const invite = async (trajectory: string): Promise<string> => {
    await world.streams.append(trajectory, 'ParticipantInvited', {
      channel: 'MAIL',
      language: 'nl',
      expiresOn: '2027-03-29',
    });
    minutes += 1;
    await world.reminders.advance(later(minutes));
    const { rows } = await database.readAs(TENANT, (client) => deliveries(client));
    const { status, reason } = rows.find(({ aggregate_id }) => aggregate_id === trajectory)!;
    return `${status} ${reason ?? ''}`.trim();
  };
  const stored = async () => (await database.owner.query<{ code: string }>('SELECT * FROM bouncing_address')).rows;
  const recorded = async (trajectory: string) =>
    (await world.streams.events(trajectory)).map(({ type }) => type).filter((type) => type.startsWith('Record'));

  it('gets no more mail, while the messages reach the inbox', async () => {
    mail.refusals.push({ responseCode: 550, message: '5.1.1 noor@example.org is unknown here' });
    expect(await invite('t1')).toBe('FAILED 5.1.1');
    expect(await invite('t2')).toBe('DELIVERED ADDRESS_BOUNCES');
    expect(mail.received).toHaveLength(0);
    expect(await recorded('t1')).toEqual(['RecordInvitationBounce']);
    expect(await recorded('t2')).toEqual([]);
    const inbox = await database.owner.query('SELECT FROM inbox');
    expect(inbox.rowCount).toBe(2);
    const [row, ...others] = await stored();
    expect([row?.code, others]).toEqual(['5.1.1', []]);
    expect(JSON.stringify(row)).not.toContain('noor');
  });

  it('is forgotten once the person has another, and refused anew where that is', async () => {
    mail.refusals.push({ responseCode: 550, message: '5.1.1 unknown' });
    await invite('t1');
    email = 'Noor@Example.org ';
    expect(await invite('t2')).toBe('DELIVERED ADDRESS_BOUNCES');
    email = 'noor.bakker@example.org';
    expect(await invite('t3')).toBe('DELIVERED');
    expect(mail.received.map(({ to }) => to)).toEqual([['noor.bakker@example.org']]);
    expect(await stored()).toEqual([]);
    mail.refusals.push({ responseCode: 550, message: '5.2.1 closed' });
    expect(await invite('t4')).toBe('FAILED 5.2.1');
    expect(await stored()).toMatchObject([{ code: '5.2.1' }]);
  });

  it('is not one that was refused for a while, or because of who sends', async () => {
    mail.refusals.push({ responseCode: 550, message: '5.7.1 your network is on a list' });
    expect(await invite('t1')).toBe('FAILED 5.7.1');
    mail.refusals.push({ responseCode: 552, message: '5.2.2 mailbox full' });
    expect(await invite('t4')).toBe('FAILED 5.2.2');
    mail.refusals.push({ responseCode: 451, message: '4.7.1 greylisted' });
    expect(await invite('t2')).toBe('DELIVERED');
    expect(await invite('t3')).toBe('DELIVERED');
    expect(await stored()).toEqual([]);
    expect(mail.received).toHaveLength(2);
  });
});
