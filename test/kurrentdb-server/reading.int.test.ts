import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  BACKWARDS,
  END,
  FORWARDS,
  jsonEvent,
  type KurrentDBClient,
  START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { RenewableClient } from '../../libs/event-store/kurrentdb/renewable-client.js';
import { KurrentDbTestServer } from './server.js';

type Place = { readonly commit: bigint; readonly prepare: bigint };

async function all<E>(source: AsyncIterable<E>): Promise<E[]> {
  const found: E[] = [];
  for await (const each of source) found.push(each);
  return found;
}

/** What real servers were seen to do with reads and subscriptions, one by one, on the client that the event store uses. */
describe('the test server for KurrentDB answers readers as real servers do', () => {
  let server: KurrentDbTestServer;
  let connection: RenewableClient;
  let client: KurrentDBClient;
  const places: Place[] = [];
  beforeAll(async () => {
    server = await KurrentDbTestServer.start();
    connection = new RenewableClient(server.url);
    client = connection.current;
    for (let n = 0; n < 100; n++) await append(n % 2 === 0 ? `even-${n}` : `odd-${n}`);
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });
  const append = async (name: string): Promise<void> => {
    const events = [jsonEvent({ id: randomUUID(), type: 'Seen', data: { name } })];
    const { position } = await client.appendToStream(name, events, { streamState: 'any' });
    if (position) places.push(position);
  };
  const commits = async (source: AsyncIterable<{ event?: { position?: Place } }>) =>
    (await all(source)).map(({ event }) => event?.position?.commit);

  describe('reads', () => {
    test('forwards include the position given, backwards exclude it', async () => {
      const [, b, c, d] = places as [Place, Place, Place, Place];
      const read = (direction: typeof FORWARDS | typeof BACKWARDS) =>
        commits(client.readAll({ fromPosition: c, direction, maxCount: 2 }));
      expect(await read(FORWARDS)).toEqual([c.commit, d.commit]);
      expect((await read(BACKWARDS))[0]).toBe(b.commit);
    });

    test('a direction without its start or end is not honoured: from the start it goes forwards, from the end backwards', async () => {
      const [first, last] = [server.log.events[0]?.position, server.log.events.at(-1)?.position];
      for (const direction of [FORWARDS, BACKWARDS] as const) {
        const read = (fromPosition: typeof START | typeof END) =>
          commits(client.readAll({ fromPosition, direction, maxCount: 1 }));
        expect(await read(START)).toEqual([first]);
        expect(await read(END)).toEqual([last]);
      }
    });

    test('no events asked for, or a position that is not on a record: unavailable', async () => {
      const [place] = places as [Place];
      const unavailable = { type: 'unavailable' };
      await expect(all(client.readAll({ maxCount: 0 }))).rejects.toMatchObject(unavailable);
      const beside = { commit: place.commit + 1n, prepare: place.prepare + 1n };
      await expect(all(client.readAll({ fromPosition: beside, maxCount: 1 }))).rejects.toMatchObject(unavailable);
    });

    test('from beyond the end of the log: nothing, and no word of it', async () => {
      const beyond = { commit: 10n ** 12n, prepare: 10n ** 12n };
      expect(await all(client.readAll({ fromPosition: beyond, direction: FORWARDS, maxCount: 10 }))).toEqual([]);
    });

    test('missing or soft-deleted: not found; tombstoned: deleted', async () => {
      const read = (name: string) => all(client.readStream(name));
      await expect(read('missing')).rejects.toMatchObject({ type: 'stream-not-found' });
      await append('soft');
      await client.deleteStream('soft');
      await expect(read('soft')).rejects.toMatchObject({ type: 'stream-not-found' });
      await append('hard');
      await client.tombstoneStream('hard');
      await expect(read('hard')).rejects.toMatchObject({ type: 'stream-deleted' });
    });

    test('what was deleted still comes through the log, and a tombstone as a type that begins with $', async () => {
      const seen = (await all(client.readAll())).map(({ event }) => `${event?.streamId} ${event?.type}`);
      expect(seen).toEqual(expect.arrayContaining(['soft Seen', 'hard Seen', 'hard $streamDeleted']));
    });
  });

  describe('subscriptions', () => {
    const listen = (fromPosition: Place | typeof START, prefixes: string[]) => {
      const heard = { commits: [] as bigint[], types: [] as string[], checkpoints: [] as Place[], caughtUp: 0 };
      const errors: unknown[] = [];
      const ends: string[] = [];
      const filter = streamNameFilter({
        prefixes,
        checkpointInterval: 1,
        checkpointReached: async (_, place) => void heard.checkpoints.push(place),
      });
      const subscription = client
        .subscribeToAll({ fromPosition, filter })
        .on('data', ({ event }) => {
          heard.commits.push(event?.position?.commit ?? 0n);
          heard.types.push(event?.type ?? '');
        })
        .on('caughtUp', () => heard.caughtUp++)
        .on('error', (error) => errors.push(error));
      for (const name of ['end', 'close']) subscription.on(name, () => ends.push(name));
      return { subscription, heard, errors, ends };
    };
    const until = async (holds: () => boolean): Promise<void> => {
      for (const end = performance.now() + 5000; !holds() && performance.now() < end;)
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(holds()).toBe(true);
    };

    test('exclude the position given and keep to the names; a tombstone passes the filter too', async () => {
      const from = places[2] as Place;
      const { subscription, heard } = listen(from, ['even-', 'hard']);
      await until(() => heard.caughtUp > 0);
      await subscription.unsubscribe();
      expect(heard.commits[0]).toBe(places[4]?.commit);
      expect(heard.types.filter((type) => type === 'Seen')).toHaveLength(49);
      expect(heard.types).toContain('$streamDeleted');
    });

    test('send checkpoints after every 32 events looked at, whose prepare may be 0, and word that all was sent', async () => {
      const { subscription, heard } = listen(START, ['even-']);
      await until(() => heard.caughtUp > 0);
      await subscription.unsubscribe();
      expect(heard.checkpoints.length).toBeGreaterThanOrEqual(4);
      expect(heard.checkpoints[0]?.commit).toBe(server.log.events[31]?.position);
      expect(heard.checkpoints.some(({ prepare }) => prepare === 0n)).toBe(true);
    });

    test('are told again and again, among what they are sent, that all was sent', async () => {
      const { subscription, heard } = listen(START, ['live-']);
      await until(() => heard.caughtUp === 1);
      for (let n = 1; n <= 14; n++) {
        await append(`live-${n}`);
        await until(() => heard.commits.length === n);
      }
      await until(() => heard.caughtUp >= 3);
      await subscription.unsubscribe();
    });

    test('resumed from any checkpoint leave nothing out and repeat nothing', async () => {
      const whole = listen(START, ['odd-']);
      await until(() => whole.heard.caughtUp > 0);
      await whole.subscription.unsubscribe();
      for (const checkpoint of whole.heard.checkpoints) {
        const rest = listen(checkpoint, ['odd-']);
        await until(() => rest.heard.caughtUp > 0);
        await rest.subscription.unsubscribe();
        const before = whole.heard.commits.filter((commit) => commit <= checkpoint.commit);
        expect([...before, ...rest.heard.commits]).toEqual(whole.heard.commits);
      }
    });

    test('beyond the end of the log are accepted, and deliver nothing', async () => {
      const beyond = { commit: 10n ** 12n, prepare: 10n ** 12n };
      const { subscription, heard, errors } = listen(beyond, ['even-']);
      await until(() => heard.caughtUp > 0);
      await append('even-more');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await subscription.unsubscribe();
      expect([heard.commits, errors]).toEqual([[], []]);
    });

    test('that drop say so by an error alone: no end, no close, and nothing reconnects', async () => {
      const { heard, errors, ends } = listen(START, ['even-']);
      await until(() => heard.caughtUp > 0);
      server.faults.dropSubscriptions();
      await until(() => errors.length > 0);
      const count = heard.commits.length;
      await append('even-later');
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect([errors.length, ends, heard.commits.length]).toEqual([1, [], count]);
      expect(errors[0]).toMatchObject({ type: 'unavailable' });
    });
  });
});
