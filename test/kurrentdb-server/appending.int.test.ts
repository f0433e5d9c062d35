import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AppendStreamState, jsonEvent, type KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { RenewableClient } from '../../libs/event-store/kurrentdb/renewable-client.js';
import { KurrentDbTestServer } from './server.js';

/** What real servers were seen to do with appends, one by one, on the client that the event store uses. */
describe('the test server for KurrentDB answers appends as real servers do', () => {
  let server: KurrentDbTestServer;
  let connection: RenewableClient;
  let client: KurrentDBClient;
  beforeAll(async () => {
    server = await KurrentDbTestServer.start();
    connection = new RenewableClient(server.url);
    client = connection.current;
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const stream = () => `s-${randomUUID()}`;
  const events = (count: number) =>
    Array.from({ length: count }, () => jsonEvent({ id: randomUUID(), type: 'Seen', data: { at: 1 } }));
  const append = (name: string, what: ReturnType<typeof events>, streamState: AppendStreamState) =>
    client.appendToStream(name, what, { streamState });
  const stored = (name: string) => server.log.events.filter((event) => event.stream === name).length;

  test('the same ids at the same revision again: the first result, nothing written', async () => {
    const name = stream();
    const [first, second] = [events(2), events(3)];
    const began = await append(name, first, NO_STREAM);
    const went = await append(name, second, 1n);
    expect(await append(name, first, NO_STREAM)).toEqual(began);
    expect(await append(name, second, 1n)).toEqual(went);
    expect(stored(name)).toBe(5);
  });

  test('the same id with the current head as revision: written a second time', async () => {
    const name = stream();
    const one = events(1);
    await append(name, one, NO_STREAM);
    expect(await append(name, one, 0n)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    expect(stored(name)).toBe(2);
  });

  test('the same ids in another order, or old and new mixed: the wrong version, with an empty message', async () => {
    const name = stream();
    const [a, b, c] = events(3);
    if (!a || !b || !c) throw new Error('unreachable');
    await append(name, [a, b], NO_STREAM);
    for (const [what, state] of [
      [[b, a], NO_STREAM],
      [[a, c], NO_STREAM],
      [[c, b], 'any'],
    ] as const)
      await expect(append(name, [...what], state)).rejects.toMatchObject({
        type: 'wrong-expected-version',
        message: '',
        actualState: 1n,
      });
    expect(stored(name)).toBe(2);
  });

  test('data is never compared', async () => {
    const name = stream();
    const id = randomUUID();
    const first = await append(name, [jsonEvent({ id, type: 'Seen', data: { at: 1 } })], NO_STREAM);
    expect(await append(name, [jsonEvent({ id, type: 'Other', data: { at: 2 } })], NO_STREAM)).toEqual(first);
  });

  test('no events to a missing stream: success at revision 0, and no stream', async () => {
    const name = stream();
    expect(await append(name, [], NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 0n });
    expect(stored(name)).toBe(0);
  });

  test('an old id onto a soft-deleted stream: success without a position, nothing written', async () => {
    const name = stream();
    const one = events(1);
    await append(name, one, NO_STREAM);
    await client.deleteStream(name);
    const again = await append(name, one, NO_STREAM);
    expect(again).toMatchObject({ success: true });
    expect(again.position).toBeUndefined();
    expect(stored(name)).toBe(1);
  });

  test('onto a tombstone: the stream is deleted', async () => {
    const name = stream();
    await append(name, events(1), NO_STREAM);
    await client.tombstoneStream(name);
    await expect(append(name, events(1), 'any')).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  test('a deadline that has passed by the server’s clock: exceeded at once, and nothing written', async () => {
    const name = stream();
    const late = client.appendToStream(name, events(1), { streamState: NO_STREAM, deadline: -1_000 });
    await expect(late).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect(stored(name)).toBe(0);
  });

  test('more than 1 MiB: too large, and nothing written', async () => {
    const name = stream();
    const large = [jsonEvent({ type: 'Seen', data: { text: 'x'.repeat(1024 * 1024) } })];
    await expect(client.appendToStream(name, large, { streamState: NO_STREAM })).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
    });
    expect(stored(name)).toBe(0);
  });

  test('a bad uuid, an empty type or name: an unknown error', async () => {
    const unknown = { type: 'unknown' };
    const bad = [
      [stream(), [{ ...events(1)[0]!, id: 'none' }]],
      [stream(), [{ ...events(1)[0]!, type: '' }]],
      ['', events(1)],
    ] as const;
    for (const [name, what] of bad) await expect(append(name, [...what], NO_STREAM)).rejects.toMatchObject(unknown);
  });

  test('more than 100 at once on a cold connection are never answered; after one they are', async () => {
    const settles = async (asked: KurrentDBClient) => {
      const all = Promise.allSettled(
        Array.from({ length: 150 }, () => asked.appendToStream(stream(), events(1), { streamState: NO_STREAM })),
      ).then(() => 'answered');
      return Promise.race([all, new Promise((resolve) => setTimeout(() => resolve('hangs'), 3_000))]);
    };
    server.coldMs = 500;
    const cold = new RenewableClient(server.url);
    expect(await settles(cold.current)).toBe('hangs');
    await cold.close();
    await append(stream(), events(1), NO_STREAM);
    expect(await settles(client)).toBe('answered');
  });
});
