import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_CATALOGUE } from '@overstap/mobility';
import { loadMasterKeys } from '@overstap/privacy';
import { randomBytes, randomUUID } from 'node:crypto';
import { type TestDatabase } from '../../../test/support/postgres.js';
import { deliveries, type DeliveryStatus } from '../outbox/deliveries.js';
import { type HookServer, startHookServer } from '../testing/hook-server.js';
import { postgresBench, type QueueBench } from '../testing/queues.js';
import { PARTICIPANT, TENANT } from '../testing/toy-streams.js';
import { projectedDatabase, startWorld, type VirtualWorld } from '../testing/virtual-world.js';
import { WebhookAddresses } from './addresses.js';
import { isSignedBy, newSecret, SIGNATURE_HEADER } from './signature.js';
import { MOST_SUBSCRIPTIONS, WebhookSubscriptions } from './subscriptions.js';
import { WEBHOOK_RETRY_MS, Webhooks } from './webhooks.js';

const START = '2027-03-01T20:00:00.000Z';
const later = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const DAY = 24 * 60;
const ENTERED = { phaseId: 'search', on: '2027-03-01', dueOn: '2027-09-01' };
const base64Key = () => randomBytes(32).toString('base64');

describe('webhooks', () => {
  let database: TestDatabase;
  let bench: QueueBench;
  let server: HookServer;
  let world: VirtualWorld;
  let webhooks: Webhooks;
  const masterKey = base64Key();
  const keysOf = (current: string, previous?: string) =>
    loadMasterKeys({ masterKey: current, previousMasterKey: previous, production: true });
  const secret = newSecret();

  const subscribe = async (
    events: readonly string[],
    { url = `${server.url}/hook?key=CANARY`, tenant = TENANT } = {},
  ) => {
    const id = randomUUID();
    const subscriptions = new WebhookSubscriptions(database, keysOf(masterKey));
    expect(await subscriptions.add(tenant, { id, url, secret, events, at: START })).toBe(true);
    return id;
  };
  const seen = async (webhook: string, status?: DeliveryStatus) =>
    (
      await database.readAs(TENANT, (client) =>
        deliveries(client, { webhook, ...(status === undefined ? {} : { status }) }),
      )
    ).rows;
  const types = () => server.received.map(({ headers }) => headers['overstap-event']);

  beforeEach(async () => {
    database = await projectedDatabase();
    bench = await postgresBench(database);
    server = await startHookServer();
    const options = { database, keys: keysOf(masterKey), events: EVENT_CATALOGUE };
    const clock = { now: () => world.clock.now() };
    webhooks = new Webhooks({ ...options, clock, addresses: new WebhookAddresses(['127.0.0.0/8']) });
    world = await startWorld(database, bench, START, { webhooks });
  });
  afterEach(async () => {
    await world.stop();
    await server.stop();
    await bench.stop();
    await database.drop();
  });

  it('call whoever subscribed to the kind of event, at once, signed, and once', async () => {
    const id = await subscribe(['PhaseEntered', 'PhaseCompleted']);
    await subscribe(['TaskCompleted'], { url: `${server.url}/another` });
    await subscribe(['PhaseEntered'], { url: `${server.url}/stranger`, tenant: 'tenant-b' });
    await world.streams.append('t1', 'PhaseEntered', ENTERED);
    await world.streams.append('t1', 'PhaseReopened', { phaseId: 'search', reason: 'REOPENED' });
    // Quiet hours are people's.
    await world.reminders.advance(later(0));
    await world.reminders.advance(later(DAY));
    expect(server.received).toHaveLength(1);
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = server.received;
    expect(path).toBe('/hook?key=CANARY');
    const [delivery] = await seen(id);
    expect(delivery).toMatchObject({ status: 'DELIVERED', channel: 'WEBHOOK', message: 'PhaseEntered', attempts: 1 });
    expect(headers['overstap-delivery']).toBe(delivery?.id);
    expect(isSignedBy(secret, String(headers[SIGNATURE_HEADER]), body, Date.now() / 1000)).toBe(true);
    expect(isSignedBy(secret, String(headers[SIGNATURE_HEADER]), body.replace('search', 'x'), Date.now() / 1000)).toBe(
      false,
    );
    expect(JSON.parse(body)).toMatchObject({
      id: delivery?.id,
      type: 'PhaseEntered',
      aggregateId: 't1',
      participant: PARTICIPANT,
      data: ENTERED,
    });
  });

  it('are tried again with pauses until they are taken, with the same id', async () => {
    const id = await subscribe(['PhaseEntered']);
    server.answers.push({ status: 500 }, { status: 302, headers: { location: server.url } });
    await world.streams.append('t1', 'PhaseEntered', ENTERED);
    await world.reminders.advance(later(0));
    expect(await seen(id)).toMatchObject([
      { status: 'WAITING', reason: 'HTTP_500', attempts: 1, not_before: later(0.25) },
    ]);
    await world.reminders.advance(later(1));
    expect(await seen(id)).toMatchObject([
      { status: 'WAITING', reason: 'HTTP_302', attempts: 2, not_before: later(1.25) },
    ]);
    await world.reminders.advance(later(2));
    expect(await seen(id)).toMatchObject([{ status: 'DELIVERED', reason: null, attempts: 3 }]);
    expect(new Set(server.received.map(({ headers }) => headers['overstap-delivery'])).size).toBe(1);
    expect(new Set(server.received.map(({ path }) => path)).size).toBe(1);
  });

  it('are given up after the last try, and made again when somebody asks', async () => {
    const id = await subscribe(['PhaseEntered']);
    const tries = WEBHOOK_RETRY_MS.length + 1;
    server.answers.push(...Array.from({ length: tries }, () => ({ status: 503 })));
    await world.streams.append('t1', 'PhaseEntered', ENTERED);
    await world.reminders.advance(later(3 * DAY));
    expect(server.received).toHaveLength(tries);
    expect(await seen(id, 'FAILED')).toMatchObject([{ reason: 'HTTP_503', attempts: tries }]);
    const { outbox } = webhooks;
    expect(await outbox.replay('tenant-b', id, later(3 * DAY))).toBe(0);
    expect(await outbox.replay(TENANT, randomUUID(), later(3 * DAY))).toBe(0);
    expect(await outbox.replay(TENANT, id, later(3 * DAY))).toBe(1);
    await world.reminders.advance(later(3 * DAY + 1));
    expect(await seen(id)).toMatchObject([{ status: 'DELIVERED', reason: null, attempts: 1 }]);
    // Nothing is given up now; one that arrived goes again only when it is named.
    expect(await outbox.replay(TENANT, id, later(3 * DAY + 1))).toBe(0);
    const [delivery] = await seen(id);
    expect(await outbox.replay(TENANT, id, later(3 * DAY + 1), delivery?.id)).toBe(1);
    await world.reminders.advance(later(3 * DAY + 2));
    expect(server.received).toHaveLength(tries + 2);
    expect(new Set(server.received.map(({ headers }) => headers['overstap-delivery'])).size).toBe(1);
  });

  it('to an address that may not be called any more are given up at once', async () => {
    const id = await subscribe(['PhaseEntered'], { url: 'http://10.0.0.1/hook' });
    await world.streams.append('t1', 'PhaseEntered', ENTERED);
    await world.reminders.advance(later(1));
    expect(await seen(id)).toMatchObject([{ status: 'FAILED', reason: 'ADDRESS_REFUSED', attempts: 1 }]);
  });

  it('that were removed are called no more, not about what waits either', async () => {
    const id = await subscribe(['PhaseEntered']);
    server.answers.push({ status: 500 });
    await world.streams.append('t1', 'PhaseEntered', ENTERED);
    await world.reminders.advance(later(0));
    const subscriptions = new WebhookSubscriptions(database, keysOf(masterKey));
    expect(await subscriptions.remove('tenant-b', id)).toBe(false);
    expect(await subscriptions.remove(TENANT, id)).toBe(true);
    await world.streams.append('t1', 'PhaseEntered', ENTERED);
    await world.reminders.advance(later(DAY));
    expect(types()).toEqual(['PhaseEntered']);
    expect(await seen(id)).toMatchObject([{ status: 'SUPPRESSED', reason: 'WEBHOOK_REMOVED' }]);
  });

  it('keep address and secret under the master key, and go on after it was changed', async () => {
    const id = await subscribe(['PhaseEntered']);
    const stored = async () => JSON.stringify((await database.owner.query('SELECT w, w.sealed FROM webhook w')).rows);
    const before = await stored();
    const text = `${before}${Buffer.from((await database.owner.query<{ sealed: Buffer }>('SELECT sealed FROM webhook')).rows[0]!.sealed).toString('latin1')}`;
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain(secret);
    for (const column of ['sealed', 'master_key'])
      await expect(database.readAs(TENANT, (client) => client.query(`SELECT ${column} FROM webhook`))).rejects.toThrow(
        /permission denied/,
      );
    const next = base64Key();
    const subscriptions = new WebhookSubscriptions(database, keysOf(next, masterKey));
    expect(await subscriptions.rewrap()).toBe(1);
    expect(await subscriptions.rewrap()).toBe(0);
    const after = new WebhookSubscriptions(database, keysOf(next));
    expect(await after.targetOf(TENANT, id)).toEqual({ url: `${server.url}/hook?key=CANARY`, secret });
    await expect(new WebhookSubscriptions(database, keysOf(masterKey)).targetOf(TENANT, id)).rejects.toThrow(/not set/);
  });

  it('are shown to their own tenant alone, by origin, and are as many as there may be', async () => {
    const id = await subscribe(['PhaseEntered']);
    const subscriptions = new WebhookSubscriptions(database, keysOf(masterKey));
    expect(await subscriptions.list('tenant-b')).toEqual([]);
    expect(await subscriptions.list(TENANT)).toEqual([
      { id, origin: server.url, events: ['PhaseEntered'], created_at: START },
    ]);
    for (let more = 1; more < MOST_SUBSCRIPTIONS; more += 1) await subscribe(['PhaseEntered']);
    const one = { id: randomUUID(), url: server.url, secret, events: ['PhaseEntered'], at: START };
    expect(await subscriptions.add(TENANT, one)).toBe(false);
    expect(await subscriptions.add('tenant-b', one)).toBe(true);
  });
});
