import { EventStoreAwayError } from '@overstap/kernel';

/** What a database that cannot do its work says: it is away (starting, stopping, out of connections, gone), or its disk is full. */
export type DatabaseTrouble = 'away' | 'full';

const FULL = /^(53100|ENOSPC|EDQUOT)$/;
/** SQLSTATE classes of the connection (but for words that the program got wrong), of scarce resources, of an operator's doing, and of transactions that stood in each other's way. */
const AWAY = /^(08(?!P01)|40|53|57P)[0-9A-Z]{2,3}$/;
/** What the socket says; `ENOENT` is a socket's file that is not there, of a call of that name alone. */
const SOCKET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EAGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'],
]);
const CALLS = new Set(['connect', 'read', 'write']);
/** The name of a container that does not run is known to nobody. */
const NAMELESS = new Set(['ENOTFOUND', 'EAI_AGAIN']);
const WORDS =
  /^(Connection terminated|timeout expired$|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/;

/** Of PostgreSQL and of an event store beside it. Undefined for any other error: then something is wrong with what was asked, or with the program. */
export function databaseTrouble(error: unknown): DatabaseTrouble | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof EventStoreAwayError) return 'away';
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown };
  if (typeof code === 'string') {
    if (FULL.test(code)) return 'full';
    if (syscall === 'getaddrinfo') return NAMELESS.has(code) ? 'away' : undefined;
    if (typeof syscall === 'string') return SOCKET.has(code) && CALLS.has(syscall) ? 'away' : undefined;
    return AWAY.test(code) ? 'away' : undefined;
  }
  // `localhost` has two addresses: each refusal is in it.
  if (error instanceof AggregateError)
    return error.errors.map(databaseTrouble).find((trouble) => trouble !== undefined);
  return WORDS.test(error.message) ? 'away' : undefined;
}
