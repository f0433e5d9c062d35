import { EXIT, type ExitCode, WrongUsage } from '../exit-codes.js';
import { pathOf } from '../program/program-client.js';
import { withProgram } from '../program/find-program.js';
import { type Surroundings } from '../surroundings.js';
import { bytesOf, textOf } from '../text/files.js';
import { type DryRunAnswer, dryRunText, type ReportAnswer, reportText } from '../text/migration-text.js';
import { answer, type AnswerOptions } from './answer.js';
import { orMissing } from './missing.js';
import { watched } from './watched.js';

export interface PlanOptions extends AnswerOptions {
  readonly programme?: string;
  readonly trajectory?: string;
  readonly reason: string;
}

interface Proposal {
  readonly terms: object;
  readonly running: number;
  readonly gone: Codes;
  readonly added: Codes;
}
type Codes = Readonly<Record<'phases' | 'deadlines' | 'tasks', readonly string[]>>;

/** Writes a plan to complete on standard output; what has no counterpart is said beside it. */
export function planMigration(from: string, to: string, options: PlanOptions, around: Surroundings): Promise<ExitCode> {
  const [before, after] = [versionOf('from', from), versionOf('to', to)];
  return withProgram(around, async (program) => {
    const { programme, trajectory, reason } = options;
    const proposal = (await program.post('/template-migrations/proposals', {
      fromTemplate: before.template,
      fromVersion: before.version,
      toTemplate: after.template,
      toVersion: after.version,
      ...(programme === undefined ? {} : { programme }),
      ...(trajectory === undefined ? {} : { trajectory }),
      reason,
    })) as Proposal;
    around.say(`${proposal.running} trajectories run on ${from}.`);
    for (const [list, codes] of Object.entries(proposal.gone))
      if (codes.length > 0)
        around.say(`${to} has no ${list} ${codes.join(', ')}: say in ${list} what becomes of them.`);
    for (const [list, codes] of Object.entries(proposal.added))
      if (codes.length > 0) around.say(`New ${list}: ${codes.join(', ')}.`);
    return answer(around, options, proposal, () => `${JSON.stringify(proposal.terms, null, 2)}\n`);
  });
}

/** `IND-6@2`. */
function versionOf(argument: string, text: string): { readonly template: string; readonly version: number } {
  const [, template, version] = /^([^@]+)@([1-9]\d*)$/.exec(text) ?? [];
  if (template === undefined)
    throw new WrongUsage(
      argument,
      `${argument} is a template and its version: write IND-6@2, the version behind the @.`,
    );
  return { template, version: Number(version) };
}

export interface MigrateOptions extends AnswerOptions {
  readonly dryRun?: boolean;
  readonly apply?: string;
  readonly report?: string;
}

/** Shows what a plan would do, carries a dry run out by its hash, or reports of one. */
export function migrate(plan: string | undefined, options: MigrateOptions, around: Surroundings): Promise<ExitCode> {
  const { dryRun, apply, report } = options;
  const asked = [dryRun ? 'dry-run' : undefined, apply, report].filter((each) => each !== undefined);
  if (asked.length !== 1)
    throw new WrongUsage(
      '--dry-run',
      'Write one of --dry-run with a plan, --apply <hash> or --report <hash> with the hash that a dry run answered.',
    );
  if (dryRun) return show(plan, options, around);
  if (plan !== undefined) throw new WrongUsage('plan', 'A hash stands for its plan: leave the plan out.');
  const hash = apply ?? report ?? '';
  return withProgram(around, async (program) => {
    const path = pathOf('template-migrations', hash);
    const asked =
      apply === undefined
        ? program.get(path)
        : watched(program.post(`${path}/apply`, {}), () => program.look(path), around);
    const found = (await orMissing(
      asked,
      'migration-unknown',
      'No dry run has this hash; make one with --dry-run and apply the hash that it answers.',
    )) as ReportAnswer;
    await answer(around, options, found, () => reportText(found));
    return found.left.length > 0 ? EXIT.someRefused : EXIT.done;
  });
}

async function show(file: string | undefined, options: MigrateOptions, around: Surroundings): Promise<ExitCode> {
  if (file === undefined)
    throw new WrongUsage('plan', 'plan is missing: write overstap template migrate plan.json --dry-run.');
  const plan = planOf(textOf(await bytesOf(file, around)), file);
  return withProgram(around, async (program) => {
    const found = (await program.post('/template-migrations/dry-runs', plan)) as DryRunAnswer;
    await answer(around, options, found, () => dryRunText(found));
    return found.blocked.length > 0 ? EXIT.someRefused : EXIT.done;
  });
}

function planOf(text: string, file: string): object {
  try {
    const plan: unknown = JSON.parse(text);
    if (typeof plan === 'object' && plan !== null && !Array.isArray(plan)) return plan;
  } catch {
    // Said below.
  }
  throw new WrongUsage(
    'plan',
    `${file} is no plan: it must be the JSON object that overstap template plan-migration writes.`,
  );
}
