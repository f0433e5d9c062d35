import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AppendStreamState, jsonEvent, type KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { RenewableClient } from '../../libs/event-store/kurrentdb/renewable-client.js';
import { KurrentDbTestServer } from './server.js';

const NEW: AppendStreamState = NO_STREAM;

/** As 26.1 was seen to answer, on the client that the event store uses. */
describe('the test server for KurrentDB 25.1 and newer answers an append to several streams as real servers do', () => {
  let server: KurrentDbTestServer;
  let connection: RenewableClient;
  let client: KurrentDBClient;
  beforeAll(async () => {
    server = await KurrentDbTestServer.start({ version: '26.1.0' });
    connection = new RenewableClient(server.url);
    client = connection.current;
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });

  const stream = () => `s-${randomUUID()}`;
  const event = () => jsonEvent({ id: randomUUID(), type: 'Seen', data: { at: 1 }, metadata: { text: 'beside' } });
  const to = (streamName: string, events = [event()], expectedState = NEW) => ({
    ...{ streamName, expectedState, events },
  });
  const stored = (name: string) => server.log.events.filter((each) => each.stream === name).length;

  test('all are written, in the order in which they were sent', async () => {
    const names = [stream(), stream(), stream()];
    const { responses } = await client.multiStreamAppend(names.map((name) => to(name)));
    expect(responses).toEqual(names.map((streamName) => ({ streamName, revision: 0n })));
    expect(server.log.events.slice(-3).map((each) => each.stream)).toEqual(names);
  });

  test('what lies beside a payload comes back as texts', async () => {
    const name = stream();
    await client.multiStreamAppend([to(name)]);
    for await (const { event: read } of client.readStream(name)) expect(read?.metadata).toEqual({ text: 'beside' });
  });

  test('one at the wrong revision, or one that is there beside one that is not: nothing is written', async () => {
    const [old, other] = [to(stream()), stream()];
    await client.multiStreamAppend([old]);
    for (const first of [to(old.streamName), old])
      await expect(client.multiStreamAppend([first, to(other)])).rejects.toMatchObject({ code: 9 });
    expect([stored(old.streamName), stored(other)]).toEqual([1, 0]);
  });

  test('all of them again: the first result, nothing written', async () => {
    const call = [to(stream()), to(stream())];
    const first = await client.multiStreamAppend(call);
    expect(await client.multiStreamAppend(call)).toEqual(first);
    expect(call.map(({ streamName }) => stored(streamName))).toEqual([1, 1]);
  });

  test('the same stream twice, also in other letters: refused', async () => {
    const name = stream();
    await expect(client.multiStreamAppend([to(name), to(name.toUpperCase())])).rejects.toMatchObject({ code: 10 });
    expect(stored(name)).toBe(0);
  });

  test('metadata that is no text is refused by the client itself', async () => {
    const bad = jsonEvent({ type: 'Seen', data: {}, metadata: { number: 1 } });
    const append = { streamName: stream(), expectedState: NEW, events: [bad] };
    await expect(client.multiStreamAppend([append])).rejects.toThrow(/string values/);
  });
});

test('24.6 does not take several streams, and the client says so', async () => {
  const server = await KurrentDbTestServer.start();
  const connection = new RenewableClient(server.url);
  const append = { streamName: 's', expectedState: NEW, events: [jsonEvent({ type: 'Seen', data: {} })] };
  await expect(connection.current.multiStreamAppend([append])).rejects.toMatchObject({ type: 'unsupported' });
  await connection.close();
  await server.stop();
});
