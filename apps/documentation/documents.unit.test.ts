import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { VARIABLES } from '@overstap/platform';
import { madeDocuments } from './documents.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => (existsSync(root + path) ? readFileSync(root + path, 'utf8') : '');

describe('what the documents say of the code', () => {
  test.each(madeDocuments(read).map(({ path, text }) => [path, text]))(
    '%s is up to date (npm run docs makes it so)',
    (path, text) => {
      expect(read(path)).toBe(text);
    },
  );

  test('every setting is in docs/operating.md, and no other', () => {
    const named = [...read('docs/operating.md').matchAll(/`((?:OVERSTAP_|DATABASE_|REDIS_|KURRENTDB_)\w+)/g)];
    expect(new Set(named.map(([, name]) => name))).toEqual(
      new Set(VARIABLES.filter((name) => /^(OVERSTAP|DATABASE|REDIS|KURRENTDB)_/.test(name))),
    );
    for (const name of VARIABLES) expect(read('docs/operating.md')).toContain(`\`${name}`);
  });
});
