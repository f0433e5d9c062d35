import { Command, type CommanderError, Option } from 'commander';
import { type ExitCode, WrongUsage } from './exit-codes.js';
import { type Surroundings } from './surroundings.js';

/** What a verb does: its arguments in their order, then its options. */
export type Action<Options> = (args: readonly string[], options: Options, around: Surroundings) => Promise<ExitCode>;

/** The verbs of one run of the command line: hears how the one that was called has ended. */
export class Verbs {
  exitCode: ExitCode | undefined;
  /** Those that do something; the others are groups. */
  readonly doers = new Set<Command>();

  constructor(private readonly around: Surroundings) {}

  /** A verb, or a group of verbs, below another; wrong usage of it names the option and what to write. */
  add(parent: Command, usage: string, summary: string): Command {
    const command = parent.command(usage).description(summary);
    command.exitOverride((error) => {
      if (error.exitCode === 0) throw error;
      throw wrongUsage(command, error);
    });
    return command;
  }

  /** A verb that does something; every one has `--json`. */
  does<Options>(command: Command, action: Action<Options>): void {
    this.doers.add(command);
    command.addOption(new Option('--json', 'answer as one JSON document on standard output')).action(async () => {
      const given: Readonly<Record<string, unknown>> = command.optsWithGlobals();
      for (const option of optionsOf(command)) await checkIfDate(option, given[option.attributeName()]);
      this.exitCode = await action(command.processedArgs as readonly string[], given as Options, this.around);
    });
  }
}

/** The same for every option that is a date. The calendar is loaded for those alone: the help needs nothing of the program's libraries. */
async function checkIfDate({ flags, long }: Option, value: unknown): Promise<void> {
  if (!flags.endsWith('<date>') || typeof value !== 'string') return;
  (await import('./date-option.js')).checkDate(long ?? flags, value);
}

/** An option that may be given several times. */
export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, description)
    .default([])
    .argParser((value: string, before: readonly string[]) => [...before, value]);

/** A verb that shows one page of what there is. */
export const paged = (command: Command): Command =>
  command
    .option('--limit <rows>', 'how many rows to show, 1 to 500')
    .option('--cursor <text>', 'where the page before said that more follows');

/** Commander's words for what is wrong, and the words of the option or argument itself for what to write. */
export function wrongUsage(command: Command, error: CommanderError): WrongUsage {
  const said = error.message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  const quoted = /'([^']+)'/.exec(said)?.[1] ?? '';
  const option = optionsOf(command).find(({ flags }) => flags === quoted);
  const argument = command.registeredArguments.find((each) => each.name() === quoted);
  const whole = pathOf(command);
  const name = option?.long ?? argument?.name() ?? quoted;
  if (error.code === 'commander.help')
    return new WrongUsage(
      'command',
      `What to do is missing: write one of ${verbsOf(command)} after ${whole} (${whole} --help says what each does).`,
    );
  if (error.code === 'commander.unknownCommand')
    return new WrongUsage(name, `${said}. ${whole} has: ${verbsOf(command)}.`);
  if (option && error.code === 'commander.missingMandatoryOptionValue')
    return new WrongUsage(name, `${name} is missing: write ${option.flags}, ${option.description}.`);
  if (option && error.code === 'commander.optionMissingArgument')
    return new WrongUsage(name, `${name} has no value: write ${option.flags}, ${option.description}.`);
  if (argument)
    return new WrongUsage(name, `${name} is missing: write ${usageOf(command)}; ${name} is ${argument.description}.`);
  return new WrongUsage(name, `${said}. ${whole} --help shows what can be written.`);
}

const optionsOf = (command: Command): readonly Option[] => [
  ...command.options,
  ...(command.parent ? optionsOf(command.parent) : []),
];

/** All that must be written of a verb: its arguments in their order and the options that it cannot do without. */
const usageOf = (command: Command): string =>
  [
    pathOf(command),
    ...command.registeredArguments.map((each) => {
      const shown = each.name() + (each.variadic ? '...' : '');
      return each.required ? `<${shown}>` : `[${shown}]`;
    }),
    ...optionsOf(command)
      .filter(({ mandatory }) => mandatory)
      .map(({ flags }) => flags),
  ].join(' ');

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

const verbsOf = (command: Command): string => command.commands.map((each) => each.name()).join(', ');
