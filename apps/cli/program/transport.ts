import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds until the answer must have begun; absent: as long as it takes. */
  readonly within?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
  /** As they came, where that is not text. */
  readonly bytes?: Uint8Array;
}

export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

/** Plain HTTP without the five minutes after which `fetch` gives up: moving a clock by a year may take longer. */
export const httpTransport: Transport = ({ method, url, headers = {}, body, within }) =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = send(url, { method, headers: { ...headers, ...length }, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: bytes.toString('utf8'), bytes });
      });
    });
    if (within !== undefined) request.setTimeout(within, () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });
