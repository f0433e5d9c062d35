import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { type AppendResult, type EventStore, type EventToAppend, type ExpectedRevision } from '@overstap/kernel';
import { eventsOf } from './events.js';

const place = () => ({ tenant: `tenant-${randomUUID()}`, stream: `trajectory-${randomUUID()}` });
const appendingTo =
  (open: () => EventStore) =>
  (at: { tenant: string; stream: string }) =>
  (expected: ExpectedRevision, events: readonly EventToAppend[] = eventsOf(1)): Promise<AppendResult> =>
    open().append({ ...at, expected, events });
const appended = (revision: number, duplicate = false) =>
  expect.objectContaining({ outcome: 'appended', revision, duplicate });

export function appendContract(open: () => EventStore): void {
  const appending = appendingTo(open);

  describe('expected revisions', () => {
    test('noStream begins a stream and then conflicts', async () => {
      const append = appending(place());
      expect(await append('noStream')).toEqual(appended(0));
      expect(await append('noStream')).toEqual({ outcome: 'conflict', actual: 0 });
    });

    test('any begins a stream and goes on with it', async () => {
      const append = appending(place());
      expect(await append('any')).toEqual(appended(0));
      expect(await append('any', eventsOf(3))).toEqual(appended(3));
    });

    test('a number must be the last revision: neither one before nor one after', async () => {
      const append = appending(place());
      await append('noStream', eventsOf(3));
      expect(await append(1)).toEqual({ outcome: 'conflict', actual: 2 });
      expect(await append(3)).toEqual({ outcome: 'conflict', actual: 2 });
      expect(await append(2, eventsOf(2))).toEqual(appended(4));
    });

    test('a number conflicts with a stream that does not exist', async () => {
      expect(await appending(place())(0)).toEqual({ outcome: 'conflict', actual: -1 });
    });

    test('a revision below zero or between two is refused', async () => {
      await expect(appending(place())(-1)).rejects.toThrow(/expects revision -1/);
      await expect(appending(place())(0.5)).rejects.toThrow(/expects revision 0.5/);
    });
  });

  describe('all or nothing', () => {
    test('of an append that conflicts no event is stored, also where a revision is free', async () => {
      const at = place();
      const append = appending(at);
      await append('noStream');
      expect(await append('noStream', eventsOf(3))).toEqual({ outcome: 'conflict', actual: 0 });
      expect(await open().revisionOf(at.tenant, at.stream)).toBe(0);
    });

    test('a conflict does not fail its neighbours', async () => {
      const places = Array.from({ length: 20 }, place);
      await Promise.all(places.map((at, index) => index % 2 === 0 && appending(at)('noStream')));
      const results = await Promise.all(places.map((at) => appending(at)('noStream', eventsOf(2))));
      expect(results).toEqual(places.map((_, i) => (i % 2 === 0 ? { outcome: 'conflict', actual: 0 } : appended(1))));
    });

    test('an append that can never be stored does not fail its neighbours', async () => {
      const [one, other, good] = [place(), place(), place()];
      const results = await Promise.allSettled([
        appending(one)('noStream', []),
        appending(good)('noStream'),
        appending(other)('noStream', eventsOf(1, { data: { text: 'x'.repeat(1024 * 1024) } })),
      ]);
      expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled', 'rejected']);
      expect(results[0]).toMatchObject({ reason: { message: expect.stringContaining('holds no event') } });
      expect(results[2]).toMatchObject({ reason: { message: expect.stringContaining('the limit is 1048576') } });
      expect(await open().revisionOf(other.tenant, other.stream)).toBe(-1);
    });

    test('what is beyond the limit only with what lies beside its payloads is refused too, in the same words', async () => {
      const at = place();
      const many = eventsOf(3_000, { data: { text: 'x'.repeat(200) } });
      await expect(appending(at)('noStream', many)).rejects.toThrow(
        /bytes with what lies beside its payloads, the limit is 1048576; .* use several commands/,
      );
      expect(await open().revisionOf(at.tenant, at.stream)).toBe(-1);
    });

    test('what is close to the limit is stored', async () => {
      const at = place();
      await appending(at)('noStream', eventsOf(1, { data: { text: '☃'.repeat(340_000) } }));
      const [event] = await open().readStream(at.tenant, at.stream);
      expect(event?.data['text']).toHaveLength(340_000);
    });
  });

  describe('concurrent appends to one stream', () => {
    test('of 50 that expect the same revision exactly one wins, revision after revision', async () => {
      const at = place();
      const append = appending(at);
      const commands = Array.from({ length: 50 }, () => eventsOf(2));
      let expected: ExpectedRevision = 'noStream';
      for (let round = 0; round < 4; round++) {
        const results = await Promise.all(
          commands.map((_, i) => append(expected, eventsOf(2, { data: { round, i } }))),
        );
        expect(results.filter((result) => result.outcome === 'appended')).toEqual([appended(round * 2 + 1)]);
        expect(results.filter((result) => result.outcome === 'conflict')).toHaveLength(49);
        expected = round * 2 + 1;
      }
      const events = await open().readStream(at.tenant, at.stream);
      expect(events.map((event) => event.revision)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    });

    test('appends sent in a row without waiting are stored in that order', async () => {
      const at = place();
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, i) => appending(at)(i === 0 ? 'noStream' : i - 1, eventsOf(1, { data: { i } }))),
      );
      expect(results).toEqual(Array.from({ length: 10 }, (_, i) => appended(i)));
    });
  });

  describe('the same command again', () => {
    test('gets the first result, whatever revision it expects, also after other events', async () => {
      const append = appending(place());
      const events = eventsOf(2);
      const first = await append('noStream', events);
      await append(1, eventsOf(3));
      for (const expected of ['noStream', 'any', 4, 1, 99] as const)
        expect(await append(expected, events)).toEqual({ ...first, duplicate: true });
    });

    test('is stored once when it is sent twice at the same time', async () => {
      const at = place();
      const events = eventsOf(2);
      const results = await Promise.all(Array.from({ length: 8 }, () => appending(at)('any', events)));
      expect(results.filter((result) => result.outcome === 'appended' && !result.duplicate)).toHaveLength(1);
      expect(new Set(results.map((result) => JSON.stringify({ ...result, duplicate: true }))).size).toBe(1);
      expect(await open().readStream(at.tenant, at.stream)).toHaveLength(2);
    });

    test('answers with the end of the first append, also when it now yields more or fewer events', async () => {
      const append = appending(place());
      const command = randomUUID();
      const events = eventsOf(3, { command });
      const first = await append('noStream', events);
      expect(await append('any', events.slice(0, 1))).toEqual({ ...first, duplicate: true });
      const more = [...events, ...eventsOf(1, { command })];
      expect(await append('any', more)).toEqual({ ...first, duplicate: true });
    });

    test('is another event in another tenant', async () => {
      const events = eventsOf(1);
      expect(await appending(place())('noStream', events)).toEqual(appended(0));
      expect(await appending(place())('noStream', events)).toEqual(appended(0));
    });
  });
}

/** Of a store that sees all streams of a tenant at once. */
export function uniqueIdsContract(open: () => EventStore): void {
  const appending = appendingTo(open);
  describe('the ids of another append', () => {
    test('on another stream, or mixed with new events before it, is refused and stores nothing', async () => {
      const at = place();
      const events = eventsOf(1);
      await appending(at)('noStream', events);
      const elsewhere = { ...at, stream: `trajectory-${randomUUID()}` };
      await expect(appending(elsewhere)('noStream', events)).rejects.toThrow(/nothing was stored|of another append/);
      const mixed = [...eventsOf(1), ...events];
      await expect(appending(elsewhere)('noStream', mixed)).rejects.toThrow(/nothing was stored|of another append/);
      expect(await open().revisionOf(at.tenant, elsewhere.stream)).toBe(-1);
    });
  });
}

/** Of a store that looks for an id in its own stream: elsewhere it is another event, and a part of an append is never stored. */
export function idsWithinStreamContract(open: () => EventStore): void {
  const appending = appendingTo(open);
  describe('the ids of another append', () => {
    test('are other events on another stream', async () => {
      const at = place();
      const events = eventsOf(1);
      await appending(at)('noStream', events);
      const elsewhere = { ...at, stream: `trajectory-${randomUUID()}` };
      expect(await appending(elsewhere)('noStream', events)).toEqual(appended(0));
    });

    test('after new ones on the same stream are refused, and nothing is stored', async () => {
      const at = place();
      const events = eventsOf(1);
      await appending(at)('noStream', events);
      for (const expected of ['any', 0] as const)
        await expect(appending(at)(expected, [...eventsOf(1), ...events])).rejects.toThrow(/of another append/);
      expect(await open().revisionOf(at.tenant, at.stream)).toBe(0);
    });
  });
}
