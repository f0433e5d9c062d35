import {
  type AggregateName,
  type CommandDefinition,
  isPublic,
  type JsonObject,
  kebab,
  pathOfCommand,
  PLURAL,
  schemaOf,
} from '@overstap/kernel';
import { COMMANDS } from '@overstap/mobility';
import { code, table } from './table.js';

const HEAD = `# Commands

Made from the registry of commands (\`libs/mobility/commands.ts\`) by \`npm run docs\`; a test fails when it is out of date.

Over HTTP a command is a \`POST\` to its route; on the command line it is \`overstap send AGGREGATE ID COMMAND --data '{…}'\`. Fields with \`?\` may be left out, \`[]\` is a list, \`{}\` an object;
their types and limits are on the program's page \`/docs\`. *Who* leaves out the program itself. Anybody else gets 403 ([access.md](access.md)).
`;

/** `docs/commands.md`: every command by its aggregate, with its route, who may send it, what it does, and its fields. */
export function commandsDocument(): string {
  const sections = (Object.keys(PLURAL) as AggregateName[]).map((aggregate) => {
    const commands = COMMANDS.filter((each) => each.aggregate === aggregate && isPublic(each));
    const heads = ['Route', 'Does', 'Who', 'Fields'];
    return `## ${aggregate}\n\n${table(heads, commands.map(rowOf))}\n`;
  });
  const own = COMMANDS.filter((each) => !isPublic(each));
  const heads = ['Aggregate', 'Command', 'Does', 'Fields'];
  return [
    HEAD,
    ...sections,
    '## The program’s own\n\nThey have no route: reactors, the reminder worker and processes send them.\n',
    `${table(
      heads,
      own.map((each) => [each.aggregate, code(kebab(each.name)), each.summary, fieldsOf(each)]),
    )}\n`,
  ].join('\n');
}

const rowOf = (definition: CommandDefinition): readonly string[] => [
  code(pathOfCommand(definition)),
  definition.summary,
  definition.roles.filter((role) => role !== 'SYSTEM').join(', '),
  fieldsOf(definition),
];

const fieldsOf = ({ body }: CommandDefinition): string => namesOf(schemaOf(body)).map(code).join(' ');

function namesOf({ properties, required }: JsonObject): readonly string[] {
  return Object.entries(properties as Readonly<Record<string, JsonObject>>).map(([name, schema]) => {
    const shape = schema['type'] === 'array' ? '[]' : schema['type'] === 'object' ? '{}' : '';
    return `${name}${shape}${(required as readonly string[]).includes(name) ? '' : '?'}`;
  });
}
