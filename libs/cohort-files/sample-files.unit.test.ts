import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readGood } from './testing/employees.js';

const sample = (name: string): Buffer => readFileSync(new URL(`../../samples/${name}`, import.meta.url));

describe('the sample files', () => {
  test('the HR export is Windows-1252 with semicolons and all its 312 rows are good', async () => {
    const file = await readGood(sample('cohort-hr-export.csv'));
    expect(file).toMatchObject({ encoding: 'windows-1252', delimiter: ';', totalRows: 312, problems: [] });
    expect(file.rows).toHaveLength(312);
    expect(file.rows[0]).toEqual({
      line: 2,
      externalId: '200000',
      firstName: 'Françoise',
      lastName: 'de Groot',
      email: 'francoise.degroot0@voorbeeld.example',
      phone: '06-59081935',
      language: 'en',
      function: 'Chauffeur',
      level: 'A2',
      hoursPerWeek: 40,
      grossMonthlyCents: 237839,
      employedSince: '2023-01-03',
      birthYear: 1985,
      site: 'Súdwest-Fryslân',
      notifiedOn: '2026-09-01',
      redundantOn: '2026-09-01',
      contractEndsOn: '2026-10-02',
      wave: 1,
    });
  });

  test('the columns of names say that letters were lost before the file came', async () => {
    const { columns } = await readGood(sample('cohort-hr-export.csv'));
    expect(columns.find(({ field }) => field === 'firstName')?.note).toMatch(/^9 cells hold a "\?"/);
    expect(columns.find(({ field }) => field === 'site')).toEqual({ header: 'Vestiging', field: 'site' });
  });

  test('the tidy file holds the same people, with the letters that the export lost', async () => {
    const tidy = await readGood(sample('cohort-tidy.csv'));
    const exported = await readGood(sample('cohort-hr-export.csv'));
    expect(tidy).toMatchObject({ encoding: 'utf-8', delimiter: ',', totalRows: 312, problems: [] });
    const lossy = (text: string): string => text.replace(/[ŞşİıĞğ]/g, '?');
    expect(
      tidy.rows.map((row) => ({ ...row, firstName: lossy(row.firstName), lastName: lossy(row.lastName) })),
    ).toEqual(exported.rows);
  });

  test('the workbook holds the same people as the tidy file', async () => {
    const workbook = await readGood(sample('cohort-hr-export.xlsx'));
    const tidy = await readGood(sample('cohort-tidy.csv'));
    expect(workbook).toMatchObject({ encoding: 'xlsx', delimiter: null, problems: [] });
    expect(workbook.rows).toEqual(tidy.rows);
  });

  test('the file with four errors has exactly those four, and 296 good rows', async () => {
    const file = await readGood(sample('cohort-with-four-errors.csv'));
    expect(file).toMatchObject({ encoding: 'utf-8-bom', delimiter: ';', totalRows: 300 });
    expect(file.rows).toHaveLength(296);
    expect(file.problems.map(({ line, column, rule }) => [line, column, rule])).toEqual([
      [18, 'Boventallig per', 'invalid-date'],
      [59, 'E-mail werk', 'missing'],
      [115, 'Medewerkernr', 'duplicate-employee-number'],
      [245, 'Uren p/w', 'invalid-number'],
    ]);
  });

  test('its formula, its line break and its quotes are data, and lines below the break are still right', async () => {
    const { rows } = await readGood(sample('cohort-with-four-errors.csv'));
    const person = (number: string) => rows.find(({ externalId }) => externalId === number);
    expect(person('200693')?.lastName).toBe('=HYPERLINK("http://x.example","klik")');
    expect(person('200840')).toMatchObject({ line: 122, firstName: 'Wil\nlem' });
    expect(person('201050')).toMatchObject({ line: 153, function: 'Adviseur, senior; "interim"' });
  });

  test('no message repeats a value', async () => {
    const { problems } = await readGood(sample('cohort-with-four-errors.csv'));
    for (const { message } of problems) expect(message).not.toMatch(/veertig|31-02-2027|200784/);
  });
});
