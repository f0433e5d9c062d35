import { type CommandDefinition, isPublic, type JsonObject, pathOfCommand, schemaOf } from '@overstap/kernel';
import { type QueryDefinition } from './queries/query.js';

const PROBLEM = { $ref: '#/components/schemas/Problem' };
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
    content: { 'application/json': { schema: { $ref: '#/components/schemas/CommandAnswer' } } },
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
        header('If-Match', 'The ETag that you saw; another revision answers 412'),
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
    paths: paths as JsonObject,
    components: { schemas: SCHEMAS },
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
    schema: { type: 'string' },
  }));

const STORED_EVENTS: JsonObject = {
  type: 'array',
  items: { type: 'object', properties: { id: { type: 'string' }, type: { type: 'string' } }, required: ['id', 'type'] },
};

const SCHEMAS: JsonObject = {
  CommandAnswer: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      revision: { type: 'integer' },
      position: { type: 'string' },
      events: STORED_EVENTS,
      duplicate: { type: 'boolean' },
    },
    required: ['id', 'revision', 'position', 'events', 'duplicate'],
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457; codes are listed in docs/problems.md',
    properties: {
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { field: { type: 'string' }, rule: { type: 'string' }, message: { type: 'string' } },
          required: ['field', 'rule', 'message'],
        },
      },
      revision: { type: 'integer' },
      since: STORED_EVENTS,
    },
    required: ['type', 'title', 'status', 'detail', 'code'],
  },
};
