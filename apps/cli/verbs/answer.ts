import { EXIT, type ExitCode } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';

/** Every verb has `--json`: the answer itself, one document, instead of its text for people. */
export interface AnswerOptions {
  readonly json?: boolean;
}

export async function answer(
  around: Surroundings,
  { json }: AnswerOptions,
  document: unknown,
  text: () => string,
): Promise<ExitCode> {
  await around.write(json ? `${JSON.stringify(document)}\n` : text());
  return EXIT.done;
}
