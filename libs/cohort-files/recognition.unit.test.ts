import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { EMPLOYEE, employees, encode, readGood, refusalOf, tableOf, write } from './testing/employees.js';
import { cohortTemplate } from './template.js';

describe('encoding', () => {
  test.each(['utf-8', 'utf-8-bom', 'utf-16le', 'windows-1252'] as const)('%s is recognised', async (encoding) => {
    const bytes = write(tableOf(employees(1, { Voornaam: 'Žoë’s €' })), { encoding });
    const file = await readGood(bytes);
    expect(file.encoding).toBe(encoding);
    expect(file.rows[0]?.firstName).toBe('Žoë’s €');
    expect(file.columns[0]?.header).toBe('Medewerkernr');
  });

  test('every letter and sign of Windows-1252 is read as what it is', async () => {
    const bytes = [...Array(32).keys()]
      .map((at) => 0x80 + at)
      .filter((byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
    const text = write(tableOf(employees(1, { Functie: '@' }))).toString('latin1');
    const file = await readGood(
      Buffer.from(text.replace(/@\r\n$/, `${Buffer.from(bytes).toString('latin1')}\r\n`), 'latin1'),
    );
    expect(file.rows[0]?.function).toBe('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');
  });

  test('the checksum is of the bytes as they came', async () => {
    const bytes = write(tableOf(employees(1)));
    expect((await readGood(bytes)).checksum).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('delimiter', () => {
  test.each([',', ';', '\t', '|'])('%j is recognised', async (delimiter) => {
    const file = await readGood(write(tableOf(employees(2, { Functie: 'a,b;c|d' })), { delimiter }));
    expect(file).toMatchObject({ delimiter, totalRows: 2, problems: [] });
    expect(file.rows[0]?.function).toBe('a,b;c|d');
  });

  test('other delimiters within headers do not mislead', async () => {
    const file = await readGood(write(tableOf(employees(1, { 'Opmerking (a, b, c, d, e, f, g, h, i, j)': '' }))));
    expect(file.delimiter).toBe(';');
  });

  test("Excel's sep= line names the delimiter and counts as a line", async () => {
    const file = await readGood(
      Buffer.concat([Buffer.from('sep=|\r\n'), write(tableOf(employees(1)), { delimiter: '|' })]),
    );
    expect(file).toMatchObject({ delimiter: '|', rows: [{ line: 3 }] });
  });

  test('spaces around quoted cells are no part of them', async () => {
    const text = write(tableOf(employees(1)), { quoteAll: true })
      .toString()
      .replaceAll('";"', '" ; "');
    expect((await readGood(Buffer.from(text))).rows[0]?.lastName).toBe('van der Meer');
  });
});

describe('headers', () => {
  test('case, spaces, accents, dots and dashes do not matter', async () => {
    const { 'E-mail': mail, ...rest } = EMPLOYEE;
    const table = tableOf([{ ...rest, ' e MAIL. adrés ': mail }]);
    expect((await readGood(write(table))).columns.at(-1)).toEqual({ header: 'e MAIL. adrés', field: 'email' });
  });

  test.each([
    ['Pers.nr.', 'externalId'],
    ['Employee ID', 'externalId'],
    ['Personeelsnummer', 'externalId'],
  ])('%s is an employee number', async (header, field) => {
    const { Medewerkernr: number, ...rest } = EMPLOYEE;
    expect((await readGood(write(tableOf([{ [header]: number, ...rest }])))).columns[0]?.field).toBe(field);
  });

  test('the prefix of a name is put before the last name', async () => {
    const { rows } = await readGood(write(tableOf([{ ...EMPLOYEE, Achternaam: 'Meer', Tussenvoegsel: 'van der' }])));
    expect(rows[0]?.lastName).toBe('van der Meer');
    expect(rows[0]).not.toHaveProperty('namePrefix');
  });

  test.each(['BSN', 'bsn-nummer', 'Burgerservicenummer', 'Sofi-nummer', 'Medewerker BSN', 'SSN'])(
    '%s is recognised, never read and said so',
    async (header) => {
      const file = await readGood(write(tableOf([{ ...EMPLOYEE, [header]: '999999990' }])));
      expect(file.columns.at(-1)).toMatchObject({ field: null, note: expect.stringContaining('not read') });
      expect(JSON.stringify(file)).not.toContain('999999990');
    },
  );

  test('of a birth date only the year is kept, and said so', async () => {
    const file = await readGood(write(tableOf([{ ...EMPLOYEE, Geboortedatum: '17-05-1985' }])));
    expect(file.rows[0]?.birthYear).toBe(1985);
    expect(file.columns.at(-1)?.note).toMatch(/only the year/i);
    expect(JSON.stringify(file)).not.toMatch(/17-05|05-17/);
  });

  test('an unknown column is shown as not read', async () => {
    const file = await readGood(write(tableOf([{ ...EMPLOYEE, Parkeerplaats: 'B12' }])));
    expect(file.columns.at(-1)).toMatchObject({ field: null, note: expect.stringMatching(/^Not read/) });
  });
});

describe('mapping', () => {
  const { Medewerkernr: number, ...rest } = EMPLOYEE;
  const bytes = write(tableOf([{ Kenmerk: number, ...rest }]));

  test('reads a column that its header does not explain', async () => {
    for (const mapping of [{ Kenmerk: 'externalId' }, { kenmerk: 'external_id' }])
      expect((await readGood(bytes, { mapping })).rows[0]?.externalId).toBe('100001');
  });

  test('decides between two columns for one field', async () => {
    const two = write(tableOf([{ ...EMPLOYEE, 'E-mail privé': 'thuis@voorbeeld.example' }]));
    expect(await refusalOf(two)).toMatchObject({
      rule: 'two-columns-for-one-field',
      message: expect.stringMatching(/"E-mail" and "E-mail privé".*mapping/),
    });
    expect((await readGood(two, { mapping: { 'E-mail privé': 'email' } })).rows[0]?.email).toBe(
      'thuis@voorbeeld.example',
    );
    expect((await refusalOf(two, { mapping: { 'E-mail privé': 'email', 'E-mail': 'email' } })).rule).toBe(
      'two-columns-for-one-field',
    );
  });

  test('makes a column something else than its header says', async () => {
    const file = await readGood(write(tableOf([{ ...EMPLOYEE, Functie: 'B1' }])), { mapping: { Functie: 'level' } });
    expect(file.rows[0]).toMatchObject({ level: 'B1' });
  });

  test('is refused when it names an unknown header, an unknown field or a BSN', async () => {
    expect((await refusalOf(bytes, { mapping: { Nummer: 'externalId' } })).rule).toBe('mapping-unknown-header');
    expect((await refusalOf(bytes, { mapping: { Kenmerk: 'number' } })).rule).toBe('mapping-unknown-field');
    const bsn = write(tableOf([{ BSN: '1', ...rest }]));
    expect((await refusalOf(bsn, { mapping: { BSN: 'externalId' } })).rule).toBe('mapping-of-bsn');
  });
});

describe('lines', () => {
  test('are those on which rows begin, whatever breaks and blank lines stand between', async () => {
    const [header, first, second] = tableOf(employees(2, { Functie: 'x' })).map((row) => row.join(';'));
    for (const lineBreak of ['\r\n', '\n', '\r']) {
      const text = [
        '',
        header,
        `${first?.replace(/x$/, `"a${lineBreak}b${lineBreak}"`)}`,
        '',
        ';;;',
        second,
        'wrong',
      ].join(lineBreak);
      const file = await readGood(encode(text, 'utf-8'));
      expect(file.rows.map(({ line }) => line)).toEqual([3, 8]);
      expect(new Set(file.problems.map(({ line }) => line))).toEqual(new Set([9]));
      expect(file.totalRows).toBe(3);
    }
  });

  test('stay right in a file of many chunks', async () => {
    const people = employees(9000, { Functie: 'regel een\nregel twee, é' });
    const { rows } = await readGood(write(tableOf(people)));
    expect(rows.map(({ line }) => line)).toEqual(people.map((_, index) => 2 + 2 * index));
  });
});

describe('the template', () => {
  test.each(['nl', 'en'] as const)('in %s reads without a problem, every column known', async (language) => {
    const file = await readGood(Buffer.from(cohortTemplate(language)));
    expect(file).toMatchObject({ encoding: 'utf-8-bom', delimiter: language === 'nl' ? ';' : ',', problems: [] });
    expect(file.columns).toHaveLength(17);
    expect(file.columns.every(({ field }) => field !== null)).toBe(true);
    expect(file.rows[0]).toMatchObject({ grossMonthlyCents: 295000, hoursPerWeek: 36, employedSince: '2015-04-01' });
  });

  test('says the same in both languages', async () => {
    const [nl, en] = await Promise.all(
      [cohortTemplate('nl'), cohortTemplate('en')].map((text) => readGood(Buffer.from(text))),
    );
    expect({ ...nl?.rows[0], language: '', function: '' }).toEqual({ ...en?.rows[0], language: '', function: '' });
  });
});
