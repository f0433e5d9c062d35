import { randomUUID } from 'node:crypto';
import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';

export interface ActingOptions extends AnswerOptions {
  readonly as?: string;
}
export interface AskOptions extends ActingOptions {
  readonly kind: string;
  readonly wrong?: string;
  readonly about?: string;
  readonly receivedOn?: string;
}
export interface FulfilOptions extends ActingOptions {
  readonly correction: readonly string[];
  readonly trajectory?: string;
}

/** What a person asked for, by when it is to be answered, and what became of it. */
export function listRequests(participant: string, options: ActingOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const rights = await program.get(pathOf('participants', participant, 'rights'), {}, actingAs(options.as));
    const { requests } = rights as { readonly requests: readonly Readonly<Record<string, unknown>>[] };
    return answer(around, options, { items: requests }, () =>
      rowsText(
        requests,
        [
          ['requestId', 'Request'],
          ['kind', 'Asks for'],
          ['receivedOn', 'Received'],
          ['dueOn', 'Due'],
          ['wrong', 'What is wrong'],
          ['answeredOn', 'Answered'],
          ['corrections', 'Put right by'],
          ['refusedFor', 'Refused because'],
        ],
        'This person asked for nothing.',
      ),
    );
  });
}

/** Records a request under an id of its own, which the answer says. */
export function askRequest(participant: string, options: AskOptions, around: Surroundings): Promise<ExitCode> {
  const { kind, wrong, about, receivedOn } = options;
  const requestId = `r-${randomUUID()}`;
  const body = { requestId, kind, wrong, about, receivedOn };
  return withProgram(around, async (program) => {
    const path = pathOf('participants', participant, 'receive-subject-request');
    const done = await program.post(path, body, { headers: actingAs(options.as) });
    return answer(
      around,
      options,
      { ...(done as object), requestId },
      () => `The request is recorded as ${requestId}.\n`,
    );
  });
}

/** Closes a request as answered; one to put something right by the events that did so. */
export function fulfilRequest(
  participant: string,
  requestId: string,
  options: FulfilOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { correction, trajectory } = options;
  const body = { requestId, trajectory, ...(correction.length > 0 ? { corrections: correction } : {}) };
  return withProgram(around, async (program) => {
    const path = pathOf('participants', participant, 'fulfil-subject-request');
    const done = await program.post(path, body, { headers: actingAs(options.as) });
    return answer(around, options, done, () => `Request ${requestId} is answered.\n`);
  });
}

/** Closes a request as refused; the person is told and reads why. */
export function refuseRequest(
  participant: string,
  requestId: string,
  { reason, ...options }: AnswerOptions & { readonly reason: string },
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const path = pathOf('participants', participant, 'refuse-subject-request');
    const done = await program.post(path, { requestId, reason });
    return answer(around, options, done, () => `Request ${requestId} is refused; the person is told.\n`);
  });
}
