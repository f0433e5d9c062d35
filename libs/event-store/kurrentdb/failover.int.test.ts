import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type EventStore, START, type StoredEvent } from '@overstap/kernel';
import { randomUUID } from 'node:crypto';
import { KurrentDbTestServer } from '../../../test/kurrentdb-server/server.js';
import { eventsOf } from '../contract/events.js';
import { eventually } from '../contract/subscribe.contract.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

const tenant = randomUUID();
let leader: KurrentDbTestServer;
let other: KurrentDbTestServer;
let store: EventStore;
beforeAll(async () => {
  leader = await KurrentDbTestServer.start();
  other = await KurrentDbTestServer.start({ beside: leader });
  store = await KurrentDbEventStore.open(leader.clusterUrl);
});
afterAll(async () => {
  await store?.close();
  await Promise.all([leader?.stop(), other?.stop()]);
});

test('when the node that leads a cluster is gone for good, the store reads, appends and follows on the one that leads then', async () => {
  const [first, second] = [eventsOf(1), eventsOf(1)];
  const seen: StoredEvent[] = [];
  const append = (events: ReturnType<typeof eventsOf>, expected: 'noStream' | number) =>
    store.append({ tenant, stream: 'trajectory-1', expected, events });
  const subscription = store.subscribe(START, { tenant }, async ({ events }) => void seen.push(...events));
  await append(first, 'noStream');
  await eventually(() => seen.length === 1);
  expect(await store.readStream(tenant, 'trajectory-1')).toHaveLength(1);

  await leader.stop();
  expect(await store.readStream(tenant, 'trajectory-1')).toHaveLength(1);
  expect(await append(second, 0)).toMatchObject({ outcome: 'appended', revision: 1 });
  const { events } = await store.readAll(START, 10, { tenant });
  const stored = [...first, ...second].map(({ id }) => id);
  expect(events.map(({ id }) => id)).toEqual(stored);
  await eventually(() => seen.length === 2);
  expect(seen.map(({ id }) => id)).toEqual(stored);
  await subscription.stop();
});
