import { describe, expect, test } from '@jest/globals';
import { type JsonObject } from '@overstap/kernel';
import { named, object, text, whole } from './http/shapes.js';
import { get } from './http/paths.js';
import { openApiOf } from './openapi.js';

const describing = (...answers: readonly JsonObject[]) =>
  openApiOf('1.0.0', [], [], Object.fromEntries(answers.map((each, nth) => [`/${nth}`, get(`ask${nth}`, '', each)])));

describe('the description of the interface', () => {
  test('has a shape with a name once, and refers to it wherever it is, also within another', () => {
    const each = named('Each', object({ id: text }));
    const { paths, components } = describing(each, named('Both', object({ one: each, other: each }))) as {
      readonly paths: unknown;
      readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
    };
    const $ref = '#/components/schemas/Each';
    expect(components.schemas).toMatchObject({
      Each: { properties: { id: { type: 'string' } }, required: ['id'], additionalProperties: false },
      Both: { properties: { one: { $ref }, other: { $ref } } },
    });
    expect(paths).toMatchObject({
      '/0': { get: { responses: { '200': { content: { 'application/json': { schema: { $ref } } } } } } },
    });
    expect(JSON.stringify(paths)).not.toContain('"title"');
  });

  test('refuses two shapes of one name', () => {
    expect(() => describing(named('Each', object({ id: text })), named('Each', object({ id: whole })))).toThrow(
      'Two shapes are called Each',
    );
  });
});
