import { type ExitCode } from '../exit-codes.js';
import { pathOf } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { withNameInFull } from '../text/person-name.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { orMissing } from './missing.js';
import { sendCommand } from './send.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

/** Where a trajectory stands. */
export function showTrajectory(id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = (await program.get(pathOf('trajectories', id))) as Readonly<Record<string, unknown>>;
    return answer(around, options, found, () => factsText(withNameInFull(found)));
  });
}

/** What happened on a trajectory, in its order; what was put right or taken back stays, and says so. */
export function showTimeline(id: string, options: PageOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get(pathOf('trajectories', id, 'timeline'), pageOf(options));
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['revision', 'Nr', 'right'],
          ['occurredAt', 'Happened'],
          ['type', 'What'],
          ['actor', 'By'],
          ['data', 'Details'],
          ['erased', 'Erased'],
          ['struck', 'Put right'],
        ],
        'Nothing has happened on this trajectory.',
      ),
    );
  });
}

export interface ActingOptions extends AnswerOptions {
  readonly as?: string;
}

/** Who somebody is and how to reach them. */
export function showContact(id: string, options: ActingOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const found = await orMissing(program.get(pathOf('trajectories', id, 'contact'), {}, headers), ...noContact(id));
    return answer(around, options, found, () => factsText(found));
  });
}

const noContact = (id: string): readonly [string, string] => [
  'contact-unknown',
  `There is no trajectory ${id} whose person you may read of; check the id, and --as. A quality officer reads it of whoever has asked for one of their rights.`,
];

/** Who waits for whom; a participant is shown what waits for the coach alone. */
export function showWaiting(id: string, options: ActingOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const found = await program.get(pathOf('trajectories', id, 'waiting'), {}, headers);
    return answer(around, options, found, () => factsText(found));
  });
}

/** How often somebody did not come, for their coach and themselves. */
export function showNoShows(id: string, options: ActingOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const found = await program.get(pathOf('trajectories', id, 'no-shows'), {}, headers);
    return answer(around, options, found, () => factsText(found));
  });
}

export interface PhaseOptions extends AnswerOptions {
  readonly reason: string;
  readonly key?: string;
  readonly as?: string;
}

/** Skips a phase or opens it again; the answer is that of the command. */
export function decidePhase(
  command: 'skip-phase' | 'reopen-phase',
  id: string,
  phaseId: string,
  { reason, ...options }: PhaseOptions,
  around: Surroundings,
): Promise<ExitCode> {
  return sendCommand('trajectory', id, command, { ...options, data: JSON.stringify({ phaseId, reason }) }, around);
}
