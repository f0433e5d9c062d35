import { type Command } from 'commander';
import { commandLine } from '../cli/command-line.js';
import { type Surroundings } from '../cli/surroundings.js';
import { Verbs } from '../cli/verb.js';
import { code, table } from './table.js';

/** Saying what verbs there are touches nothing. */
const NOWHERE = {} as Surroundings;

/** Every verb of the command line that does something, with its arguments, the options it needs and its one line. */
export function verbsTable(): string {
  const verbs = new Verbs(NOWHERE);
  const program = commandLine(verbs, NOWHERE, '');
  const doing = pathsBelow(program).filter((path) => verbs.doers.has(path[path.length - 1] ?? program));
  return table(
    ['Verb', 'Does'],
    doing.map((path) => [code(usageOf(path)), lineOf(path, verbs.doers)]),
  );
}

/** A verb after the groups in which it stands. */
type Verb = readonly Command[];

const pathsBelow = (parent: Command, groups: Verb = []): readonly Verb[] =>
  parent.commands.flatMap((command) => [[...groups, command], ...pathsBelow(command, [...groups, command])]);

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

/** What a group is about is said before what its verbs do; `import` is no group, and has a verb below it all the same. */
const lineOf = (verb: Verb, doers: ReadonlySet<Command>): string =>
  verb
    .filter((command, index) => index === verb.length - 1 || !doers.has(command))
    .map((command, index) => (index === 0 ? command.description() : lowerFirst(command.description())))
    .join(': ');

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
