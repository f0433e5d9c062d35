import { type LoggerService } from '@nestjs/common';
import { destination, pino, type DestinationStream } from 'pino';
import { OperatorError } from './operator-error.js';
import { type LogLevel } from './settings.js';

/**
 * All that a log line may carry beside its text: ids, counts and durations. Names, addresses, notes and payloads have no field
 * here, so they cannot be logged by oversight.
 */
export interface LogFields {
  readonly tenant?: string;
  readonly stream?: string;
  readonly position?: string;
  readonly type?: string;
  readonly command?: string;
  readonly correlation?: string;
  readonly programme?: string;
  readonly trajectory?: string;
  readonly projection?: string;
  readonly job?: string;
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly count?: number;
  /** Duration in milliseconds. */
  readonly ms?: number;
  readonly pid?: number;
  readonly port?: number;
  /** Where a server beside the program is, with its port; never with who signs in there. */
  readonly host?: string;
  readonly context?: string;
  /** The last link of a chain of hashes. */
  readonly root?: string;
}

export interface Logger {
  /** `message` is a fixed text, never made of what somebody typed. */
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields, error?: unknown): void;
  error(message: string, fields?: LogFields, error?: unknown): void;
}

/** JSON lines on standard error (standard output belongs to the command line's answers), or on the stream given. */
export function createLogger(level: LogLevel, stream: DestinationStream = destination({ fd: 2, sync: false })): Logger {
  const log = pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, stream);
  const write =
    (as: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}, error?: unknown): void =>
      log[as]({ ...fields, ...(error === undefined ? {} : { error: describeError(error) }) }, message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

export interface ErrorDescription {
  readonly kind: string;
  readonly code?: string;
  /** Only of errors whose text is known to be free of personal data. */
  readonly message?: string;
  readonly frames: readonly string[];
}

/**
 * An error without what it may quote: drivers and parsers put values into their messages (`invalid input syntax for type
 * date: "…"`). The text is kept of our own errors for operators and of the operating system's.
 */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { kind: typeof error, frames: [] };
  const { code, syscall } = error as NodeJS.ErrnoException;
  const mayShow = error instanceof OperatorError || syscall !== undefined;
  return {
    kind: error.constructor.name,
    ...(code !== undefined && { code: String(code) }),
    ...(mayShow && { message: error.message }),
    frames: framesOf(error.stack ?? ''),
  };
}

const framesOf = (stack: string): string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .slice(0, 12);

/** Nest's own messages as log lines. What it reports as an error comes from a request and loses its text. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** Nest tells of every route and module that it sets up: for whoever looks for it. */
  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), contextOf(rest));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), contextOf(rest));
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(textOf(message), contextOf(rest));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(textOf(message), contextOf(rest));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    const stack = rest.find((part): part is string => typeof part === 'string' && /\n\s+at /.test(part));
    const others = rest.filter((part) => part !== stack);
    if (message instanceof Error) return this.logger.error('Nest reported an error', contextOf(others), message);
    const error = new Error();
    error.stack = stack ?? '';
    this.logger.error('Nest reported an error', contextOf(others), error);
  }
}

const textOf = (message: unknown): string => (typeof message === 'string' ? message : 'Nest logged an object');

/** Nest passes the name of the class that logs as the last argument. */
function contextOf(rest: readonly unknown[]): LogFields {
  const last = rest.at(-1);
  return typeof last === 'string' ? { context: last } : {};
}
