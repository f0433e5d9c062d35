import { type JsonObject, type PayloadClass, schemaOf } from '@overstap/kernel';

/** How routes that no registry lists say in OpenAPI what they take and answer. */
const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } });
export const answering = (schema: JsonObject, status = 200, description = 'The answer'): JsonObject => ({
  [status]: { description, ...json(schema) },
});
export const inPath = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: { type: 'string' } });
export const inQuery = (name: string, description: string): JsonObject => ({
  name,
  in: 'query',
  required: false,
  description,
  schema: { type: 'string' },
});
export const post = (
  operationId: string,
  summary: string,
  body: PayloadClass | undefined,
  answer: JsonObject,
  parameters: readonly JsonObject[] = [],
  responses = answering(answer),
): JsonObject => ({
  post: {
    operationId,
    summary,
    tags: ['operation'],
    parameters,
    ...(body ? { requestBody: { required: true, ...json(schemaOf(body)) } } : {}),
    responses,
  },
});
export const get = (
  operationId: string,
  summary: string,
  answer: JsonObject,
  parameters: readonly JsonObject[] = [],
): JsonObject => ({
  get: { operationId, summary, tags: ['operation'], parameters, responses: answering(answer) },
});
