import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { START, type EventStore, type StoredEvent } from '@overstap/kernel';
import { randomUUID } from 'node:crypto';
import { KurrentDbTestServer } from '../../../test/kurrentdb-server/server.js';
import { Wire } from '../../../test/kurrentdb-server/wire.js';
import { eventsOf } from '../contract/events.js';
import { eventually } from '../contract/subscribe.contract.js';
import { KurrentDbEventStore } from './kurrentdb-event-store.js';

describe('a subscription that was live', () => {
  let server: KurrentDbTestServer;
  let store: KurrentDbEventStore;
  let tenant: string;
  const seen: StoredEvent[] = [];
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  beforeAll(async () => {
    server = await KurrentDbTestServer.start();
    store = await KurrentDbEventStore.open(server.url, { onTrouble });
  });
  beforeEach(() => {
    tenant = `tenant-${randomUUID()}`;
    seen.length = 0;
    troubles.length = 0;
  });
  afterAll(async () => {
    await store?.close();
    await server?.stop();
  });

  const stored: string[] = [];
  const append = async (count: number): Promise<void> => {
    const events = eventsOf(count);
    await store.append({ tenant, stream: 'trajectory-1', expected: 'any', events });
    stored.push(...events.map(({ id }) => id));
  };
  const follow = (from: EventStore) =>
    from.subscribe(START, { tenant }, async ({ events }) => void seen.push(...events));
  /** Live: what was stored has come. */
  const live = async (from: EventStore) => {
    stored.length = 0;
    const subscription = follow(from);
    await append(1);
    await eventually(() => seen.length === 1);
    return subscription;
  };
  const everythingOnce = async (): Promise<void> => {
    await append(1);
    await eventually(() => seen.length >= stored.length);
    expect(seen.map(({ id }) => id)).toEqual(stored);
  };

  test('and is refused is asked for less and less often; one that delivered is asked for at once again', async () => {
    const subscription = await live(store);
    const asked = async (refusals: number): Promise<number> => {
      const [before, began] = [server.faults.subscriptions, performance.now()];
      server.faults.refuseSubscriptions(refusals);
      server.faults.dropSubscriptions();
      await everythingOnce();
      expect(server.faults.subscriptions - before).toBe(refusals + 1);
      return performance.now() - began;
    };
    // 50 ms lie before the first of these, and then 50, 100, 200, 400 and 800; 50 each would be 300. A machine that is busy adds to it.
    expect(await asked(5)).toBeGreaterThan(1_500);
    // If it went on from there: 1,600, 3,200, 5,000 and 5,000.
    expect(await asked(4)).toBeLessThan(10_000);
    await subscription.stop();
  });

  describe('on a wire that falls silent', () => {
    let wire: Wire;
    let distant: KurrentDbEventStore;
    beforeEach(async () => {
      // The client warns of an interval below 10 s, which nobody wants to wait for here.
      jest.spyOn(console, 'warn').mockReturnValue();
      wire = await Wire.to(Number(new URL(server.url).port));
      const url = `kurrentdb://127.0.0.1:${wire.at}?tls=false&keepAliveInterval=200&keepAliveTimeout=300`;
      distant = await KurrentDbEventStore.open(url, { onTrouble, readTimeoutMs: 1_500 });
    });
    afterEach(async () => {
      await distant?.close();
      await wire?.stop();
      jest.restoreAllMocks();
    });

    test('is noticed to have ended, and delivers everything once when the wire speaks again', async () => {
      const subscription = await live(distant);
      wire.silence();
      await append(5);
      await eventually(() => troubles.length > 0);
      expect(seen).toHaveLength(1);
      wire.speak();
      await everythingOnce();
      await subscription.stop();
    });

    test('delivers everything once when the wire is cut', async () => {
      const subscription = await live(distant);
      wire.silence();
      await append(5);
      wire.cut();
      await everythingOnce();
      await subscription.stop();
    });

    // Sooner than the client by itself finds the connection dead, which takes it 20 s.
    test('stops at once', async () => {
      const url = `kurrentdb://127.0.0.1:${wire.at}?tls=false`;
      const patient = await KurrentDbEventStore.open(url, { onTrouble, readTimeoutMs: 60_000 });
      const subscription = await live(patient);
      wire.silence();
      await subscription.stop();
      await expect(subscription.done).resolves.toBeUndefined();
      wire.speak();
      await patient.close();
    }, 15_000);
  });

  test('on a server that holds everything back goes on when it does not any more', async () => {
    const subscription = await live(store);
    server.faults.freeze();
    const appended = append(5);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(seen).toHaveLength(1);
    server.faults.thaw();
    await appended;
    await everythingOnce();
    await subscription.stop();
  });

  test('and is asked for again on a server that answers nothing stops at once', async () => {
    const patient = await KurrentDbEventStore.open(server.url, { onTrouble, readTimeoutMs: 60_000 });
    const subscription = await live(patient);
    server.faults.freeze();
    server.faults.dropSubscriptions();
    await eventually(() => troubles.length > 0);
    // Longer than it waits before it looks where the log ends.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const began = performance.now();
    await subscription.stop();
    expect(performance.now() - began).toBeLessThan(20_000);
    server.faults.thaw();
    await patient.close();
  });
});
