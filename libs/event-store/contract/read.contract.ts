import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { START, type EventFilter, type EventStore, type Position, type StoredEvent } from '@overstap/kernel';
import { eventsOf } from './events.js';

/** Reads on until the head, page by page. */
export async function readEverything(store: EventStore, filter: EventFilter, limit = 100, after: Position = START) {
  const events: StoredEvent[] = [];
  for (let position = after; ;) {
    const page = await store.readAll(position, limit, filter);
    expect(page.events.length).toBeLessThanOrEqual(limit);
    events.push(...page.events);
    position = page.next;
    if (page.atHead) return { events, position };
  }
}

/**
 * Waits until all that is stored can be read: an older transaction of anybody on the server holds readers back, and other test files use the same
 * server.
 */
async function settled(store: EventStore, after: Position): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const { position } = await readEverything(store, {}, 1000, after);
    if (store.compare(position, await store.head()) === 0) return;
    if (performance.now() > deadline) throw new Error('What was appended cannot be read after 60 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function readContract(open: () => EventStore): void {
  const newTenant = (): string => `tenant-${randomUUID()}`;
  const revisions = (events: readonly StoredEvent[]): number[] => events.map((event) => event.revision);

  describe('reading a stream', () => {
    test('gives back what was appended, to the letter', async () => {
      const [tenant, stream] = [newTenant(), 'trajectory-1'];
      const full = {
        programme: 'REORG-2026',
        trajectory: 't-1',
        subject: 's-1',
        causation: randomUUID(),
        schemaVersion: 3,
        sealed: { identity: 'AAECAw==', health: 'BAUGBw==' },
      };
      const events = [...eventsOf(1, full), ...eventsOf(1)];
      const result = await open().append({ tenant, stream, expected: 'noStream', events });
      const stored = await open().readStream(tenant, stream);
      expect(stored).toEqual(
        events.map((event, revision) => ({ ...event, tenant, stream, revision, position: expect.any(String) })),
      );
      const positions = stored.map((event) => event.position);
      expect(result).toMatchObject({ position: positions.at(-1) });
      expect(positions.toSorted((a, b) => open().compare(b, a))).toEqual(positions.toReversed());
    });

    test('pages both ways from any revision', async () => {
      const tenant = newTenant();
      const read = async (options: object) => revisions(await open().readStream(tenant, 'trajectory-1', options));
      await open().append({ tenant, stream: 'trajectory-1', expected: 'noStream', events: eventsOf(10) });
      expect(await read({})).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(await read({ limit: 3 })).toEqual([0, 1, 2]);
      expect(await read({ from: 3, limit: 3 })).toEqual([3, 4, 5]);
      expect(await read({ from: 8, limit: 5 })).toEqual([8, 9]);
      expect(await read({ from: 10 })).toEqual([]);
      expect(await read({ direction: 'backwards', limit: 3 })).toEqual([9, 8, 7]);
      expect(await read({ direction: 'backwards', from: 6, limit: 3 })).toEqual([6, 5, 4]);
      expect(await read({ direction: 'backwards', from: 1 })).toEqual([1, 0]);
      expect(await read({ direction: 'backwards', from: 99, limit: 1 })).toEqual([9]);
    });

    test('an unknown stream is empty and at revision -1', async () => {
      expect(await open().readStream(newTenant(), 'trajectory-1')).toEqual([]);
      expect(await open().revisionOf(newTenant(), 'trajectory-1')).toBe(-1);
    });

    test('a stream of the same name in another tenant is another stream', async () => {
      const [a, b] = [newTenant(), newTenant()];
      await open().append({ tenant: a, stream: 'trajectory-1', expected: 'noStream', events: eventsOf(2) });
      await open().append({ tenant: b, stream: 'trajectory-1', expected: 'noStream', events: eventsOf(1) });
      for (const [tenant, count] of [
        [a, 2],
        [b, 1],
      ] as const) {
        const { events } = await readEverything(open(), { tenant });
        expect(events).toHaveLength(count);
        for (const seen of [events, await open().readStream(tenant, 'trajectory-1')])
          expect(seen.every((event) => event.tenant === tenant)).toBe(true);
      }
      expect(await open().revisionOf(b, 'trajectory-1')).toBe(0);
    });
  });

  describe('reading all events', () => {
    const fill = async () => {
      const tenant = newTenant();
      const after = await open().head();
      for (let n = 0; n < 12; n++)
        await open().append({
          tenant,
          stream: `${n % 3 === 0 ? 'programme' : n % 3 === 1 ? 'trajectory' : 'trajectoryish'}-${n}`,
          expected: 'noStream',
          events: eventsOf(2, { type: n % 2 === 0 ? 'IntakeHeld' : 'NoteAdded', data: { n } }),
        });
      await settled(open(), after);
      return { tenant, after };
    };

    test('goes through the store in its order, each event once, whatever the page size', async () => {
      const { tenant, after } = await fill();
      for (const limit of [1, 7, 24, 100]) {
        const { events } = await readEverything(open(), { tenant }, limit, after);
        expect(events.map((event) => event.data['n'])).toEqual(Array.from({ length: 24 }, (_, i) => i >> 1));
        const positions = events.map((event) => event.position);
        const steps = positions.slice(1).map((position, index) => open().compare(positions[index] ?? START, position));
        expect(new Set(steps)).toEqual(new Set([-1]));
      }
    });

    test('every filter narrows, and several narrow together', async () => {
      const { tenant, after } = await fill();
      const numbers = async (filter: EventFilter) => {
        const { events } = await readEverything(open(), filter, 3, after);
        return [...new Set(events.filter((event) => event.tenant === tenant).map((event) => event.data['n']))];
      };
      expect(await numbers({})).toHaveLength(12);
      expect(await numbers({ tenant: newTenant() })).toEqual([]);
      expect(await numbers({ aggregates: ['trajectory'] })).toEqual([1, 4, 7, 10]);
      expect(await numbers({ aggregates: ['trajectory', 'programme'] })).toEqual([0, 1, 3, 4, 6, 7, 9, 10]);
      expect(await numbers({ aggregates: ['traject'] })).toEqual([]);
      expect(await numbers({ types: ['NoteAdded'] })).toEqual([1, 3, 5, 7, 9, 11]);
      expect(await numbers({ tenant, aggregates: ['trajectory'], types: ['NoteAdded'] })).toEqual([1, 7]);
      expect(await numbers({ types: [] })).toEqual([]);
    });

    test('what is of none of the types named passes whatever else the filter says, but for the tenant', async () => {
      const { tenant, after } = await fill();
      const numbers = async (filter: EventFilter) => {
        const { events } = await readEverything(open(), filter, 3, after);
        return events.filter((event) => event.tenant === tenant).map((event) => event.data['n']);
      };
      const notes = await numbers({ types: ['NoteAdded'] });
      const all = await numbers({});
      const others = all.filter((n) => !notes.includes(n));
      expect(await numbers({ types: [], orOtherThan: ['NoteAdded'] })).toEqual(others);
      expect(await numbers({ aggregates: ['nowhere'], orOtherThan: ['NoteAdded'] })).toEqual(others);
      expect(await numbers({ types: ['NoteAdded'], orOtherThan: ['NoteAdded'] })).toEqual(all);
      expect(await numbers({ tenant: newTenant(), types: [], orOtherThan: [] })).toEqual([]);
    });

    test('next moves past what the filter left out', async () => {
      const { tenant, after } = await fill();
      const page = await open().readAll(after, 10, { tenant, types: ['Unheard'] });
      expect(page.events).toEqual([]);
      expect(open().compare(page.next, await open().head())).toBe(0);
      expect(page.atHead).toBe(true);
    });

    test('atHead is false while committed events lie beyond, true at the last one and beyond', async () => {
      const { tenant, after } = await fill();
      const first = await open().readAll(after, 23, { tenant });
      expect(first.atHead).toBe(false);
      const last = await open().readAll(first.next, 1, { tenant });
      expect([last.events.length, last.atHead]).toEqual([1, true]);
      const none = await open().readAll(last.next, 1, { tenant });
      expect(none).toEqual({ events: [], next: last.next, atHead: true });
    });

    test('head is the position of the last event, and positions compare in order', async () => {
      const { tenant } = await fill();
      const result = await open().append({ tenant, stream: 'x-1', expected: 'any', events: eventsOf(1) });
      const head = await open().head();
      expect(result).toMatchObject({ position: head });
      expect(open().compare(START, head)).toBe(-1);
      expect(open().compare(head, START)).toBe(1);
      expect(open().compare(head, head)).toBe(0);
      expect(open().compare(START, START)).toBe(0);
    });
  });
}
