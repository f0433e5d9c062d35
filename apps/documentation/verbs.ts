import { type Command } from 'commander';
import { commandLine } from '../cli/command-line.js';
import { type Surroundings } from '../cli/surroundings.js';
import { Verbs } from '../cli/verb.js';
import { code, table } from './table.js';

/** Saying what verbs there are touches nothing. */
const NOWHERE = {} as Surroundings;

/** Every verb of the command line that does something, with its arguments, the options it needs and its one line. */
export const verbsTable = (): string =>
  table(
    ['Verb', 'Does'],
    doersBelow(commandLine(new Verbs(NOWHERE), NOWHERE, '')).map((verb) => [code(usageOf(verb)), lineOf(verb)]),
  );

/** A verb after the groups in which it stands. */
type Verb = readonly Command[];

function doersBelow(parent: Command, groups: Verb = []): readonly Verb[] {
  return parent.commands.flatMap((command) => {
    const verb = [...groups, command];
    return [...(isGroup(command) ? [] : [verb]), ...doersBelow(command, verb)];
  });
}

/** `import` does something itself, and has a verb below it. */
const isGroup = ({ commands, registeredArguments }: Command): boolean =>
  commands.length > 0 && registeredArguments.length === 0;

const usageOf = (verb: Verb): string =>
  [
    ...verb.map((command) => command.name()),
    ...(verb.at(-1)?.registeredArguments ?? []).map(argumentOf),
    ...verb.flatMap(({ options }) =>
      options.filter(({ mandatory }) => mandatory).map(({ flags }) => inCapitals(flags)),
    ),
  ].join(' ');

const argumentOf = (argument: Command['registeredArguments'][number]): string => {
  const name = `${argument.name().toUpperCase()}${argument.variadic ? '…' : ''}`;
  return argument.required ? name : `[${name}]`;
};

/** `--as-of <date>` → `--as-of DATE`. */
const inCapitals = (flags: string): string => flags.replace(/<(.*)>/, (_, name: string) => name.toUpperCase());

/** What a group is about is said before what its verbs do. */
const lineOf = (verb: Verb): string =>
  verb
    .filter((command, index) => index === verb.length - 1 || isGroup(command))
    .map((command, index) => (index === 0 ? command.description() : lowerFirst(command.description())))
    .join(': ');

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
