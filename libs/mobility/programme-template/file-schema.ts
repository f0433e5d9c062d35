import { type JsonObject } from '@overstap/kernel';
import { TEMPLATE_SCHEMA } from './schema.js';

/**
 * JSON Schema of a template file as people write it, for editors: like `TEMPLATE_SCHEMA`, with what takes in other files (`extends`, `use`,
 * `law`) that publishing puts in its place. It is published as docs/template.schema.json.
 */

const defs = TEMPLATE_SCHEMA['$defs'] as Readonly<Record<string, JsonObject>>;
const propertiesOf = (schema: JsonObject | undefined): JsonObject => (schema?.['properties'] ?? {}) as JsonObject;
const name: JsonObject = { type: 'string', minLength: 1, maxLength: 60 };
const codes: JsonObject = { type: 'array', items: name, maxItems: 300 };
const law: JsonObject = { ...name, description: 'Code of a legal parameter, in the place of the time itself' };

/** The same object, in which `law` may stand for one of its keys. */
const orLaw = (schema: JsonObject | undefined, key: string): JsonObject => ({
  ...schema,
  required: ((schema?.['required'] ?? []) as string[]).filter((required) => required !== key),
  properties: { ...propertiesOf(schema), law },
  oneOf: [{ required: [key] }, { required: ['law'] }],
});

/** A number of a condition, or the law that gives it. */
const numberByLaw: JsonObject = {
  type: 'object',
  required: ['law'],
  properties: { law: { ...law, description: 'Code of a legal parameter, in the place of its number' } },
  additionalProperties: false,
};
const { times, where } = propertiesOf(defs['condition']) as Readonly<Record<string, JsonObject>>;
const compared = where?.['additionalProperties'] as { readonly anyOf: readonly JsonObject[] };

const use: JsonObject = {
  type: 'object',
  required: ['use'],
  properties: { use: { ...name, description: 'Name of a block' }, without: codes, startingFrom: name },
  additionalProperties: false,
};

const orBlock = (item: string): JsonObject => ({
  type: 'array',
  items: {
    if: { type: 'object', required: ['use'] },
    then: { $ref: '#/$defs/use' },
    else: { $ref: `#/$defs/${item}` },
  },
  maxItems: 300,
});

const task = defs['task'];
const { ladders, ...others } = propertiesOf(TEMPLATE_SCHEMA);

export const TEMPLATE_FILE_SCHEMA: JsonObject = {
  ...TEMPLATE_SCHEMA,
  title: 'Overstap programme template, as a file',
  required: ['code', 'version', 'names'],
  properties: {
    ...others,
    extends: { ...name, description: 'The template that this one is a variant of' },
    stretch: { type: 'boolean', description: 'Moves what lies whole weeks from the start in proportion to the length' },
    without: codes,
    ladders: {
      ...(ladders as JsonObject),
      properties: { use: { anyOf: [name, codes], description: 'Blocks whose ladders are taken in' } },
    },
  },
  if: { not: { required: ['extends'] } },
  then: { required: TEMPLATE_SCHEMA['required'] ?? [] },
  $defs: {
    ...defs,
    use,
    moment: orLaw(defs['moment'], 'offset'),
    condition: {
      ...defs['condition'],
      properties: {
        ...propertiesOf(defs['condition']),
        times: { anyOf: [times ?? {}, numberByLaw] },
        where: { ...where, additionalProperties: { anyOf: [...compared.anyOf, numberByLaw] } },
      },
    },
    task: {
      ...task,
      properties: {
        ...propertiesOf(task),
        repeat: orLaw(propertiesOf(task)['repeat'] as JsonObject, 'every'),
      },
    },
    workflow: {
      ...defs['workflow'],
      properties: { phases: orBlock('phase'), deadlines: orBlock('deadline'), tasks: orBlock('task') },
    },
  },
};
