import { type Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { securityHeaders } from '../access/security-headers.js';
import { PROBLEM_TYPE } from './problem-filter.js';
import { problem, type ProblemError } from './problem.js';

const UNREADABLE = problem(
  400,
  'malformed-request',
  'The request cannot be read; its headers may hold visible characters of ASCII, spaces and tabs alone.',
);
const TOO_LARGE = problem(
  431,
  'headers-too-large',
  'The headers are larger than 16 KiB; send less, such as fewer cookies.',
);
const TOO_SLOW = problem(408, 'request-timeout', 'The request took too long to arrive; send it again.');

/** By the code that Node gives. */
const KNOWN: Readonly<Record<string, ProblemError>> = {
  HPE_HEADER_OVERFLOW: TOO_LARGE,
  ERR_HTTP_REQUEST_TIMEOUT: TOO_SLOW,
};

/**
 * Answers what is no request of HTTP, and so comes to no route, no door and no filter: a problem document that repeats nothing of what was sent, and
 * an end to the connection, on which whatever follows cannot be told from it.
 */
export const answerUnreadable =
  (secure: boolean) =>
  ({ code = '' }: NodeJS.ErrnoException, socket: Socket): void => {
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { problem: document } = KNOWN[code] ?? UNREADABLE;
    const body = JSON.stringify(document);
    const headers = {
      ...securityHeaders('', secure),
      'content-type': PROBLEM_TYPE,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\n${head.join('')}\r\n${body}`, () =>
      socket.destroy(),
    );
  };
