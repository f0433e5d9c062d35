import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection was closed without an answer. */
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Sends bytes as they are, as a browser or `fetch` would not; answers what comes back first. */
export function rawRequest(
  url: string,
  line: string,
  headers: readonly string[] = [],
  body: string | Buffer = '',
): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url);
  const own = headers.some((each) => /^host:/i.test(each)) ? [] : [`Host: ${host}`];
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const pieces: Buffer[] = [];
    const done = (): void => {
      const text = Buffer.concat(pieces).toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const head = end < 0 ? text : text.slice(0, end);
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0), headers: head, body: text.slice(end + 4) });
    };
    socket.on('data', (piece) => pieces.push(piece));
    socket.on('close', done);
    // The program may answer and close before it has read everything.
    socket.on('error', () => undefined);
    socket.write([`${line} HTTP/1.1`, ...own, 'Connection: close', ...headers, '', ''].join('\r\n'), 'latin1');
    if (body.length > 0) socket.write(body);
  });
}

/** The status that a JSON body is answered with when it comes from this address of the machine. */
export async function postFrom(localAddress: string, url: string, body: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const asked = request(url, { method: 'POST', localAddress, headers: { ...headers, origin: new URL(url).origin } });
  asked.end(body);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
}
