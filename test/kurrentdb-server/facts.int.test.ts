import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  BACKWARDS,
  END,
  FORWARDS,
  jsonEvent,
  type KurrentDBClient,
  NO_STREAM,
  START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { RenewableClient } from '../../libs/event-store/kurrentdb/renewable-client.js';
import { takesTogether } from '../../libs/event-store/kurrentdb/together.js';
import { type GivenKurrentDb, givenKurrentDb } from './given.js';
import { KurrentDbTestServer } from './server.js';

async function all<E>(source: AsyncIterable<E>): Promise<E[]> {
  const found: E[] = [];
  for await (const each of source) found.push(each);
  return found;
}

const given = async (version: string): Promise<GivenKurrentDb> => {
  if (process.env['KURRENTDB_URL']) return givenKurrentDb();
  const testServer = await KurrentDbTestServer.start({ version });
  return { url: testServer.url, stop: () => testServer.stop() };
};
const VERSIONS = process.env['KURRENTDB_URL'] ? ['as it is'] : ['24.6.0', '26.1.0'];

/** What real servers (24.6, 26.1) were seen to do, as far as it shows without a look inside: on the test server as either version, and on the real one that KURRENTDB_URL names. */
describe.each(VERSIONS)('KurrentDB %s', (version) => {
  let server: GivenKurrentDb;
  let connection: RenewableClient;
  let client: KurrentDBClient;
  beforeAll(async () => {
    server = await given(version);
    connection = new RenewableClient(server.url);
    client = connection.current;
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const event = (data: Record<string, string | number> = {}) => jsonEvent({ id: randomUUID(), type: 'Seen', data });
  const append = async (name: string, count = 1) =>
    client.appendToStream(
      name,
      Array.from({ length: count }, () => event()),
      { streamState: 'any' },
    );
  const begun = async (count: number): Promise<string> => {
    const name = `s-${randomUUID()}`;
    await append(name, count);
    return name;
  };
  const revisions = async (...read: Parameters<KurrentDBClient['readStream']>) =>
    (await all(client.readStream(...read))).map((each) => Number(each.event?.revision));

  test('an append of more than 1 MiB is too large for 24.6, whatever revision it expects, and taken by 26.1', async () => {
    const large = event({ text: 'x'.repeat(2 * 1024 * 1024) });
    const [name, impossible] = [`s-${randomUUID()}`, 10n ** 12n];
    const sent = (streamState: bigint | typeof NO_STREAM) => client.appendToStream(name, [large], { streamState });
    if (await takesTogether(connection, client, 10_000)) {
      await expect(sent(impossible)).rejects.toMatchObject({ type: 'wrong-expected-version' });
      expect(await sent(NO_STREAM)).toMatchObject({ success: true, nextExpectedRevision: 0n });
    } else
      for (const state of [impossible, NO_STREAM] as const)
        await expect(sent(state)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
  });

  test('a read of a stream begins with the revision given, in either direction; from beyond its end there is nothing, backwards all', async () => {
    const name = await begun(6);
    expect(await revisions(name, { fromRevision: 3n, direction: FORWARDS, maxCount: 2 })).toEqual([3, 4]);
    expect(await revisions(name, { fromRevision: 3n, direction: BACKWARDS, maxCount: 2 })).toEqual([3, 2]);
    expect(await revisions(name, { fromRevision: 30n, direction: FORWARDS, maxCount: 2 })).toEqual([]);
    expect(await revisions(name, { fromRevision: 30n, direction: BACKWARDS, maxCount: 2 })).toEqual([5, 4]);
  });

  test('a read of a stream goes forwards from its start and backwards from its end, whatever direction is asked for', async () => {
    const name = await begun(6);
    for (const direction of [FORWARDS, BACKWARDS] as const) {
      expect(await revisions(name, { fromRevision: START, direction, maxCount: 2 })).toEqual([0, 1]);
      expect(await revisions(name, { fromRevision: END, direction, maxCount: 2 })).toEqual([5, 4]);
    }
  });

  test('what was created is cut to seconds when it is read, from a stream and from the log', async () => {
    const name = await begun(1);
    const [inStream] = await all(client.readStream(name));
    const [inLog] = await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }));
    for (const read of [inStream, inLog]) expect(read?.event?.created.getMilliseconds()).toBe(0);
  });

  test('a stream keeps its last $maxCount events; metadata is replaced as a whole, and its revision is a place in the log', async () => {
    const name = await begun(6);
    const set = await client.setStreamMetadata(name, { maxCount: 3 });
    expect(await client.getStreamMetadata(name)).toMatchObject({
      metadata: { maxCount: 3 },
      metastreamRevision: set.position?.commit,
    });
    expect(await revisions(name)).toEqual([3, 4, 5]);
    await append(name);
    expect(await revisions(name)).toEqual([4, 5, 6]);
    await client.setStreamMetadata(name, { truncateBefore: 1 });
    expect((await client.getStreamMetadata(name)).metadata).toEqual({ truncateBefore: 1 });
    expect(await revisions(name)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('what is truncated leaves its stream and stays in the log; a stream of which all is truncated is empty, and goes on', async () => {
    const before = await client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 });
    const [last] = await all(before);
    const name = await begun(4);
    await client.setStreamMetadata(name, { truncateBefore: 2 });
    expect(await revisions(name)).toEqual([2, 3]);
    await client.setStreamMetadata(name, { truncateBefore: 100 });
    expect(await revisions(name)).toEqual([]);
    expect(await append(name)).toMatchObject({ nextExpectedRevision: 4n });
    const log = await all(client.readAll({ fromPosition: last!.event!.position!, direction: FORWARDS, maxCount: 100 }));
    expect(log.filter((each) => each.event?.streamId === name)).toHaveLength(5);
  });

  describe('a subscription that is live', () => {
    const listen = async (prefix: string) => {
      const heard: string[] = [];
      const [last] = await all(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 }));
      const filter = streamNameFilter({
        prefixes: [prefix],
        checkpointInterval: 1,
        checkpointReached: async () => void heard.push('checkpoint'),
      });
      const subscription = client
        .subscribeToAll({ fromPosition: last!.event!.position!, filter })
        .on('data', () => heard.push('event'))
        .on('caughtUp', () => heard.push('caught up'));
      const until = async (what: string, count: number): Promise<void> => {
        for (let tries = 0; tries < 4_000; tries++) {
          if (heard.filter((each) => each === what).length >= count) return;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        throw new Error(`${what} did not come ${count} times: ${heard.slice(-20).join(', ')}`);
      };
      await until('caught up', 1);
      heard.length = 0;
      return { heard, until, subscription };
    };

    test('hears of no checkpoint right after what it was sent', async () => {
      const prefix = `live-${randomUUID()}`;
      const { heard, until, subscription } = await listen(prefix);
      for (let count = 1; count <= 3; count++) {
        await append(prefix);
        await until('event', count);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await subscription.unsubscribe();
      expect(heard.filter((each) => each !== 'caught up')).toEqual(['event', 'event', 'event']);
    });
  });
});
