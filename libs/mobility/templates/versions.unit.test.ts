import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonical } from '../programme-template/canonical.js';
import { domainEvents } from '../programme-template/testing/catalogue.js';
import { shippedTemplate } from '../testing/template-files.js';
import { SHIPPED_TEMPLATES } from './index.js';

/** By template and version what was shipped: of a released version the line never changes. */
const SHIPPED = JSON.parse(readFileSync(new URL('./versions.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

describe('a shipped template', () => {
  it.each(SHIPPED_TEMPLATES)(
    '%s has another version when its content is another; versions.json keeps a line for each (docs/templates.md)',
    (name) => {
      const definition = shippedTemplate(name, domainEvents);
      const digest = createHash('sha256').update(canonical(definition)).digest('hex').slice(0, 16);
      expect({ [definition.version]: digest }).toEqual({
        [definition.version]: SHIPPED[name]?.[definition.version],
      });
      expect(definition.version).toBe(Math.max(...Object.keys(SHIPPED[name] ?? {}).map(Number)));
    },
  );
});
