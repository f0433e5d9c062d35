import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, Failure } from './exit-codes.js';
import { addAccessVerbs } from './access-verbs.js';
import { addProgrammeVerbs } from './programme-verbs.js';
import { addQueueVerbs } from './queue-verbs.js';
import { addCoachVerbs } from './coach-verbs.js';
import { addOperationVerbs } from './operation-verbs.js';
import { addQuestionVerbs } from './question-verbs.js';
import { addRightsVerbs } from './rights-verbs.js';
import { type Surroundings } from './surroundings.js';
import { Verbs, wrongUsage } from './verb.js';

const MORE = `
Settings:
  OVERSTAP_URL       the program to talk to, http://localhost:3000; without it the one that runs on the data directory,
                     and where none runs, one is started for the length of the command, which sends nothing
  OVERSTAP_DATA_DIR  the data directory; ./.overstap without it. On this machine its key is used, with which one may do everything
  OVERSTAP_API_KEY   the key for a program elsewhere, as overstap api-key create shows it

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with some rows refused.`;

/** Carries one command line out. Answers go to standard output, all else to standard error; the exit code is what scripts lean on. */
export async function runCommandLine(
  args: readonly string[],
  around: Surroundings,
  version: string,
): Promise<ExitCode> {
  const verbs = new Verbs(around);
  const program = commandLine(verbs, around, version);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return verbs.exitCode ?? EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const failure = failureOf(error);
    around.say(failure.message);
    if (args.includes('--json')) await around.write(`${JSON.stringify({ problems: failure.problems })}\n`);
    return failure.exitCode;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = `The command failed unexpectedly: ${error instanceof Error ? error.message : String(error)}`;
  return new Failure(message, [{ rule: 'unexpected', message }]);
}

/** The verbs there are, with their arguments and options. */
export function commandLine(verbs: Verbs, around: Surroundings, version: string): Command {
  const program: Command = new Command('overstap')
    .description('Mobility trajectories, their clocks and reminders, and figures that count everybody.')
    .version(version, '--version', 'show the version')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({ writeOut: (text) => void around.write(text), writeErr: () => undefined })
    .addHelpText('after', MORE)
    .exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      throw wrongUsage(program, error);
    });
  addQuestionVerbs(program, verbs);
  addProgrammeVerbs(program, verbs);
  addQueueVerbs(program, verbs);
  addCoachVerbs(program, verbs);
  addAccessVerbs(program, verbs);
  addRightsVerbs(program, verbs);
  addOperationVerbs(program, verbs);
  return program;
}
