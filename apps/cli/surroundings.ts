import { type Transport } from './program/transport.js';

/** A program started for the length of one command. */
export interface StartedProgram {
  readonly url: string;
  stop(): Promise<void>;
}

/** Everything a verb touches outside itself. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths are meant from here. */
  readonly directory: string;
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Answers alone go here. Resolves when more can be written. */
  write(text: string): Promise<void>;
  /** One message to whoever watches. */
  say(message: string): void;
  readonly transport: Transport;
  /** Starts the embedded program on the data directory. */
  startProgram(): Promise<StartedProgram>;
  /** Registers what must happen before the process may end, also when it is interrupted; the answer takes that back. */
  beforeEnd(stop: () => Promise<void>): () => void;
}
