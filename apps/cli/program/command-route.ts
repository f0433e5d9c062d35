import { type CommandDefinition, isPublic, kebab, nearNames, PLURAL } from '@overstap/kernel';
import { COMMANDS, ID_FIELDS } from '@overstap/mobility';
import { WrongUsage } from '../exit-codes.js';
import { pathOf } from './program-client.js';

/** The command of an aggregate by its name in kebab case; throws a WrongUsage that lists the near names. */
export function commandNamed(aggregate: string, name: string): CommandDefinition {
  if (!Object.hasOwn(PLURAL, aggregate))
    throw new WrongUsage('aggregate', `There is no aggregate of this name: write ${Object.keys(PLURAL).join(', ')}.`);
  const commands = COMMANDS.filter((each) => each.aggregate === aggregate && isPublic(each));
  const found = commands.find((each) => kebab(each.name) === name || each.name === name);
  if (found) return found;
  const names = commands.map((each) => kebab(each.name)).sort();
  const near = nearNames(kebab(name), names);
  throw new WrongUsage(
    'command',
    near.length > 0
      ? `A ${aggregate} has no command of this name. Did you mean ${near.join(', ')}?`
      : `A ${aggregate} has no command of this name: write ${names.join(', ')}.`,
  );
}

/** Where a command goes. One that begins an aggregate carries the id in its body, any other in its path. */
export function routeOf(
  definition: CommandDefinition,
  id: string,
  body: Readonly<Record<string, unknown>>,
): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } {
  const { aggregate, name, creates } = definition;
  if (!creates) return { path: pathOf(PLURAL[aggregate], id, kebab(name)), body };
  const field = ID_FIELDS[aggregate];
  return { path: pathOf(PLURAL[aggregate], kebab(name)), body: field === undefined ? body : { [field]: id, ...body } };
}
