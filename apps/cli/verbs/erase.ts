import { type ExitCode } from '../exit-codes.js';
import { pathOf } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { answer, type AnswerOptions } from './answer.js';

/** Destroys the keys of a person's data: what happened stays countable, who it was is gone for good. */
export function erase(
  participant: string,
  options: AnswerOptions & { readonly reason: string },
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const erased = await program.post(pathOf('participants', participant, 'erase'), { reason: options.reason });
    return answer(around, options, erased, () => `The data of participant ${participant} is erased for good.\n`);
  });
}
