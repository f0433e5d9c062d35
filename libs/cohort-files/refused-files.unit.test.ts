import { describe, expect, test } from '@jest/globals';
import { EMPLOYEE, employees, problemsOf, readGood, refusalOf, tableOf, write } from './testing/employees.js';

const HEADER = `${Object.keys(EMPLOYEE).join(';')}\r\n`;
const text = (content: string): Buffer => Buffer.from(content, 'latin1');

describe('a file that is no list of employees is refused whole', () => {
  test.each([
    ['a PDF', '%PDF-1.7\n%\xe2\xe3'],
    ['a PNG', '\x89PNG\r\n\x1a\n'],
    ['a JPEG', '\xff\xd8\xff\xe0'],
    ['an old workbook', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ['a gzip', '\x1f\x8b\x08'],
    ['a web page called .xls', '\xef\xbb\xbf  <html><table>'],
    ['JSON', '[{"a": 1}]'],
    ['bytes', `${HEADER}a\0b`],
  ])('%s', async (_, content) => {
    expect(await refusalOf(text(content))).toMatchObject({
      rule: 'not-a-table',
      message: expect.stringContaining('.csv'),
    });
  });

  test.each([
    ['nothing', '', 'empty-file'],
    ['blank lines', '\r\n;;\r\n  \r\n', 'empty-file'],
    ['a mark only', '\xef\xbb\xbf', 'empty-file'],
    ['a header only', HEADER, 'no-rows'],
  ])('%s', async (_, content, rule) => {
    expect((await refusalOf(text(content))).rule).toBe(rule);
  });

  test('a file without some required columns, which it names, beside what it has and how to map', async () => {
    const [header = [], row = []] = tableOf([EMPLOYEE]);
    const renamed = header.map((name) => (name === 'Medewerkernr' ? 'Kenmerk' : name === 'E-mail' ? 'Adres' : name));
    const { rule, message } = await refusalOf(write([renamed, row]));
    expect(rule).toBe('missing-columns');
    expect(message).toContain('employee number (externalId), mail address (email)');
    expect(message).toContain('Kenmerk, Voornaam, Achternaam, Adres');
    expect(message).toContain('{"header in the file": "externalId"}');
  });

  test('a file without headers, whose first person is not repeated', async () => {
    const { rule, message } = await refusalOf(text('100001;Sanne;Meer;sanne@voorbeeld.example\r\n'));
    expect(rule).toBe('no-known-columns');
    expect(message).not.toMatch(/Sanne|100001/);
  });

  test('a value among the headers is shown by its place', async () => {
    const { message } = await refusalOf(text('Voornaam;Achternaam;sanne@voorbeeld.example;06-12345678\r\na;b;c;d\r\n'));
    expect(message).toContain('Voornaam, Achternaam, (column 3), (column 4)');
  });

  test('200 columns', async () => {
    const wide = Object.fromEntries(Array.from({ length: 193 }, (_, index) => [`Kolom ${index}`, 'x']));
    expect(await refusalOf(write(tableOf([{ ...EMPLOYEE, ...wide }])))).toMatchObject({
      rule: 'too-many-columns',
      message: expect.stringContaining('200'),
    });
  });

  test('more rows than the limit, and not at the limit', async () => {
    const bytes = write(tableOf(employees(4)));
    expect((await refusalOf(bytes, { limits: { rows: 3 } })).rule).toBe('too-many-rows');
    expect((await readGood(bytes, { limits: { rows: 4 } })).rows).toHaveLength(4);
  });

  test('a cell over the limit, and not at the limit', async () => {
    const bytes = (size: number) => write(tableOf(employees(1, { Opmerking: 'x'.repeat(size) })));
    expect(await refusalOf(bytes(32_769))).toMatchObject({ rule: 'cell-too-large', line: 2 });
    expect((await readGood(bytes(32_768))).rows).toHaveLength(1);
  });

  test('a cell of 19 MB is refused while it is read', async () => {
    const bytes = Buffer.concat([text(`${HEADER}"`), Buffer.alloc(19_000_000, 'x')]);
    const before = process.memoryUsage().rss;
    expect(await refusalOf(bytes)).toMatchObject({ rule: 'cell-too-large', line: 2 });
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });

  test('50 MB are refused before they are looked at', async () => {
    const bytes = Buffer.alloc(50_000_000, 'x');
    const started = performance.now();
    expect((await refusalOf(bytes)).rule).toBe('file-too-large');
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a quote that is never closed, naming the line of its row', async () => {
    const good = write(tableOf(employees(2, { Functie: 'a\nb' })));
    const bytes = Buffer.concat([good, text('100009;"Sanne;van der Meer;x@voorbeeld.example\r\n')]);
    expect(await refusalOf(bytes)).toMatchObject({ rule: 'unterminated-quote', line: 6 });
  });

  test('a quote in the middle of a cell, without repeating the cell', async () => {
    const refusal = await refusalOf(text(`${HEADER}1;Sanne;van "der" Meer;a@b.nl\r\n`));
    expect(refusal).toMatchObject({ rule: 'misplaced-quote', line: 2 });
    expect(refusal.message).not.toContain('Meer');
  });
});

describe('a row with a cell too many', () => {
  test('is rejected, and one with blank cells too many is not', async () => {
    const [header, row] = tableOf(employees(1));
    const file = await readGood(write([header ?? [], [...(row ?? []), '', 'x'], [...(row ?? []), '', '']]));
    expect(file.problems).toMatchObject([
      { line: 2, rule: 'too-many-cells', column: 'Datum uit dienst' },
      { line: 3, rule: 'duplicate-employee-number' },
    ]);
  });

  test('a row with cells too few lacks them', async () => {
    expect(await problemsOf({ 'Datum uit dienst': '' })).toEqual(['Datum uit dienst: missing']);
  });
});
