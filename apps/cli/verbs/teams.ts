import { type ExitCode } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { itemsOf, rowsText } from '../text/shown.js';
import { answer, type AnswerOptions } from './answer.js';
import { orMissing } from './missing.js';

export function listTeams(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.get('/teams');
    return answer(around, options, found, () =>
      rowsText(
        itemsOf(found).map((each) => ({ ...each, coaches: [each['coaches']].flat().join(', ') })),
        [
          ['team', 'Team'],
          ['name', 'Name'],
          ['leads', 'Leads', 'right'],
          ['coaches', 'Coaches'],
        ],
        'There is no team yet. Create one: overstap team create ID NAME.',
      ),
    );
  });
}

export function createTeam(
  teamId: string,
  name: string,
  options: AnswerOptions,
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const created = await program.post(pathOf('agencies', 'default', 'create-team'), { teamId, name });
    const isNews = itemsOf(created, 'events').length > 0;
    return answer(around, options, created, () =>
      isNews
        ? `Created; put coaches in it with: overstap team put ${teamId} COACH\n`
        : `The team ${teamId} was there already; nothing was changed.\n`,
    );
  });
}

export const putInTeam = (
  teamId: string,
  coach: string,
  options: AnswerOptions,
  around: Surroundings,
): Promise<ExitCode> => change(coach, 'put-coach-in-team', { teamId }, `is in ${teamId}`, options, around);

export const takeOutOfTeam = (coach: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> =>
  change(coach, 'take-coach-out-of-team', {}, 'is in no team', options, around);

function change(
  coach: string,
  command: string,
  body: object,
  outcome: string,
  options: AnswerOptions,
  around: Surroundings,
): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const done = await orMissing(
      program.post(pathOf('coaches', coach, command), body),
      'coach-unknown',
      `There is no coach ${coach}; check the id.`,
    );
    const isNews = itemsOf(done, 'events').length > 0;
    return answer(around, options, done, () =>
      isNews ? `Coach ${coach} ${outcome} now.\n` : `Coach ${coach} ${outcome} already; nothing was changed.\n`,
    );
  });
}
