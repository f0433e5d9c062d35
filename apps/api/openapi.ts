import {
  type CommandDefinition,
  type FieldProblem,
  ID_SCHEMA,
  isPublic,
  type JsonObject,
  type JsonValue,
  pathOfCommand,
  schemaOf,
} from '@overstap/kernel';
import { type CommandAnswer } from './commands/command-controllers.js';
import { type Problem } from './http/problem.js';
import { flag, list, named, objectOf, text, uuid, whole } from './http/shapes.js';
import { type QueryDefinition } from './queries/query.js';

const EVENTS = list(objectOf<CommandAnswer['events'][number]>({ id: uuid, type: text }));
const COMMAND_ANSWER = named(
  'CommandAnswer',
  objectOf<CommandAnswer>({ id: text, revision: whole, position: text, events: EVENTS, duplicate: flag }),
);
const PROBLEM = named('Problem', {
  ...objectOf<Problem>(
    { type: text, title: text, status: whole, detail: text, code: text },
    {
      errors: list(objectOf<FieldProblem>({ field: text, rule: text, message: text })),
      revision: whole,
      since: EVENTS,
    },
  ),
  description: 'RFC 9457; codes are listed in docs/problems.md',
});
const problemResponse = (description: string): JsonObject => ({
  description,
  content: { 'application/problem+json': { schema: PROBLEM } },
});

const COMMAND_RESPONSES: JsonObject = {
  '200': {
    description: 'Carried out, or carried out before under the same Idempotency-Key',
    headers: {
      ETag: { schema: { type: 'string' }, description: 'The revision, for If-Match' },
      'Overstap-Position': { schema: { type: 'string' }, description: 'Give it to a query to read your own write' },
    },
    content: { 'application/json': { schema: COMMAND_ANSWER } },
  },
  '404': problemResponse('There is no such thing, or it is not yours'),
  '409': problemResponse('Not possible in this state, or others were quicker'),
  '412': problemResponse('If-Match names an older revision'),
  '422': problemResponse('A field breaks a rule'),
};

const header = (name: string, description: string): JsonObject => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

/** OpenAPI 3.1 of everything in the two registries and the few routes beside them. */
export function openApiOf(
  version: string,
  commands: readonly CommandDefinition[],
  queries: readonly QueryDefinition[],
  more: Readonly<Record<string, JsonObject>>,
): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const definition of commands.filter(isPublic)) {
    const path = pathOfCommand(definition);
    (paths[path] ??= {})['post'] = {
      operationId: `${definition.aggregate}${definition.name}`,
      summary: definition.summary,
      tags: [definition.aggregate],
      parameters: [
        ...pathParameters(path),
        header('Idempotency-Key', 'The same key again answers the first result and stores nothing'),
        ...(definition.creates ? [] : [header('If-Match', 'The ETag that you saw; another revision answers 412')]),
      ],
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(definition.body) } } },
      responses: COMMAND_RESPONSES,
    };
  }
  for (const definition of queries) {
    const inPath = new Set(pathParameters(definition.path).map(({ name }) => name));
    const { properties, required } = schemaOf(definition.parameters) as {
      properties: Record<string, JsonObject>;
      required: readonly string[];
    };
    (paths[definition.path] ??= {})['get'] = {
      operationId: definition.name,
      summary: definition.summary,
      tags: ['queries'],
      parameters: [
        ...pathParameters(definition.path),
        ...Object.entries(properties)
          .filter(([name]) => !inPath.has(name))
          .map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema })),
        header('Overstap-Position', 'Wait up to 2 s until this position is visible'),
      ],
      responses: {
        '200': { description: 'The answer', content: contentOf(definition) },
        '404': problemResponse('There is no such thing, or it is not yours'),
        '422': problemResponse('A parameter breaks a rule'),
      },
    };
  }
  for (const [path, item] of Object.entries(more)) paths[path] = { ...paths[path], ...item };
  const described = withComponents(paths as JsonObject);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Overstap',
      version,
      description:
        'Mobility trajectories, their clocks and reminders, and outcome figures that count everybody. See docs/api.md.',
      license: { name: 'Proprietary', url: 'https://example.org/licence' },
    },
    servers: [{ url: '/' }],
    paths: described.paths,
    components: { schemas: described.schemas },
  };
}

const contentOf = ({ responseSchema, alsoAs }: QueryDefinition): JsonObject => ({
  'application/json': { schema: responseSchema },
  ...(alsoAs === undefined ? {} : { [alsoAs]: { schema: { type: 'string' } } }),
});

const pathParameters = (path: string): { name: string; in: string; required: boolean; schema: JsonObject }[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? ID_SCHEMA : { type: 'string' },
  }));

/** What has a name stands under components, and is referred to wherever it was. */
function withComponents(paths: JsonObject): { readonly paths: JsonObject; readonly schemas: JsonObject } {
  const schemas: Record<string, JsonObject> = {};
  const referred = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(referred);
    if (typeof value !== 'object' || value === null) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, referred(part)]));
    const { title, ...schema } = inner;
    if (typeof title !== 'string') return inner;
    if (JSON.stringify((schemas[title] ??= schema)) !== JSON.stringify(schema))
      throw new Error(`Two shapes are called ${title}`);
    return { $ref: `#/components/schemas/${title}` };
  };
  return { paths: referred(paths) as JsonObject, schemas };
}
