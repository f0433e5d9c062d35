import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ExitCode, Failure, WrongUsage } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface AccessLogOptions extends PageOptions {
  readonly participant?: string;
  readonly trajectory?: string;
  readonly role?: string;
  readonly ref?: string;
  readonly route?: string;
  readonly from?: string;
  readonly to?: string;
}
export interface MyAccessLogOptions extends PageOptions {
  readonly as?: string;
  readonly days?: string;
}

/** Who read what of whom, for whoever guards it. */
export function showAccessLog(options: AccessLogOptions, around: Surroundings): Promise<ExitCode> {
  const { participant, trajectory, role, ref, route, from, to } = options;
  const wanted = { participant, trajectory, role, ref, route, from, to, ...pageOf(options) };
  return withProgram(around, async (program) => {
    const page = await program.get('/access-log', wanted);
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['at', 'At'],
          ['role', 'Role'],
          ['ref', 'Who'],
          ['account', 'Account'],
          ['via', 'By'],
          ['route', 'Read'],
          ['shown', 'Classes'],
          ['participants', 'Participants'],
          ['trajectories', 'Trajectories'],
        ],
        'Nothing was read.',
      ),
    );
  });
}

/** Who looked at what about one person, per day. */
export function showMine(options: MyAccessLogOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  // Whoever sits at the machine is nobody's participant: what is asked of them alone would look as if nobody had looked.
  if (!options.as?.startsWith('PARTICIPANT:'))
    throw new WrongUsage(
      '--as',
      '--as says whose it is: write --as PARTICIPANT:<id>. What was read of everybody: overstap access-log, of one person with --participant <id>.',
    );
  return withProgram(around, async (program) => {
    const page = await program.get('/my/access-log', { days: options.days, ...pageOf(options) }, headers);
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['day', 'Day'],
          ['said.en', 'What was looked at'],
        ],
        'Nobody looked at anything about this person.',
      ),
    );
  });
}

export interface ExportOptions extends AnswerOptions {
  readonly as?: string;
  readonly pdf?: string;
  readonly language: string;
}

/** A copy of everything about a person: the JSON itself, or a PDF in a file that did not exist. */
export function exportPerson(participant: string, options: ExportOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  const { pdf, language } = options;
  return withProgram(around, async (program) => {
    const made = await program.post(pathOf('participants', participant, 'files'), {}, { headers });
    const { id } = made as { readonly id?: string };
    const path = pathOf('participants', participant, 'files', String(id));
    if (pdf === undefined) {
      const file = await program.get(path, {}, headers);
      return answer(around, options, file, () => `${JSON.stringify(file, undefined, 2)}\n`);
    }
    const bytes = await program.getBytes(path, { format: 'pdf', language }, headers);
    const target = resolve(around.directory, pdf);
    await writeFile(target, bytes, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      throw new Failure(
        `${target} could not be written (${(error as NodeJS.ErrnoException).code}); name another file.`,
      );
    });
    return answer(around, options, { ...(made as object), file: target }, () => `The copy is in ${target}.\n`);
  });
}

export interface PreviewOptions extends PageOptions {
  readonly days?: string;
}
export interface HoldOptions extends AnswerOptions {
  readonly reason: string;
}

/** Which categories of whose data will be destroyed, and which a legal hold keeps. */
export function previewRetention(options: PreviewOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get('/retention/preview', { days: options.days, ...pageOf(options) });
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['until', 'Kept until'],
          ['participant', 'Participant'],
          ['class', 'What'],
          ['held', 'Held'],
        ],
        'Nothing will be destroyed in that time.',
      ),
    );
  });
}

/** Places a legal hold on everything of a person, or releases it. */
export function holdRetention(
  verb: 'hold' | 'release',
  participant: string,
  { reason, ...options }: HoldOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const command = verb === 'hold' ? 'place-retention-hold' : 'release-retention-hold';
  return withProgram(around, async (program) => {
    const done = await program.post(pathOf('participants', participant, command), { reason });
    return answer(around, options, done, () =>
      verb === 'hold'
        ? `Nothing of participant ${participant} is destroyed until it is released.\n`
        : `What is kept no longer of participant ${participant} is destroyed again on its day.\n`,
    );
  });
}
