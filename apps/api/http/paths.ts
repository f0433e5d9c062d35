import { type JsonObject, type PayloadClass, schemaOf } from '@overstap/kernel';

/** How routes that no registry lists say in OpenAPI what they take. */
const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } });
export const ANSWER: JsonObject = { '200': { description: 'The answer', ...json({ type: 'object' }) } };
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
  parameters: readonly JsonObject[] = [],
): JsonObject => ({
  post: {
    operationId,
    summary,
    tags: ['operation'],
    parameters,
    ...(body ? { requestBody: { required: true, ...json(schemaOf(body)) } } : {}),
    responses: ANSWER,
  },
});
export const get = (operationId: string, summary: string, parameters: readonly JsonObject[] = []): JsonObject => ({
  get: { operationId, summary, tags: ['operation'], parameters, responses: ANSWER },
});
