import { answerDueLine } from '@overstap/calendar';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { type Surroundings } from '../surroundings.js';
import { inputOf } from '../text/files.js';

/** Answers are handed on in pieces of about this many characters. */
const PIECE = 65_536;

/** One answer per line, in the order of the questions; blank lines are passed over. Holds one line at a time, however long the file. */
export async function answerBatch(file: string, around: Surroundings): Promise<ExitCode> {
  let wrong = 0;
  let pending = '';
  for await (const line of linesOf(inputOf(file, around))) {
    if (line.trim() === '') continue;
    const answer = answerDueLine(line);
    if ('error' in answer) wrong += 1;
    pending += `${JSON.stringify(answer)}\n`;
    if (pending.length < PIECE) continue;
    await around.write(pending);
    pending = '';
  }
  if (pending) await around.write(pending);
  if (wrong === 0) return EXIT.done;
  around.say(`${wrong} ${wrong === 1 ? 'line has' : 'lines have'} no answer; "error" in its place says why.`);
  return EXIT.someRefused;
}

/** The lines of a stream of UTF-8, whatever pieces it comes in, without their ends and without a byte-order mark. */
export async function* linesOf(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of input) {
    const text = typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
    if (!text.includes('\n')) {
      rest += text;
      continue;
    }
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line;
  }
  rest += decoder.decode();
  if (rest) yield rest;
}
