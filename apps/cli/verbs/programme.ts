import { type ExitCode } from '../exit-codes.js';
import { pathOf, type ProgramClient, ProgramProblem } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { factsText, itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { type PageOptions, pageOf, sayWhatFollows } from './pages.js';

export interface OpenOptions extends AnswerOptions {
  readonly employer: string;
  readonly template: string;
  readonly starts: string;
  readonly ends?: string;
  readonly disclosure?: string;
}

/** Opens a programme; an employer that the agency does not know yet is registered, and that is said. */
export function openProgramme(code: string, options: OpenOptions, around: Surroundings): Promise<ExitCode> {
  const { employer, template, starts, ends, disclosure } = options;
  const body = {
    code,
    employer,
    template,
    startsOn: starts,
    ...(ends === undefined ? {} : { endsOn: ends }),
    ...(disclosure === undefined ? {} : { disclosureProfile: disclosure }),
  };
  return withProgram(around, async (program) => {
    const open = (): Promise<unknown> => program.post('/programmes/open-programme', body);
    const opened = await open().catch(async (error: unknown) => {
      if (!isEmployerUnknown(error)) throw error;
      await register(program, employer);
      around.say('The employer is new here and was registered under this name.');
      return open();
    });
    const isNews = itemsOf(opened, 'events').length > 0;
    return answer(around, options, opened, () =>
      isNews ? `Programme ${code} is open.\n` : `Programme ${code} was open already; nothing was changed.\n`,
    );
  });
}

const isEmployerUnknown = (error: unknown): boolean =>
  error instanceof ProgramProblem &&
  (error.code === 'employer-unknown' || error.problems.some(({ rule }) => rule === 'employer-unknown'));

const register = (program: ProgramClient, name: string): Promise<unknown> =>
  program.post(pathOf('agencies', 'default', 'register-employer'), { name });

export function listProgrammes(options: PageOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const page = await program.get('/programmes', pageOf(options));
    sayWhatFollows(page, around);
    return answer(around, options, page, () =>
      rowsText(
        itemsOf(page),
        [
          ['programme', 'Programme'],
          ['status', 'Status'],
          ['nameEn', 'Name'],
          ['employerName', 'Employer'],
          ['template', 'Template'],
          ['plannedStart', 'Starts'],
          ['plannedEnd', 'Ends'],
        ],
        'There is no programme yet. Open one: overstap programme open CODE --employer NAME --template IND-6 --starts DATE.',
      ),
    );
  });
}

export function showProgramme(code: string, options: AnswerOptions, around: Surroundings): Promise<ExitCode> {
  return withProgram(around, async (program) => {
    const found = await program.get(pathOf('programmes', code));
    return answer(around, options, found, () => factsText(found));
  });
}

export interface PlanOptions extends PageOptions {
  readonly section: string;
  readonly as?: string;
}

/** What there is of people's search and plans, under a pseudonym each. */
export function showPlans(code: string, options: PlanOptions, around: Surroundings): Promise<ExitCode> {
  const headers = actingAs(options.as);
  return withProgram(around, async (program) => {
    const { section } = options;
    const path = pathOf('programmes', code, 'pseudonymous-plans');
    const page = await program.get(path, { ...pageOf(options), section }, headers);
    sayWhatFollows(page, around);
    const { suppressed } = page as { readonly suppressed?: unknown };
    const none = suppressed
      ? 'Of fewer than five people nothing is shown: a pseudonym would hide nobody.'
      : 'There is nothing of this yet.';
    const shown = [
      ['pseudonym', 'Somebody'],
      ['facts', 'What'],
    ] as const;
    return answer(around, options, page, () => rowsText(itemsOf(page), shown, none));
  });
}
