import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(root + path, 'utf8');

const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing/'))
    .map((file) => `${folder}/${file}`),
);

/** Where a code stands that the reader of a problem gets to see: the first argument of a refusal, the second of a problem or of a field's rule. */
const RAISED = [
  /\b(?:conflict|notFound)\(\s*'([a-z-]+)'/g,
  /\bproblem\(\s*\d+,\s*'([a-z-]+)'/g,
  /\binvalid\(\s*[^,]+,\s*'([a-z-]+)'/g,
  /\brefusedAs\('([a-z-]+)'/g,
];
const raised = new Set(
  sources.flatMap((file) =>
    RAISED.flatMap((pattern) => [...read(file).matchAll(pattern)].map(([, code = '']) => code)),
  ),
);
const documented = new Set([...read('docs/problems.md').matchAll(/`([a-z-]+)`/g)].map(([, code = '']) => code));

test('every problem that the program raises is in docs/problems.md', () => {
  expect(raised.size).toBeGreaterThan(90);
  expect([...raised].filter((code) => !documented.has(code))).toEqual([]);
});
