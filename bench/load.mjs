import { randomUUID } from 'node:crypto';
import { on } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { perSecond } from './rounds.mjs';

/**
 * A client in a process of its own: so many connections, each of which posts, waits for the answer, rests for `restMs` where that is said, and posts again. Written on bare sockets,
 * so that it leaves the machine to the server. The first message says how; each one after it is answered with the posts a second.
 */
const messages = on(process, 'message');
const { port, connections, seconds, paths, body, headers = {}, restMs = 0 } = (await messages.next()).value[0];
const MORE = Object.entries(headers)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** A connection that sends one request at a time. */
function open() {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  let text = '';
  let settle;
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    text += chunk;
    const head = text.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
    if (text.length < head + 4 + length) return;
    const answer = text;
    text = '';
    if (/^HTTP\/1.1 20[01] /.test(answer)) settle.resolve();
    else settle.reject(new Error(answer));
  });
  socket.on('error', (error) => settle?.reject(error));
  return (path, payload) =>
    new Promise((resolve, reject) => {
      settle = { resolve, reject };
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nidempotency-key: ${randomUUID()}\r\n` +
          `${MORE}content-length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`,
      );
    });
}

const sockets = Array.from({ length: connections }, open);
const own = sockets.map((_, nth) => paths.filter((_path, at) => at % connections === nth));
let next = 0;
const post = async (connection) => {
  if (restMs > 0) await pause(restMs);
  const nth = next++;
  const path = own[connection][nth % own[connection].length];
  return sockets[connection](path, JSON.stringify({ ...body, noteId: randomUUID() }));
};
for await (const _ of messages) process.send(await perSecond(connections, seconds, post));
