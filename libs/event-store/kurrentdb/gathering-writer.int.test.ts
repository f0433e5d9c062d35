import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type AppendResult, type EventStore } from '@overstap/kernel';
import { randomUUID } from 'node:crypto';
import { KurrentDbTestServer } from '../../../test/kurrentdb-server/server.js';
import { eventsOf } from '../contract/events.js';
import { eventStoreContract } from '../contract/event-store.contract.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

describe('on a KurrentDB that takes several streams in one append', () => {
  let server: KurrentDbTestServer;
  let store: EventStore;
  let tenant: string;
  beforeAll(async () => {
    server = await KurrentDbTestServer.start({ version: '26.1.0' });
    store = await KurrentDbEventStore.open(server.url, { appendTimeoutMs: 500 });
  });
  beforeEach(() => {
    tenant = `tenant-${randomUUID()}`;
  });
  afterAll(async () => {
    await store?.close();
    await server.stop();
  });
  eventStoreContract(() => store, { idsAreUniqueInTenant: false, many: 2_000 });

  const append = (stream: string, expected: 'noStream' | number, events = eventsOf(1)): Promise<AppendResult> =>
    store.append({ tenant, stream, expected, events });
  const copies = (id: string) => server.log.events.filter((event) => event.id === id).length;
  const many = Array.from({ length: 60 }, (_, nth) => `trajectory-${nth}`);

  test('independent commands share calls', async () => {
    const before = server.faults.callsTogether;
    await Promise.all(many.map((stream) => append(stream, 'noStream', eventsOf(2))));
    const calls = server.faults.callsTogether - before;
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(many.length / 4);
    for (const stream of many) expect(await store.revisionOf(tenant, stream)).toBe(1);
  });

  test('one that conflicts fails alone', async () => {
    await append('trajectory-5', 'noStream');
    const results = await Promise.all(many.map((stream) => append(stream, 'noStream')));
    expect(results.filter(({ outcome }) => outcome === 'conflict')).toEqual([{ outcome: 'conflict', actual: 0 }]);
    expect(results[5]).toEqual({ outcome: 'conflict', actual: 0 });
    for (const stream of many) expect(await store.revisionOf(tenant, stream)).toBe(0);
  });

  test('one that was stored before, under the same ids, is told its first result', async () => {
    const again = eventsOf(1);
    await append('trajectory-3', 'noStream', again);
    const results = await Promise.all(
      many.map((stream, nth) => append(stream, 'noStream', nth === 3 ? again : eventsOf(1))),
    );
    expect(results.every(({ outcome }) => outcome === 'appended')).toBe(true);
    expect(again.map(({ id }) => copies(id))).toEqual([1]);
  });

  test('a call whose answer is lost is stored once', async () => {
    const commands = many.map((stream) => ({ stream, events: eventsOf(1) }));
    server.faults.loseAnswers(2);
    const results = await Promise.all(commands.map(({ stream, events }) => append(stream, 'noStream', events)));
    expect(results.every(({ outcome }) => outcome === 'appended')).toBe(true);
    expect(commands.filter(({ events }) => copies(events[0]!.id) !== 1)).toEqual([]);
  });

  test('those that wait for a frozen server when the store is closed end, each with what to do', async () => {
    const ending = await KurrentDbEventStore.open(server.url, { appendTimeoutMs: 20_000, giveUpMs: 60_000 });
    await ending.append({ tenant, stream: 'trajectory-first', expected: 'noStream', events: eventsOf(1) });
    server.faults.freeze();
    const waiting = Array.from({ length: 600 }, (_, nth) =>
      ending
        .append({ tenant, stream: `trajectory-late-${nth}`, expected: 'noStream', events: eventsOf(1) })
        .catch((error: unknown) => error),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await ending.close();
    server.faults.thaw();
    const failures = (await Promise.all(waiting)).filter((each) => each instanceof Error);
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.filter(({ message }) => !/send the same command again/i.test(message))).toEqual([]);
  });

  test('they share calls again after no node of a cluster was found to ask what it takes', async () => {
    const ofCluster = await KurrentDbEventStore.open(server.clusterUrl, { appendTimeoutMs: 5_000 });
    const all = (expected: 'noStream' | number) =>
      Promise.all(many.map((stream) => ofCluster.append({ tenant, stream, expected, events: eventsOf(1) })));
    await server.stop();
    const first = all('noStream');
    // As long as the client looks for a node, and longer.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await server.start();
    await first;
    const before = server.faults.callsTogether;
    await all(0);
    expect(server.faults.callsTogether).toBeGreaterThan(before);
    for (const stream of many) expect(await ofCluster.revisionOf(tenant, stream)).toBe(1);
    await ofCluster.close();
  });

  test('streams whose names differ in letters alone are kept apart', async () => {
    await Promise.all(['trajectory-x', 'trajectory-X', ...many].map((stream) => append(stream, 'noStream')));
    expect([await store.revisionOf(tenant, 'trajectory-x'), await store.revisionOf(tenant, 'trajectory-X')]).toEqual([
      0, 0,
    ]);
  });
});
