import { type ExitCode, WrongUsage } from '../exit-codes.js';
import { pathOf } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { answer, type AnswerOptions } from './answer.js';
import { orMissing } from './missing.js';

export interface WaveOptions extends AnswerOptions {
  readonly programme: string;
}

export interface ReleaseOptions extends WaveOptions {
  readonly on?: string;
  /** False by `--no-wait`. */
  readonly wait?: boolean;
}

interface Progress {
  readonly people?: number;
  readonly invited?: number;
  readonly passedOver?: number;
  readonly released?: boolean;
  readonly complete?: boolean;
  readonly stuck?: string;
  readonly invitedBefore?: number;
  readonly releasedBefore?: string;
}

const LOOK_EVERY_MS = 1_000;

/** Invites everybody of a wave, today or on the day given, and waits until everybody is. */
export function releaseWave(wave: string, options: ReleaseOptions, around: Surroundings): Promise<ExitCode> {
  checkWave(wave, 'release');
  const { programme, on } = options;
  return withProgram(around, async (program) => {
    const path = pathOf('programmes', programme, 'waves', wave);
    const sent = program.post(`${path}/release`, on === undefined ? {} : { inviteOn: on });
    const released = (await orMissing(sent, ...noWave(wave, programme))) as Progress;
    const { releasedBefore, invitedBefore = 0 } = released;
    let progress = released;
    let told = '';
    while (progress.complete === false && options.wait !== false) {
      const line = soFar(progress);
      if (line !== told) around.say(line);
      told = line;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      progress = { ...released, ...((await program.look(path)) as Progress) };
    }
    const first =
      releasedBefore === undefined
        ? `Wave ${wave} is released${progress.invited === undefined ? '' : `: ${soFar(progress)}`}${on === undefined ? '' : ` as of ${on}`}` +
          (invitedBefore > 0 ? `; ${invitedBefore} of them had been invited before` : '')
        : `Wave ${wave} was released before, as of ${releasedBefore}, and nobody is invited twice: ${soFar(progress)}`;
    return answer(
      around,
      options,
      progress,
      () =>
        `${first}.\n` +
        (progress.complete === false ? `Watch it: overstap wave show ${wave} --programme ${programme}\n` : ''),
    );
  });
}

/** How far the invitations of a wave are. */
export function showWave(wave: string, options: WaveOptions, around: Surroundings): Promise<ExitCode> {
  checkWave(wave, 'show');
  return withProgram(around, async (program) => {
    const { programme } = options;
    const asked = program.get(pathOf('programmes', programme, 'waves', wave));
    const progress = (await orMissing(asked, ...noWave(wave, programme))) as Progress;
    return answer(around, options, progress, () =>
      progress.released
        ? `Wave ${wave}: ${soFar(progress)}${progress.complete ? '' : '; under way'}.\n`
        : `Wave ${wave} is not released: ${progress.people} people wait.\n`,
    );
  });
}

const noWave = (wave: string, programme: string): readonly [string, string] => [
  'wave-unknown',
  `Nobody of programme ${programme} is in wave ${wave}, or there is no such programme; overstap programme list shows the programmes.`,
];

function soFar({ people, invited = 0, passedOver = 0, complete, stuck }: Progress): string {
  const counted = `${invited} ${invited === 1 ? 'person' : 'people'} invited`;
  return (
    (complete === false ? `${invited} of ${people} people invited` : counted) +
    (passedOver > 0 ? `, ${passedOver} passed over who declined or were closed` : '') +
    (stuck === undefined ? '' : ` (stands still for the moment: ${stuck})`)
  );
}

function checkWave(wave: string, verb: 'release' | 'show'): void {
  if (!/^[1-9]\d{0,3}$/.test(wave))
    throw new WrongUsage('wave', `The wave is a number from 1: write overstap wave ${verb} 1 --programme CODE.`);
}
