import { EXIT, type ExitCode, WrongUsage } from '../exit-codes.js';
import { withProgram } from '../program/find-program.js';
import { pathOf } from '../program/program-client.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf, textOf } from '../text/files.js';
import { itemsOf, rowsText } from '../text/shown.js';
import { actingAs } from './acting.js';
import { answer, type AnswerOptions } from './answer.js';
import { keyOf } from './send.js';

export interface BulkOptions extends AnswerOptions {
  readonly on?: string;
  readonly evidence?: string;
  readonly confirmed?: boolean;
  readonly until?: string;
  readonly to?: string;
  readonly waitingOn?: string;
  readonly undoes?: string;
  readonly reason?: string;
  readonly outcome?: string;
  readonly date?: string;
  readonly why?: string;
  readonly days?: string;
  readonly because?: string;
  readonly costCents?: string;
  readonly granted?: boolean;
  readonly refused?: boolean;
  readonly key?: string;
  readonly as?: string;
}

/** One action on many tasks; exit code 3 when some were refused. */
export async function inBulk(
  queue: string,
  action: string,
  tasks: readonly string[],
  options: BulkOptions,
  around: Surroundings,
): Promise<ExitCode> {
  const { on, evidence: evidenceRef, confirmed, until, to, waitingOn, undoes, reason, outcome, because } = options;
  const { date, why } = options;
  const [days, costCents] = [wholeIn('--days', options.days), wholeIn('--cost-cents', options.costCents)];
  if (action === 'decide' && options.granted === options.refused)
    throw new WrongUsage('--granted', 'decide needs --granted or --refused: what is decided of every one of them.');
  const granted = options.granted ? true : options.refused ? false : undefined;
  for (const [option, what] of NEEDED[action] ?? [])
    if (options[option] === undefined)
      throw new WrongUsage(OPTION_OF[option], `${action} needs ${OPTION_OF[option]}: ${what}.`);
  const headers = { ...keyOf(options.key), ...actingAs(options.as) };
  const ids = tasks.length === 1 && tasks[0] === '-' ? linesOf(textOf(await bytesOf('-', around))) : tasks;
  return withProgram(around, async (program) => {
    const body = {
      action,
      ids,
      on,
      evidenceRef,
      confirmed,
      until,
      to,
      waitingOn,
      undoes,
      reason,
      date,
      why,
      outcome,
      days,
      because,
      costCents,
      granted,
    };
    const done = await program.post(pathOf('queues', queue, 'bulk'), body, { headers });
    const code = await answer(around, options, done, () =>
      rowsText(
        itemsOf(done),
        [
          ['outcome', 'Outcome'],
          ['id', 'Task'],
          ['message', 'Why'],
        ],
        'No task was named.',
      ),
    );
    const { failed } = done as { readonly failed?: number };
    return failed ? EXIT.someRefused : code;
  });
}

function wholeIn(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new WrongUsage(option, `${option} is a whole number, such as 28.`);
  return Number(text);
}

type Needed = 'until' | 'to' | 'waitingOn' | 'undoes' | 'reason' | 'date' | 'why' | 'outcome' | 'days' | 'because';

const OPTION_OF: Readonly<Record<Needed, string>> = {
  until: '--until',
  to: '--to',
  waitingOn: '--waiting-on',
  undoes: '--undoes',
  reason: '--reason',
  date: '--date',
  why: '--why',
  outcome: '--outcome',
  days: '--days',
  because: '--because',
};

/** What an action cannot be carried out without, and what that is. */
const NEEDED: Readonly<Record<string, readonly (readonly [Needed, string])[]>> = {
  snooze: [['until', 'the day until which the tasks are put off']],
  reassign: [['to', 'the id of whoever gets them']],
  block: [['waitingOn', 'for whom they wait, such as EMPLOYER']],
  resolve: [['outcome', 'what came of the escalation, such as HELPED']],
  extend: [
    ['days', 'by how many calendar days their trajectories are to be longer'],
    ['because', 'why'],
  ],
  move: [
    ['date', 'the day on which they are due from now on'],
    ['why', 'why, such as AGREED'],
  ],
  undo: [
    ['undoes', 'what is taken back, such as COMPLETION'],
    ['reason', 'why, such as MISTAKE'],
  ],
};

const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
