import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { jsonEvent } from '@kurrent/kurrentdb-client';
import { EventStoreAwayError, START, type EventStore, type StoredEvent } from '@overstap/kernel';
import { randomUUID } from 'node:crypto';
import { KurrentDbTestServer } from '../../../test/kurrentdb-server/server.js';
import { eventsOf } from '../contract/events.js';
import { eventually } from '../contract/subscribe.contract.js';
import { KurrentDbEventStore, type KurrentDbEventStoreOptions } from './kurrentdb-event-store.js';
import { Reader } from './reader.js';
import { RenewableClient } from './renewable-client.js';

describe('the event store lives through what happens to KurrentDB', () => {
  let server: KurrentDbTestServer;
  let tenant: string;
  const stores: EventStore[] = [];
  const troubles: unknown[] = [];
  const open = async (options: KurrentDbEventStoreOptions = {}): Promise<KurrentDbEventStore> => {
    const onTrouble = (error: unknown) => troubles.push(error);
    const store = await KurrentDbEventStore.open(server.url, { onTrouble, appendTimeoutMs: 300, ...options });
    stores.push(store);
    return store;
  };
  let store: KurrentDbEventStore;
  beforeAll(async () => {
    server = await KurrentDbTestServer.start();
    store = await open();
  });
  beforeEach(() => {
    tenant = `tenant-${randomUUID()}`;
    troubles.length = 0;
  });
  afterEach(() => server.faults.thaw());
  afterAll(async () => {
    await Promise.all(stores.map((each) => each.close()));
    await server.stop();
  });
  const append = (store: EventStore, stream: string, expected: 'noStream' | 'any' | number, events = eventsOf(1)) =>
    store.append({ tenant, stream, expected, events });
  const copies = (id: string) => server.log.events.filter((event) => event.id === id).length;

  describe('appends', () => {
    test('whose answer is lost are sent again as they were, and stored once', async () => {
      await append(store, 'trajectory-1', 'noStream');
      for (const [stream, expected] of [
        ['trajectory-1', 0],
        ['trajectory-1', 'any'],
        ['trajectory-2', 'noStream'],
      ] as const) {
        server.faults.loseAnswers(1);
        const events = eventsOf(2);
        expect(await append(store, stream, expected, events)).toMatchObject({ outcome: 'appended', duplicate: false });
        expect(events.map(({ id }) => copies(id))).toEqual([1, 1]);
      }
      expect(troubles.length).toBeGreaterThanOrEqual(3);
      expect(await store.revisionOf(tenant, 'trajectory-1')).toBe(4);
    });

    test('that a frozen server holds are stored once when it thaws', async () => {
      server.faults.freeze();
      const all = Array.from({ length: 60 }, () => eventsOf(1));
      const results = Promise.all(all.map((events, n) => append(store, `trajectory-${n}`, 'noStream', events)));
      await eventually(() => troubles.length > 20);
      server.faults.thaw();
      expect(new Set((await results).map(({ outcome }) => outcome))).toEqual(new Set(['appended']));
      expect(all.flat().map(({ id }) => copies(id))).toEqual(all.map(() => 1));
    });

    test('wait for a server that is away, in the order in which they were sent', async () => {
      await append(store, 'trajectory-1', 'noStream');
      await server.stop();
      const results = Promise.all([0, 1, 2].map((revision) => append(store, 'trajectory-1', revision)));
      await eventually(() => troubles.length > 1);
      await server.start();
      expect((await results).map((result) => 'revision' in result && result.revision)).toEqual([1, 2, 3]);
    });

    test('to a cluster of which no node was found are stored when one is there again', async () => {
      const ofCluster = await KurrentDbEventStore.open(server.clusterUrl, { onTrouble: (each) => troubles.push(each) });
      stores.push(ofCluster);
      await append(ofCluster, 'trajectory-1', 'noStream');
      await server.stop();
      const waiting = append(ofCluster, 'trajectory-1', 0);
      await eventually(() => troubles.some((each) => /discover/.test(String(each))));
      await server.start();
      expect(await waiting).toMatchObject({ outcome: 'appended', revision: 1 });
      expect(await append(ofCluster, 'trajectory-1', 1)).toMatchObject({ outcome: 'appended', revision: 2 });
    });

    test('broken off by the server are sent again', async () => {
      server.faults.refuseAppends(2);
      expect(await append(store, 'trajectory-1', 'noStream')).toMatchObject({ outcome: 'appended' });
      expect(troubles.length).toBeGreaterThanOrEqual(2);
    });

    test('are stored by a server whose clock is weeks before that of this machine', async () => {
      server.faults.clockAheadMs = 60 * 86_400_000;
      expect(await append(store, 'trajectory-behind', 'noStream')).toMatchObject({ outcome: 'appended' });
      server.faults.clockAheadMs = 0;
      expect(troubles).toEqual([]);
    });

    test('are given up after a while, saying that nobody knows whether they are stored', async () => {
      const hasty = await open({ giveUpMs: 300 });
      server.faults.freeze();
      const givenUp = append(hasty, 'trajectory-1', 'noStream');
      await expect(givenUp).rejects.toThrow(EventStoreAwayError);
      await expect(givenUp).rejects.toThrow(/is not known\. Send the same command again/);
    });

    test('that a frozen server holds do not hold up the end, and are not sent again after it', async () => {
      const ending = await open({ appendTimeoutMs: 20_000, giveUpMs: 60_000 });
      await append(ending, 'trajectory-1', 'noStream');
      server.faults.freeze();
      const waiting = append(ending, 'trajectory-1', 0).catch((error: unknown) => error);
      const began = performance.now();
      await ending.close();
      expect(await waiting).toBeInstanceOf(Error);
      // Well before any time-out of the append.
      expect(performance.now() - began).toBeLessThan(15_000);
    });

    test('by hundreds on a cold connection do not hang: one goes ahead', async () => {
      const cold = await open({ appendTimeoutMs: 10_000 });
      const results = Array.from({ length: 300 }, (_, n) => append(cold, `trajectory-${n}`, 'noStream'));
      expect(await Promise.all(results)).toHaveLength(300);
      expect(server.coldBursts.at(-1)).toBe(1);
      expect(troubles).toEqual([]);
    });

    test('that the server would refuse, too large or without a proper id, are not sent', async () => {
      const before = server.faults.appends;
      const many = eventsOf(3_000, { data: { text: 'x'.repeat(200) } });
      await expect(append(store, 'trajectory-1', 'noStream', many)).rejects.toThrow(/the limit is 1048576/);
      const [one] = eventsOf(1);
      await expect(append(store, 'trajectory-1', 'noStream', [{ ...one!, id: 'none' }])).rejects.toThrow(/not a UUID/);
      expect(server.faults.appends).toBe(before);
    });

    test('of a command that another process stored are recognised, also at the current revision', async () => {
      const [one, other] = [store, await open()];
      const events = eventsOf(2);
      const first = await append(one, 'trajectory-1', 'noStream', events);
      for (const expected of [1, 'any', 'noStream'] as const)
        expect(await append(other, 'trajectory-1', expected, events)).toEqual({ ...first, duplicate: true });
      expect(copies(events[0]?.id ?? '')).toBe(1);
    });

    test('of a command from before a restart are recognised at the beginning of a stream', async () => {
      const events = eventsOf(2);
      const first = await append(store, 'trajectory-1', 'noStream', events);
      const restarted = await open();
      expect(await append(restarted, 'trajectory-1', 'noStream', events)).toEqual({ ...first, duplicate: true });
    });

    test('of several processes to one stream are all stored, one after the other', async () => {
      const processes = [store, ...(await Promise.all([open(), open()]))];
      const results = processes.flatMap((each) =>
        Array.from({ length: 10 }, () => append(each, 'trajectory-1', 'any')),
      );
      const revisions = (await Promise.all(results)).map((result) => 'revision' in result && result.revision);
      expect(new Set(revisions).size).toBe(30);
    });
  });

  describe('reads', () => {
    test('from a server that stays away say so, and so do appends that have to look first, and whoever opens the store', async () => {
      await append(store, 'trajectory-1', 'noStream');
      await server.stop();
      const asked = [
        () => store.head(),
        () => store.readAll(START, 1),
        () => store.readStream(tenant, 'trajectory-1'),
        () => store.revisionOf(tenant, 'trajectory-1'),
        () => append(store, 'trajectory-2', 5),
        () => open(),
      ];
      for (const ask of asked) await expect(ask()).rejects.toThrow(EventStoreAwayError);
      await server.start();
      expect(await store.revisionOf(tenant, 'trajectory-1')).toBe(0);
    });

    test('go on when the first one ever met a server that was away', async () => {
      await server.stop();
      const client = new RenewableClient(server.url);
      const reader = new Reader(client, 2_000);
      await expect(reader.head()).rejects.toThrow();
      await server.start();
      // A client that is no older than a second is not thrown away.
      await eventually(() =>
        reader.head().then(
          (head) => head !== START,
          () => false,
        ),
      );
      await client.close();
    });

    test('do not wait for a frozen server for ever', async () => {
      const client = new RenewableClient(server.url);
      const reader = new Reader(client, 1_500);
      await reader.head();
      server.faults.freeze();
      await expect(reader.head()).rejects.toThrow(/did not answer a read .* within 1500 ms/);
      server.faults.thaw();
      expect(await reader.head()).not.toBe(START);
      await client.close();
    });

    test('skip what other programs and the server wrote, and move past it', async () => {
      const before = await store.head();
      await append(store, 'trajectory-1', 'noStream');
      const client = new RenewableClient(server.url);
      const foreign = jsonEvent({ type: 'Foreign', data: {} });
      await client.current.appendToStream('elsewhere-1', [foreign], { streamState: 'any' });
      await client.close();
      const { events, next } = await store.readAll(before, 100);
      expect(events.map(({ stream }) => stream)).toEqual(['trajectory-1']);
      expect(next).toBe(await store.head());
    });

    test('of a page ask the server for little more than the page', async () => {
      const [before, read] = [await store.head(), server.faults.recordsRead];
      for (let hundreds = 0; hundreds < 21; hundreds++) await append(store, 'trajectory-1', 'any', eventsOf(100));
      const page = await store.readAll(before, 1_000);
      expect(page).toMatchObject({ events: { length: 1_000 }, atHead: false });
      expect(server.faults.recordsRead - read).toBeLessThan(1_100);
    });

    test('of a deleted stream are empty, of a tombstone an error that says so; the log goes on', async () => {
      const [soft, hard] = [eventsOf(1), eventsOf(1)];
      await append(store, 'trajectory-1', 'noStream', soft);
      await append(store, 'trajectory-2', 'noStream', hard);
      const client = new RenewableClient(server.url);
      await client.current.deleteStream(`overstap/${tenant}/trajectory-1`);
      await client.current.tombstoneStream(`overstap/${tenant}/trajectory-2`);
      await client.close();
      const restarted = await open();
      expect(await restarted.readStream(tenant, 'trajectory-1')).toEqual([]);
      await expect(append(restarted, 'trajectory-1', 'noStream', soft)).rejects.toThrow(/nothing was stored/);
      await expect(restarted.readStream(tenant, 'trajectory-2')).rejects.toThrow(/found a tombstone/);
      await expect(append(restarted, 'trajectory-2', 'noStream')).rejects.toThrow(/takes no events/);
      const { events } = await restarted.readAll(START, 100, { tenant });
      expect(events.map(({ id }) => id)).toEqual([soft[0]?.id, hard[0]?.id]);
    });

    test('from beyond the end of the log are refused with what to do', async () => {
      await append(store, 'trajectory-1', 'noStream');
      const kept = server.log.events.at(-1)?.position ?? 0n;
      await append(store, 'trajectory-2', 'noStream');
      const head = await store.head();
      server.log.forgetAfter(kept);
      await expect(store.readAll(head, 10)).rejects.toThrow(
        /beyond the end of the log.*Stop every process .* restore PostgreSQL from the same stop/,
      );
      await expect(store.subscribe(head, {}, async () => undefined).done).rejects.toThrow(/beyond the end of the log/);
      await expect(store.readAll('1.2.3', 10)).rejects.toThrow(/was not issued by KurrentDB/);
    });
  });

  describe('subscriptions', () => {
    const follow = (store: EventStore, seen: StoredEvent[]) =>
      store.subscribe(START, { tenant, aggregates: ['trajectory'] }, async ({ events }) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(...events);
      });

    test('that drop again and again deliver every event once, in order', async () => {
      const seen: StoredEvent[] = [];
      const subscription = follow(store, seen);
      const ids: string[] = [];
      for (let n = 0; n < 200; n++) {
        const events = eventsOf(2);
        ids.push(...events.map(({ id }) => id));
        await append(store, `trajectory-${n % 7}`, 'any', events);
        await append(store, `coach-${n % 7}`, 'any');
        if (n % 40 === 20) server.faults.dropSubscriptions();
      }
      await eventually(() => seen.length >= ids.length);
      await subscription.stop();
      expect(seen.map(({ id }) => id)).toEqual(ids);
      expect(troubles.length).toBeGreaterThanOrEqual(2);
    });

    test('go on when a server that was away is back', async () => {
      const seen: StoredEvent[] = [];
      const subscription = follow(store, seen);
      await append(store, 'trajectory-1', 'noStream');
      await eventually(() => seen.length === 1);
      await server.stop();
      await eventually(() => troubles.length > 0);
      await server.start();
      await append(store, 'trajectory-1', 0);
      await eventually(() => seen.length === 2);
      await subscription.stop();
      expect(seen.map(({ revision }) => revision)).toEqual([0, 1]);
    });

    test('of a cluster go on after no node of it was found', async () => {
      const ofCluster = await KurrentDbEventStore.open(server.clusterUrl, { onTrouble: (each) => troubles.push(each) });
      stores.push(ofCluster);
      const seen: StoredEvent[] = [];
      const subscription = follow(ofCluster, seen);
      await append(store, 'trajectory-1', 'noStream');
      await eventually(() => seen.length === 1);
      await server.stop();
      await eventually(() => troubles.length > 3);
      await server.start();
      await append(store, 'trajectory-1', 0);
      await eventually(() => seen.length === 2);
      await subscription.stop();
    });

    test('stop at once, also while the server is away', async () => {
      const subscription = follow(store, []);
      await server.stop();
      await eventually(() => troubles.length > 0);
      await subscription.stop();
      await expect(subscription.done).resolves.toBeUndefined();
      await server.start();
    });

    test('pass over tombstones', async () => {
      const seen: StoredEvent[] = [];
      const subscription = follow(store, seen);
      await append(store, 'trajectory-1', 'noStream');
      server.log.tombstone(`overstap/${tenant}/trajectory-1`);
      await append(store, `trajectory-${randomUUID()}`, 'noStream');
      await eventually(() => seen.length === 2);
      await subscription.stop();
    });
  });
});
