/** What a script sees of a command: part of the interfaces that stay. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, someRefused: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** One thing that is wrong, as `--json` shows it: a rule by its stable name, and where it is broken. */
export interface CliProblem {
  readonly rule: string;
  readonly message: string;
  /** Of a request: dotted path, or the option. */
  readonly field?: string;
  /** Another file than the one that was named, such as a block that it builds on. */
  readonly file?: string;
  /** Of a file, from 1. */
  readonly line?: number;
  readonly column?: string | null;
}

/** Ends a verb: the message for people goes to standard error, the problems to standard output when `--json` asks for them. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly problems: readonly CliProblem[] = [{ rule: 'failed', message }],
    readonly exitCode: ExitCode = EXIT.failed,
  ) {
    super(message);
  }
}

/** The command line itself is wrong. `option` is what to correct, the message says what to write. */
export class WrongUsage extends Failure {
  constructor(option: string, message: string) {
    super(message, [{ field: option, rule: 'usage', message }], EXIT.wrongUsage);
  }
}
