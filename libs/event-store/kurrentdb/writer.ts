import {
  type AppendResult as ClientResult,
  type AppendStreamState,
  ErrorType,
  type EventData,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { backOff, EventStoreAwayError } from '@overstap/kernel';
import { InvalidAppendError } from '../append-limits.js';
import { capabilitiesOf } from './capabilities.js';
import { inTime, isOf, isPassing, NoAnswerError, pause } from './failures.js';
import { type Place } from './place.js';
import { type RenewableClient } from './renewable-client.js';

export type Written = { readonly revision: number; readonly place: Place } | 'conflict';

const RETRY_MS = { first: 50, most: 2000 };
/**
 * The client queues what is beyond the 16 messages that its stream takes, and when the connection breaks, each of those ends the process as a
 * rejection that nobody can handle. So no more than that are under way.
 */
const MOST_UNDER_WAY = 16;

/**
 * A deadline is sent as a moment of this machine's clock, and a server whose own clock is past it refuses the append, each time. The server gives up by
 * itself after its `WriteTimeoutMs`, and here `inTime` does. The client makes a year of it.
 */
const NEVER = Infinity;

/** Sends appends until the server says what became of them, under the ids and the revision that they were first sent with. */
export class Writer {
  #warmed: { readonly client: KurrentDBClient; readonly isWarm: Promise<boolean> } | undefined;
  #free = MOST_UNDER_WAY;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly client: RenewableClient,
    private readonly options: {
      readonly timeoutMs: number;
      /** How long an append is sent again before the caller is told. */
      readonly giveUpMs: number;
      readonly onTrouble: (error: unknown) => void;
    },
  ) {}

  /** Throws InvalidAppendError for what can never be stored, and EventStoreAwayError, with what the server said last, when it was away for too long. */
  async write(name: string, events: readonly EventData[], streamState: AppendStreamState): Promise<Written> {
    const until = performance.now() + this.options.giveUpMs;
    for (let failures = 0; ; failures++) {
      try {
        const result = await this.#inTurn(() => this.#send(name, events, streamState));
        if (!result.position)
          throw new InvalidAppendError(
            `The append to ${name} repeats events that were deleted in KurrentDB; nothing was stored.`,
          );
        return { revision: Number(result.nextExpectedRevision), place: result.position };
      } catch (error) {
        if (isOf(error, ErrorType.WRONG_EXPECTED_VERSION)) return 'conflict';
        if (isOf(error, ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED, ErrorType.STREAM_DELETED, ErrorType.STREAM_TOMBSTONED))
          throw new InvalidAppendError(`${reasonOf(error)} (${name}); nothing was stored.`, { cause: error });
        if (!isPassing(error)) throw error;
        this.options.onTrouble(error);
        const wait = backOff(RETRY_MS, failures);
        if (performance.now() + wait > until)
          throw new EventStoreAwayError(
            `KurrentDB is away; whether the append to ${name} is stored is not known. Send the same command again.`,
            { cause: error },
          );
        await pause(wait);
      }
    }
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  /** Many appends at once on a cold connection hang: one goes ahead, the others follow when it was answered. */
  async #send(name: string, events: readonly EventData[], streamState: AppendStreamState): Promise<ClientResult> {
    for (;;) {
      const client = this.client.current;
      const warmed = this.#warmed;
      if (warmed?.client !== client) {
        const sent = this.#sendOn(client, name, events, streamState);
        const isWarm = sent.then(
          () => true,
          (error: unknown) => !isPassing(error),
        );
        this.#warmed = { client, isWarm };
        return sent;
      }
      if ((await warmed.isWarm) && this.client.current === client)
        return this.#sendOn(client, name, events, streamState);
      if (this.#warmed === warmed) this.#warmed = undefined;
    }
  }

  async #sendOn(
    client: KurrentDBClient,
    name: string,
    events: readonly EventData[],
    streamState: AppendStreamState,
  ): Promise<ClientResult> {
    const { timeoutMs } = this.options;
    try {
      await capabilitiesOf(this.client, client, timeoutMs);
      const sent = client.appendToStream(name, [...events], { streamState, deadline: NEVER });
      return await inTime(timeoutMs, `an append to ${name}`, sent);
    } catch (error) {
      // The client connects anew: it is cold again.
      if (isPassing(error) && this.#warmed?.client === client) this.#warmed = undefined;
      if (error instanceof NoAnswerError) this.client.renew(client);
      throw error;
    }
  }
}

const reasonOf = (error: unknown): string =>
  isOf(error, ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED)
    ? 'KurrentDB is set to take less in one append than this one holds'
    : 'The stream was deleted in KurrentDB for good, and takes no events';
