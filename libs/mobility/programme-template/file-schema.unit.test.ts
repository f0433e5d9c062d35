import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { SHIPPED_TEMPLATES } from '../templates/index.js';
import { templateText } from '../testing/template-files.js';
import { TEMPLATE_FILE_SCHEMA } from './file-schema.js';

const validate = new Ajv2020({ allowUnionTypes: true }).compile(TEMPLATE_FILE_SCHEMA);
const fits = (change: (text: string) => string): boolean => {
  const [before, after] = [templateText('VWNW-24'), change(templateText('VWNW-24'))];
  expect(after).not.toBe(before);
  return validate(parse(after));
};

describe('the schema for editors', () => {
  it.each(SHIPPED_TEMPLATES)('fits %s as it is written', (name) => {
    expect([validate(parse(templateText(name))), validate.errors]).toEqual([true, null]);
  });

  it.each(SHIPPED_TEMPLATES)('is named in the first line of %s, by which an editor finds it', (name) => {
    expect(templateText(name)).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/\.\.\/docs\/template\.schema\.json\n/,
    );
  });

  it.each<readonly [string, (text: string) => string]>([
    ['a key that does not exist', (text) => text.replace('    - use: START', '    - { use: START, but: [S10] }')],
    ['a law and a time at once', (text) => text.replace('law: VWNW_RESEARCH }', 'law: VWNW_RESEARCH, offset: P1M }')],
    ['a task without an owner', (text) => text.replace(/ {6}owners: .*\n/, '')],
    ['a template of no length', (text) => text.replace(/^length: .*\n/m, '')],
  ])('does not fit %s', (_what, change) => {
    expect(fits(change)).toBe(false);
  });
});
