import { answerDue } from '@overstap/calendar';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';
import { answerBatch } from './due-batch.js';
import { type DueOptions, dueRequestOf, refuseBesideBatch, usageOf } from './due-options.js';
import { dueText } from './due-text.js';

/** `overstap due`: one question with its reasons, or a file of questions. Starts nothing. */
export async function due(options: DueOptions, around: Surroundings): Promise<ExitCode> {
  if (options.batch !== undefined) {
    refuseBesideBatch(options);
    return answerBatch(options.batch, around);
  }
  const request = dueRequestOf(options);
  const answer = answerDue(request);
  if ('error' in answer) throw usageOf(answer);
  await around.write(options.json ? `${JSON.stringify(answer)}\n` : dueText(answer, request.calendar));
  return EXIT.done;
}
