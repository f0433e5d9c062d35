import { type ExitCode, WrongUsage } from '../exit-codes.js';
import { pathOf } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { answer, type AnswerOptions } from './answer.js';

export interface ReleaseOptions extends AnswerOptions {
  readonly programme: string;
  readonly on?: string;
}

/** Invites everybody of a wave, today or on the day given. */
export function releaseWave(wave: string, options: ReleaseOptions, around: Surroundings): Promise<ExitCode> {
  if (!/^[1-9]\d{0,3}$/.test(wave))
    throw new WrongUsage('wave', 'The wave is a number from 1: write overstap wave release 1 --programme CODE.');
  const { programme, on } = options;
  return withProgram(around, async (program) => {
    const released = await program.post(
      pathOf('programmes', programme, 'waves', wave, 'release'),
      on === undefined ? {} : { inviteOn: on },
    );
    const { invited } = released as { readonly invited?: number };
    return answer(
      around,
      options,
      released,
      () =>
        `Wave ${wave} is released${invited === undefined ? '' : `: ${invited} ${invited === 1 ? 'person' : 'people'} invited`}${on === undefined ? '' : ` as of ${on}`}.\n`,
    );
  });
}
