import { type ExitCode, WrongUsage } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { withNameInFull } from '../text/person-name.js';
import { cellOf, itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { noTrajectory, orMissing } from './missing.js';
import { answer, type AnswerOptions } from './answer.js';

export interface CaseloadOptions extends AnswerOptions {
  readonly as?: string;
}
export interface MatchOptions extends AnswerOptions {
  readonly specialism?: string;
  readonly region?: string;
  readonly language?: string;
  readonly level?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a coach has on their hands. */
export function showCaseload(id: string, options: CaseloadOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const found = (await orMissing(
      program.get(pathOf('coaches', id, 'caseload'), {}, headers),
      'coach-unknown',
      `There is no coach ${id}; check the id.`,
    )) as Fields;
    return answer(around, options, found, () => {
      const { name, coachId, on, load, capacity, free } = found;
      const whose = `${cellOf(name ?? coachId)}, ${cellOf(on)}: ${cellOf(load)} of ${cellOf(capacity)}, ${cellOf(free)} free\n`;
      const lines = rowsText(
        itemsOf(found, 'trajectories').map(withNameInFull),
        [
          ['name', 'Name'],
          ['trajectory', 'Trajectory'],
          ['programme', 'Programme'],
          ['status', 'Status'],
          ['phase', 'Phase'],
          ['weight', 'Weight', 'right'],
          ['standsInFor', 'Stands in for'],
          ['doneBy', 'Done by'],
        ],
        'This coach has nobody.',
      );
      return whose + lines;
    });
  });
}

/** What would move to whom. */
export function showRebalancing(options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.get('/coaches-rebalancing');
    return answer(around, options, found, () => {
      const moves = rowsText(
        itemsOf(found, 'moves'),
        [
          ['trajectory', 'Trajectory'],
          ['from', 'From'],
          ['to', 'To'],
          ['weight', 'Weight', 'right'],
          ['score', 'Score', 'right'],
        ],
        'Nothing has to move.',
      );
      const loads = rowsText(
        itemsOf(found, 'loads'),
        [
          ['coachId', 'Coach'],
          ['capacity', 'Limit', 'right'],
          ['before', 'Now', 'right'],
          ['after', 'Then', 'right'],
        ],
        'There is no coach yet.',
      );
      return `${moves}\n${loads}`;
    });
  });
}

/** Who could coach somebody, and why. */
export function proposeCoaches(id: string, options: MatchOptions, around: Surroundings): Promise<ExitCode> {
  const { specialism, region, language, level } = options;
  if (level !== undefined && !/^[1-6]$/.test(level))
    throw new WrongUsage('--level', '--level is how complex the question is, 1 to 6: write --level 3.');
  return withProgram(around, async (program) => {
    const found = await orMissing(
      program.get(pathOf('trajectories', id, 'coach-proposals'), { specialism, region, language, level }),
      ...noTrajectory(id),
    );
    return answer(around, options, found, () => {
      const proposals = rowsText(
        itemsOf(found, 'proposals').map((each) => ({ ...each, reasons: reasonsText(itemsOf(each['reasons'])) })),
        [
          ['coachId', 'Coach'],
          ['score', 'Score', 'right'],
          ['free', 'Free then', 'right'],
          ['reasons', 'Why'],
        ],
        'There is no coach who can take this trajectory on.',
      );
      const passedOver = itemsOf(found, 'passedOver');
      return passedOver.length === 0
        ? proposals
        : `${proposals}\n${rowsText(
            passedOver,
            [
              ['coachId', 'Passed over'],
              ['because', 'Why'],
            ],
            '',
          )}`;
    });
  });
}

/** The checklist of a hand-over. */
export function showHandOver(id: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await orMissing(program.get(pathOf('trajectories', id, 'hand-over')), ...noTrajectory(id));
    return answer(around, options, found, () =>
      rowsText(
        itemsOf(found),
        [
          ['state', 'State'],
          ['names.en', 'What'],
          ['about', 'About'],
        ],
        'There is nothing to see to.',
      ),
    );
  });
}

const reasonsText = (reasons: readonly Fields[]): string =>
  reasons
    .map(({ criterion, met }) => `${cellOf(criterion).toLowerCase()} ${Math.round(Number(met) * 100)}%`)
    .join(', ');
