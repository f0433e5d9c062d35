import { describe, expect, test } from '@jest/globals';
import { EMPLOYEE, employees, problemsOf, readGood, tableOf, write, type Employee } from './testing/employees.js';

const valueOf = async (change: Employee, field: string): Promise<unknown> => {
  const { rows, problems } = await readGood(write(tableOf([{ ...EMPLOYEE, ...change }])));
  expect(problems).toEqual([]);
  return (rows[0] as unknown as Record<string, unknown>)[field];
};

describe('dates', () => {
  test.each([
    ['3-1-2020', '2020-01-03'],
    ['03/01/2020', '2020-01-03'],
    ['03.01.2020', '2020-01-03'],
    ['2020-01-03', '2020-01-03'],
    ['2020/1/3', '2020-01-03'],
    ['20200103', '2020-01-03'],
    ['03-01-2020 00:00:00', '2020-01-03'],
    ['2020-01-03T08:30', '2020-01-03'],
    ['29-02-2024', '2024-02-29'],
  ])('%s is %s', async (written, date) => {
    expect(await valueOf({ 'Datum in dienst': written }, 'employedSince')).toBe(date);
  });

  test.each([
    '31-02-2020',
    '29-02-2023',
    '12/31/2020',
    '03-01-20',
    '3 jan 2020',
    '43833',
    '2020-01-03T22:00:00Z',
    '3-1/2020',
  ])('%s is refused', async (written) =>
    expect(await problemsOf({ 'Datum in dienst': written })).toEqual(['Datum in dienst: invalid-date']),
  );

  test.each(['31-12-9999', '00-00-0000', '01-01-0001'])('%s, which means "none", is refused', async (written) => {
    expect(await problemsOf({ 'Datum uit dienst': written })).toHaveLength(1);
  });

  test('in a file that writes the month first, a date that can be read both ways is not guessed', async () => {
    const dates = ['12/31/2015', '03/04/2015', '05/05/2015'];
    const people = employees(3).map((person, index) => ({ ...person, 'Datum in dienst': dates[index] ?? '' }));
    const { problems, rows } = await readGood(write(tableOf(people)));
    expect(problems.map(({ line, rule }) => [line, rule])).toEqual([
      [2, 'invalid-date'],
      [3, 'ambiguous-date'],
    ]);
    expect(rows).toMatchObject([{ employedSince: '2015-05-05' }]);
  });

  test('one wrong month in a file that writes the day first spoils no other date', async () => {
    const dates = ['12/31/2015', '03/04/2015', '31/12/2015'];
    const people = employees(3).map((person, index) => ({ ...person, 'Datum in dienst': dates[index] ?? '' }));
    expect((await readGood(write(tableOf(people)))).problems.map(({ line }) => line)).toEqual([2]);
  });
});

describe('amounts', () => {
  test.each([
    ['2.378,39', 237839],
    ['2,378.39', 237839],
    ['2378.39', 237839],
    ['2378,39', 237839],
    ['€ 1.234,56', 123456],
    ['1.000.000,00', 100000000],
    ['2659.6', 265960],
    ['2.378', 237800],
    ['EUR 2.378,-', 237800],
    ['0', 0],
  ])('%s is %d cents', async (written, cents) => {
    expect(await valueOf({ Salaris: written }, 'grossMonthlyCents')).toBe(cents);
  });

  test.each([
    ['2.37,839', 'invalid-number'],
    ['2378,399', 'invalid-number'],
    ['1,234,56', 'invalid-number'],
    ['veel', 'invalid-number'],
    ['1e3', 'invalid-number'],
    ['1.000.000,01', 'out-of-range'],
    ['-100', 'out-of-range'],
    ['100-', 'out-of-range'],
  ])('%s is refused as %s', async (written, rule) => {
    expect(await problemsOf({ Salaris: written })).toEqual([`Salaris: ${rule}`]);
  });
});

describe('other cells', () => {
  test.each([
    ['Uren', '36,00', 'hoursPerWeek', 36],
    ['Uren', '32.5', 'hoursPerWeek', 32.5],
    ['Uren', '60', 'hoursPerWeek', 60],
    ['Taal', 'NL', 'language', 'nl'],
    ['Taal', 'nl-NL', 'language', 'nl'],
    ['Taal', 'Français', 'language', 'fr'],
    ['Taal', 'Pools', 'language', 'pl'],
    ['Geboortejaar', '1930', 'birthYear', 1930],
    ['Telefoon', '+31 (0)6 12345678', 'phone', '+31 (0)6 12345678'],
    ['Ronde', '99', 'wave', 99],
    ['Vestiging', "  's-Hertogenbosch ", 'site', "'s-Hertogenbosch"],
    ['E-mail', "jan.o'neill+x@sub.voorbeeld.example", 'email', "jan.o'neill+x@sub.voorbeeld.example"],
  ])('%s %s is good', async (header, written, field, value) => {
    expect(await valueOf({ [header]: written }, field)).toBe(value);
  });

  test.each([
    ['Uren', '0', 'out-of-range'],
    ['Uren', '60,5', 'out-of-range'],
    ['Uren', 'veertig', 'invalid-number'],
    ['Taal', 'klingon', 'unknown-language'],
    ['Geboortejaar', '1929', 'out-of-range'],
    ['Geboortejaar', '85', 'invalid-year'],
    ['Telefoon', 'geen', 'invalid-phone'],
    ['Telefoon', '06-123', 'invalid-phone'],
    ['Ronde', '0', 'out-of-range'],
    ['Ronde', '1,5', 'invalid-number'],
    ['Ronde', '100', 'out-of-range'],
    ['E-mail', 'sanne', 'invalid-email'],
    ['E-mail', 'a@b', 'invalid-email'],
    ['E-mail', 'a@b.nl; c@d.nl', 'invalid-email'],
    ['E-mail', 'Sanne <a@b.nl>', 'invalid-email'],
    ['E-mail', 'a..b@c.nl', 'invalid-email'],
    ['Voornaam', 'x'.repeat(201), 'too-long'],
    ['Voornaam', 'San\u0007ne', 'control-character'],
    ['Functie', '#N/B', 'formula-error'],
  ])('%s %s is refused as %s', async (header, written, rule) => {
    expect(await problemsOf({ [header]: written })).toEqual([`${header}: ${rule}`]);
  });

  test.each(Object.keys(EMPLOYEE))('%s may not be empty', async (header) => {
    expect(await problemsOf({ [header]: '  ' })).toEqual([`${header}: missing`]);
  });

  test('all other cells may be empty, and are then absent', async () => {
    const empty = Object.fromEntries(
      ['Telefoon', 'Taal', 'Functie', 'Schaal', 'Uren', 'Salaris', 'In dienst', 'Geboortejaar', 'Locatie', 'Golf'].map(
        (header) => [header, ''],
      ),
    );
    const { rows, columns } = await readGood(write(tableOf([{ ...EMPLOYEE, ...empty }])));
    expect(columns.every(({ field }) => field !== null)).toBe(true);
    expect(Object.keys(rows[0] ?? {}).sort()).toEqual(
      ['contractEndsOn', 'email', 'externalId', 'firstName', 'lastName', 'line', 'notifiedOn', 'redundantOn'].sort(),
    );
  });
});

describe('cells of a row against one another', () => {
  test.each([
    [
      'a contract that ends before the redundancy',
      { 'Datum uit dienst': '31-08-2026' },
      'Datum uit dienst: ends-before-redundancy',
    ],
    [
      'a contract that ends before the notification',
      { 'Datum aanzegging': '02-01-2027' },
      'Datum uit dienst: ends-before-notification',
    ],
    ['an employment that begins after it ends', { 'In dienst': '02-01-2027' }, 'In dienst: employed-after-end'],
    ['someone of 13', { 'In dienst': '01-06-2015', Geboortejaar: '2002' }, 'Geboortejaar: too-young'],
    ['someone of 13, employment unknown', { Geboortejaar: '2013' }, 'Geboortejaar: too-young'],
  ])('%s', async (_, change, problem) => expect(await problemsOf(change as Employee)).toEqual([problem]));

  test('the limits themselves are good', async () => {
    expect(await problemsOf({ 'Datum uit dienst': '01-09-2026' })).toEqual([]);
    expect(await problemsOf({ 'Datum aanzegging': '01-01-2027' })).toEqual([]);
    expect(await problemsOf({ 'In dienst': '01-06-2015', Geboortejaar: '2001' })).toEqual([]);
  });
});

describe('rows of a file against one another', () => {
  test('a second row with the same employee number is rejected, whatever its case and whether the first is good', async () => {
    const people = employees(3).map((person, index) => ({ ...person, Medewerkernr: ['a7', 'A7', 'b8'][index] ?? '' }));
    const broken = people.map((person, index) => (index === 0 ? { ...person, Voornaam: '' } : person));
    const file = await readGood(write(tableOf(broken)));
    expect(file.problems.map(({ line, rule }) => [line, rule])).toEqual([
      [2, 'missing'],
      [3, 'duplicate-employee-number'],
    ]);
    expect(file.problems[1]?.message).toContain('line 2');
    expect(file.rows.map(({ externalId }) => externalId)).toEqual(['b8']);
  });

  test('the same mail address and birth year are the same person; the address alone is not', async () => {
    const shared = { 'E-mail': 'balie@voorbeeld.example' };
    const years = ['1980', '1981', '1980'];
    const people = employees(3, shared).map((person, index) => ({ ...person, Geboortejaar: years[index] ?? '' }));
    const { problems } = await readGood(write(tableOf(people)));
    expect(problems.map(({ line, column, rule }) => [line, column, rule])).toEqual([[4, 'E-mail', 'duplicate-person']]);
    expect((await readGood(write(tableOf(employees(2, shared))))).problems).toEqual([]);
  });

  test('a row with several problems lists each, by column, and is rejected once', async () => {
    const file = await readGood(
      write(
        tableOf([
          { ...EMPLOYEE, Uren: 'x', Voornaam: '', 'Datum uit dienst': '01-01-2020' },
          ...employees(1, { Medewerkernr: '2' }),
        ]),
      ),
    );
    expect(file.problems.map(({ column, rule }) => `${column}: ${rule}`)).toEqual([
      'Voornaam: missing',
      'Datum uit dienst: ends-before-redundancy',
      'Datum uit dienst: ends-before-notification',
      'Uren: invalid-number',
    ]);
    expect(file).toMatchObject({ totalRows: 2, rows: [{ externalId: '2' }] });
  });
});
