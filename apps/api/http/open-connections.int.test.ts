import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { letGoWhenAnswered } from './open-connections.js';

const LONG = 'x'.repeat(20_000_000);

/** Each test waits for the server's end, which does not come where a connection is kept. */
describe('a server that is closed', () => {
  let server: Server;
  let agent: Agent;
  let answer: (response: ServerResponse) => void;
  beforeEach(async () => {
    agent = new Agent({ keepAlive: true });
    answer = (response) => response.end('short');
    server = createServer((_, response) => answer(response));
    server.keepAliveTimeout = 3_600_000;
    letGoWhenAnswered(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    agent.destroy();
    server.closeAllConnections();
  });
  const port = () => (server.address() as AddressInfo).port;
  const close = () => {
    const closed = once(server, 'close');
    server.close();
    return closed;
  };
  const ask = () => request({ host: '127.0.0.1', port: port(), agent }).end();
  const answered = async (asked: ReturnType<typeof ask>): Promise<number> => {
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    let bytes = 0;
    for await (const piece of response) bytes += (piece as Buffer).length;
    return bytes;
  };

  test('waits for no connection on which an answer was given', async () => {
    expect(await answered(ask())).toBe(5);
    await close();
  });

  test('waits for none on which nothing was asked yet, or not all of it', async () => {
    const [silent, half] = [connect(port(), '127.0.0.1'), connect(port(), '127.0.0.1')];
    await Promise.all([once(silent, 'connect'), once(half, 'connect')]);
    half.write('GET / HTTP/1.1\r\nHost: h');
    expect(await answered(ask())).toBe(5);
    await close();
  });

  test('gives what was asked before it lets go, though it comes after the end began', async () => {
    const waiting = new Promise<ServerResponse>((resolve) => (answer = resolve));
    const asked = ask();
    const response = await waiting;
    const closed = close();
    response.end('late!');
    expect(await answered(asked)).toBe(5);
    await closed;
  });

  test('gives a long answer whole to somebody who takes it in slowly', async () => {
    const waiting = new Promise<ServerResponse>((resolve) => (answer = resolve));
    const asked = ask();
    const response = await waiting;
    response.end(LONG);
    const [begun] = (await once(asked, 'response')) as [IncomingMessage];
    const closed = close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    let bytes = 0;
    for await (const piece of begun) bytes += (piece as Buffer).length;
    expect(bytes).toBe(LONG.length);
    await closed;
  });
});
