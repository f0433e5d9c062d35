import { describe, expect, test } from '@jest/globals';
import { Description } from './description.js';

const answering = (schema: object) => ({
  get: { responses: { '200': { content: { 'application/json': { schema } } } } },
});
const description = Description.of(
  JSON.stringify({
    paths: {
      '/coaches/{id}': answering({ $ref: '#/components/schemas/Coach' }),
      '/coaches/away': answering({ type: 'array', items: { $ref: '#/components/schemas/Coach' } }),
    },
    components: {
      schemas: {
        Coach: {
          type: 'object',
          properties: { coach: { type: 'string' }, since: { type: 'string', format: 'date' } },
          required: ['coach'],
          additionalProperties: false,
        },
      },
    },
  }),
);
const said = (body: unknown, status = 200) => ({
  status,
  type: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
});
const unlike = (address: string, body: unknown, status?: number) =>
  description.unlikeAt('GET', address, said(body, status)).join();

describe('an answer held against the description', () => {
  test('is as described, under the address that is spelled out before one with a parameter', () => {
    expect(unlike('/coaches/tess?x=1', { coach: 'tess', since: '2026-09-01' })).toBe('');
    expect(unlike('/coaches/away', [{ coach: 'tess' }])).toBe('');
  });

  test('is not where a field is missing, is another, or is one too many, or the status is another', () => {
    expect(unlike('/coaches/tess', {})).toContain("required property 'coach'");
    expect(unlike('/coaches/tess', { coach: 'tess', since: 'today' })).toContain('body/since must match format "date"');
    expect(unlike('/coaches/tess', { coach: 'tess', tenant: 'x' })).toContain('"additionalProperty":"tenant"');
    expect(unlike('/coaches/tess', { coach: 'tess' }, 201)).toBe('is not described');
  });

  test('is not looked at where it is a refusal, or a page that is not described', () => {
    expect(unlike('/coaches/tess', { code: 'not-found' }, 404)).toBe('');
    expect(unlike('/docs-json', {})).toBe('');
  });
});
