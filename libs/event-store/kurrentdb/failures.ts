import { ErrorType } from '@kurrent/kurrentdb-client';
import { EventStoreAwayError } from '@overstap/kernel';

/** The server did not answer in time. Of an append nobody knows whether it is stored. */
export class NoAnswerError extends Error {}

/** The position lies behind the end of the log: the log was restored from an older backup, or wiped. */
export class BeyondTheLogError extends Error {
  constructor() {
    super(
      'This position lies beyond the end of the log in KurrentDB: the log was restored from an older backup, or is another one. ' +
        'Nothing is read, because what is missing would be skipped in silence. Stop every process of the program, and bring back the newer log, or restore ' +
        'PostgreSQL from the same stop as KurrentDB.',
    );
  }
}

const CANCELLED = 1;
const UNAVAILABLE = 14;
const PASSING: readonly unknown[] = [
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.TIMEOUT,
  ErrorType.NOT_LEADER,
];

const typeOf = (error: unknown): unknown => (error as { readonly type?: unknown } | undefined)?.type;

/** While the server is down, an append throws a plain `Error` with a code and no type. */
const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code;

/** No node of a cluster could be asked which one leads: a plain `Error` with neither. */
const foundNoNode = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Failed to discover after ');

/** Whether the same call may succeed later. */
export const isPassing = (error: unknown): boolean =>
  error instanceof NoAnswerError ||
  foundNoNode(error) ||
  PASSING.includes(typeOf(error)) ||
  [CANCELLED, UNAVAILABLE].some((code) => codeOf(error) === code);

/** What callers are told who neither know the client nor try again by themselves. */
export async function orAway<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isPassing(error)) throw error;
    throw new EventStoreAwayError(`KurrentDB is away: ${what} was not answered. Start it, or wait until it is back.`, {
      cause: error,
    });
  }
}

export const isOf = (error: unknown, ...types: readonly ErrorType[]): boolean =>
  types.some((type) => type === typeOf(error));

/**
 * The client does not keep to deadlines: a frozen server is noticed by nobody else. Work that says when it moves is given so long from each time on: a
 * server that answers slowly is not frozen.
 */
export async function inTime<T>(
  ms: number,
  what: string,
  work: Promise<T> | ((moved: () => void) => Promise<T>),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswerError(`KurrentDB did not answer ${what} within ${ms} ms.`)), ms);
  });
  const moved = (): void => void timer?.refresh();
  const running = typeof work === 'function' ? (async () => work(moved))() : work;
  running.catch(() => undefined);
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
    // One that has fired would be wound up again by work that goes on.
    timer = undefined;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
