import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Finding, type Path } from './problem.js';
import { TEMPLATE_SCHEMA } from './schema.js';

let compiled: ValidateFunction | undefined;

/** Compiled at first use: most processes never read a template file. */
function validator(): ValidateFunction {
  compiled ??= new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(TEMPLATE_SCHEMA);
  return compiled;
}

/** What of a template file does not have the right shape; nothing when it fits the schema. */
export function shapeFindings(value: unknown): readonly (Finding & { readonly rule: string })[] {
  const validate = validator();
  if (validate(value)) return [];
  return (validate.errors ?? []).filter((error) => !isDetailOfChoice(error)).map((error) => findingOf(error, value));
}

/** The branches of a choice each say why they do not fit; the choice itself says it once. */
const isDetailOfChoice = ({ schemaPath }: ErrorObject): boolean => /\/(oneOf|anyOf)\/\d/.test(schemaPath);

function findingOf(error: ErrorObject, value: unknown): Finding & { rule: string } {
  const path = pathOf(error.instancePath, value);
  const params = error.params as Record<string, unknown>;
  const at = path.length > 0 ? path.join('.') : 'the template';
  const isName = path.includes('names');
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys((error.parentSchema as { properties?: object } | undefined)?.properties ?? {});
      return {
        rule: 'unknown-key',
        path: [...path, key],
        message: `${at} has no key "${key}"`,
        fix: `remove it or write one of: ${known.join(', ')}`,
      };
    }
    case 'required': {
      const key = String(params.missingProperty);
      if (isName)
        return {
          rule: 'missing-translation',
          path,
          message: `${at} lacks the ${languageOf(key)} text`,
          fix: `write names: { nl: …, en: … }`,
        };
      return { rule: 'missing-key', path, message: `${at} lacks "${key}"`, fix: `add ${key}` };
    }
    case 'pattern':
      if (isName)
        return {
          rule: 'missing-translation',
          path,
          message: `the ${languageOf(String(path.at(-1)))} text of ${at} is empty`,
          fix: 'write the text in both languages',
        };
      return {
        rule: 'wrong-value',
        path,
        message: `${at} ${error.message ?? 'is wrong'}`,
        fix: 'write it in that form',
      };
    case 'enum':
      return {
        rule: 'wrong-value',
        path,
        message: `${at} has a value that is not known`,
        fix: `write one of: ${(params.allowedValues as readonly string[]).join(', ')}`,
      };
    case 'oneOf':
      return {
        rule: 'wrong-condition',
        path,
        message: `the condition at ${at} does not say exactly one thing`,
        fix: 'write one of event, task, phase, landed, all, any or not; nest all or any for more',
      };
    case 'dependentRequired':
      return {
        rule: 'wrong-condition',
        path,
        message: `"${String(params.property)}" at ${at} belongs to an event`,
        fix: 'add event, or remove it',
      };
    case 'type':
      return {
        rule: 'wrong-type',
        path,
        message: `${at} is not of type ${String(params.type)}`,
        fix: `write a value of type ${String(params.type)}`,
      };
    default:
      return { rule: 'wrong-value', path, message: `${at} ${error.message ?? 'is wrong'}`, fix: 'correct the value' };
  }
}

const languageOf = (key: string): string => (key === 'nl' ? 'Dutch' : 'English');

/** A JSON pointer as keys and indexes; an index is a number only where there is a list. */
function pathOf(pointer: string, value: unknown): Path {
  let current: unknown = value;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => {
      const step = Array.isArray(current) ? Number(key) : key;
      current = (current as Record<string | number, unknown> | undefined)?.[step];
      return step;
    });
}
