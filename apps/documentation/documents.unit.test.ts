import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { VARIABLES } from '@overstap/platform';
import { calendarNamed } from '@overstap/calendar';
import { isRefusal } from '@overstap/kernel';
import { outcomeReport } from '@overstap/projections';
import { Story, TWELVE } from '../../libs/projections/outcome-report/testing/people.js';
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

  test('every figure of the report has its row in docs/metrics.md, and every row a figure', () => {
    const calendar = calendarNamed('nl');
    if (isRefusal(calendar)) throw new Error(calendar.message);
    const deadlines = ['STATUTORY', 'CONTRACT', 'PROGRAMME', 'PERSONAL'].map((kind, index) => {
      const clock = { clockId: `deadline.${index}`, generation: 1, times: 'DEADLINE', armedOn: '2026-09-01' };
      return [
        { ...clock, kind, code: kind, dueOn: '2026-09-10', dueAt: '2026-09-10T22:00:00.000Z', rungs: [] },
      ] as const;
    });
    const timed = deadlines.reduce((story, [clock]) => story.add('ClockArmed', 0, clock), new Story('timed').started());
    const people = [...TWELVE, timed.row()];
    const asked = { programme: 'P', asOf: '2027-03-20', people, landing: { horizonDays: 365 }, calendar };
    const codes = outcomeReport(asked).measures.map(({ code }) => code);
    const rows = [...read('docs/metrics.md').matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
    );
    const matches = (row: string, code: string): boolean =>
      new RegExp(`^${row.replaceAll('.', '\\.').replaceAll('*', '[A-Z]+')}$`).test(code);
    expect(codes.filter((code) => !rows.some((row) => matches(row, code)))).toEqual([]);
    expect(rows.filter((row) => !codes.some((code) => matches(row, code)))).toEqual([]);
  });

  test('every file that a document names is there', () => {
    const documents = [
      'README.md',
      ...readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.md'))
        .map((file) => `docs/${file}`),
    ];
    const gone = documents.flatMap((document) => {
      const text = read(document);
      const folder = document.slice(0, document.lastIndexOf('/') + 1);
      const paths = [...text.matchAll(/`((?:apps|libs|test|samples|docs)\/[\w./-]+)`/g)].map(([, path = '']) => path);
      // What a reader types, too.
      const typed = [...text.matchAll(/^npx overstap .*$/gm)].flatMap(
        ([line]) => line.match(/\bsamples\/[\w./-]+/g) ?? [],
      );
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => folder + path);
      return [...paths, ...typed, ...links]
        .filter((path) => !existsSync(root + path))
        .map((path) => `${document}: ${path}`);
    });
    expect(gone).toEqual([]);
  });

  test('each row of the threat model names a test by its file, or by a folder that has tests', () => {
    const rows = read('docs/threat-model.md')
      .split('\n')
      // Who tries what, what stops it, and what shows that.
      .filter((line) => line.split('|').length === 6 && !/^\|(?: Attacker |---)/.test(line));
    const hasTests = (path: string): boolean =>
      path.endsWith('.test.ts')
        ? /\b(?:test|it)(?:\.each)?\b/.test(read(path))
        : existsSync(root + path) &&
          readdirSync(root + path, { encoding: 'utf8' }).some((file) => file.endsWith('.test.ts'));
    const untested = rows.filter((row) => {
      const named = [...row.matchAll(/`((?:apps|libs|test)\/[\w./-]+)`/g)].map(([, path = '']) => path);
      return named.length === 0 || !named.every(hasTests);
    });
    expect(rows.length).toBeGreaterThan(10);
    expect(untested).toEqual([]);
  });
});
