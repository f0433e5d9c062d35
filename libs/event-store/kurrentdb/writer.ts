import {
  type AppendResult as ClientResult,
  type AppendStreamState,
  ErrorType,
  type EventData,
  type KurrentDBClient,
} from '@kurrent/kurrentdb-client';
import { InvalidAppendError } from '../append-limits.js';
import { backOff, inTime, isOf, isPassing, NoAnswerError, pause } from './failures.js';
import { type Place } from './place.js';
import { type RenewableClient } from './renewable-client.js';

export type Written = { readonly revision: number; readonly place: Place } | 'conflict';

const RETRY_MS = { first: 50, most: 2000 };

/** Sends appends until the server says what became of them, under the ids and the revision that they were first sent with. */
export class Writer {
  #warmed: { readonly client: KurrentDBClient; readonly first: Promise<unknown> } | undefined;

  constructor(
    private readonly client: RenewableClient,
    private readonly options: {
      readonly timeoutMs: number;
      /** How long an append is sent again before the caller is told. */
      readonly giveUpMs: number;
      readonly onTrouble: (error: unknown) => void;
    },
  ) {}

  /** Throws InvalidAppendError for what can never be stored, and what the server said last when it was away for too long. */
  async write(name: string, events: readonly EventData[], streamState: AppendStreamState): Promise<Written> {
    const until = performance.now() + this.options.giveUpMs;
    for (let failures = 0; ; failures++) {
      const client = this.client.current;
      try {
        const result = await this.#send(client, name, events, streamState);
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
        this.#warmed = undefined;
        if (error instanceof NoAnswerError) this.client.renew(client);
        this.options.onTrouble(error);
        const wait = backOff(RETRY_MS, failures);
        if (performance.now() + wait > until)
          throw new Error(
            `KurrentDB is away; whether the append to ${name} is stored is not known. Send the same command again.`,
            { cause: error },
          );
        await pause(wait);
      }
    }
  }

  /** Many appends at once on a cold connection hang: one goes ahead, the others follow when it was answered. */
  async #send(
    client: KurrentDBClient,
    name: string,
    events: readonly EventData[],
    streamState: AppendStreamState,
  ): Promise<ClientResult> {
    const send = (): Promise<ClientResult> =>
      inTime(
        this.options.timeoutMs,
        `an append to ${name}`,
        client.appendToStream(name, [...events], { streamState, deadline: this.options.timeoutMs }),
      );
    const warmed = this.#warmed;
    if (warmed?.client === client) {
      await warmed.first;
      return send();
    }
    const sent = send();
    this.#warmed = { client, first: sent.catch(() => undefined) };
    return sent;
  }
}

const reasonOf = (error: unknown): string =>
  isOf(error, ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED)
    ? 'KurrentDB is set to take less in one append than this one holds'
    : 'The stream was deleted in KurrentDB for good, and takes no events';
