import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { START, type EventPage, type EventStore, type StoredEvent } from '@overstap/kernel';
import { eventsOf } from './events.js';

/** Waits until the condition holds; fails after 60 s. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const until = performance.now() + 60_000; !(await holds());) {
    if (performance.now() > until) throw new Error('The condition did not come true within 60 s.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits until so many events came; fails once no other one came for 20 s, for a slow machine is no fault. */
async function arrived(events: readonly StoredEvent[], count: number): Promise<void> {
  for (let [seen, since] = [events.length, performance.now()]; events.length < count;) {
    if (events.length > seen) [seen, since] = [events.length, performance.now()];
    if (performance.now() > since + 20_000)
      throw new Error(`Of ${count} events ${seen} came, and no other one for 20 s.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function subscribeContract(open: () => EventStore, many: number): void {
  const newTenant = (): string => `tenant-${randomUUID()}`;
  const append = (tenant: string, stream: string, count: number) =>
    open().append({ tenant, stream, expected: 'any', events: eventsOf(count) });
  const collect = (into: StoredEvent[]) => async (page: EventPage) => void into.push(...page.events);

  describe('subscriptions', () => {
    test(`deliver ${many} events in order, none lost and none twice, while they are appended`, async () => {
      const tenant = newTenant();
      const after = await open().head();
      const [early, late]: [StoredEvent[], StoredEvent[]] = [[], []];
      const first = open().subscribe(after, { tenant }, collect(early));
      const writers = Array.from({ length: 50 }, async (_, writer) => {
        for (let n = 0; n < many / 250; n++) await append(tenant, `trajectory-${writer}-${n % 4}`, 5);
      });
      await arrived(early, 1000);
      const second = open().subscribe(after, { tenant }, collect(late));
      await Promise.all(writers);
      await Promise.all([arrived(early, many), arrived(late, many)]);
      await Promise.all([first.stop(), second.stop()]);
      expect(early).toHaveLength(many);
      expect(new Set(early.map((event) => event.id)).size).toBe(many);
      expect(late.map((event) => event.id)).toEqual(early.map((event) => event.id));
      const revision = new Map<string, number>();
      for (const event of early) {
        expect(event.revision).toBe((revision.get(event.stream) ?? -1) + 1);
        revision.set(event.stream, event.revision);
      }
    });

    test('go on from a position as if they had never stopped', async () => {
      const tenant = newTenant();
      const seen: StoredEvent[] = [];
      let position = await open().head();
      for (let run = 0; run < 5; run++) {
        const subscription = open().subscribe(position, { tenant }, async (page) => {
          seen.push(...page.events);
          position = page.next;
        });
        for (let n = 0; n < 10; n++) await append(tenant, `trajectory-${n}`, 1);
        await eventually(() => seen.length >= run * 10 + 3);
        await subscription.stop();
      }
      const rest = open().subscribe(position, { tenant }, collect(seen));
      await eventually(() => seen.length >= 50);
      await rest.stop();
      expect(new Set(seen.map((event) => event.id)).size).toBe(50);
      expect(seen).toHaveLength(50);
    });

    test('call the handler one at a time, never with an empty page, and say when all was seen', async () => {
      const tenant = newTenant();
      let running = 0;
      const heads: boolean[] = [];
      const subscription = open().subscribe(START, { tenant }, async (page) => {
        expect(++running).toBe(1);
        expect(page.events).not.toHaveLength(0);
        await new Promise((resolve) => setTimeout(resolve, 2));
        heads.push(page.atHead);
        running--;
      });
      for (let n = 0; n < 5; n++) await append(tenant, 'trajectory-1', 1);
      await eventually(() => heads.at(-1) === true);
      await subscription.stop();
      await expect(subscription.done).resolves.toBeUndefined();
    });

    test('deliver nothing after stop, not even what a running read brings', async () => {
      const tenant = newTenant();
      const seen: StoredEvent[] = [];
      const subscription = open().subscribe(await open().head(), { tenant }, collect(seen));
      const appending = Promise.all(Array.from({ length: 20 }, (_, n) => append(tenant, `trajectory-${n}`, 1)));
      await subscription.stop();
      const atStop = seen.length;
      await appending;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(seen).toHaveLength(atStop);
    });

    test('fail for good when the handler throws, and stop still works', async () => {
      const tenant = newTenant();
      await append(tenant, 'trajectory-1', 1);
      const subscription = open().subscribe(START, { tenant }, async () => {
        throw new Error('cannot apply');
      });
      await expect(subscription.done).rejects.toThrow('cannot apply');
      await subscription.stop();
    });
  });
}
