import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import writeXlsxFile from 'write-excel-file/node';
import { EMPLOYEE, employees, readGood, refusalOf, tableOf } from './testing/employees.js';
import { storeParts, unpackXml } from './zip-parts.js';
import { Refused } from './cohort-file.js';

type Value = string | number | boolean | null | { type: DateConstructor; value: Date; format: string };
const workbook = (rows: readonly (readonly Value[])[]): Promise<Buffer> =>
  writeXlsxFile(rows.map((row) => [...row])).toBuffer() as Promise<Buffer>;

const day = (text: string): Value => ({ type: Date, value: new Date(`${text}T00:00:00Z`), format: 'dd-mm-yyyy' });

/** A workbook whose first sheet is this XML; its parts otherwise as written by the library. */
async function withSheet(xml: string): Promise<Buffer> {
  const parts = unpackXml(await workbook([['x']]), 1e9);
  if (parts instanceof Refused) throw new Error('the workbook cannot be unpacked');
  return storeParts(new Map([...parts, ['xl/worksheets/sheet1.xml', Buffer.from(xml)]]));
}

const sheetXml = (rows: string): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;

describe('a workbook', () => {
  const header = Object.keys({ ...EMPLOYEE, Salaris: '', Uren: '', Geboortejaar: '' });

  test('gives numbers, dates and serial numbers of dates their meaning', async () => {
    const file = await readGood(
      await workbook([
        header,
        [100001, 'Sanne', 'Meer', 'a@b.nl', day('2026-08-25'), 46266, '01-01-2027', 2378.39, 32.5, 1985],
        [100002, 'Sanne', 'Meer', 'c@d.nl', day('2026-08-25'), 20260901, '2027-01-01', '2.378,39', '32,5', 31048],
      ]),
    );
    expect(file.problems).toEqual([]);
    const same = {
      notifiedOn: '2026-08-25',
      redundantOn: '2026-09-01',
      contractEndsOn: '2027-01-01',
      grossMonthlyCents: 237839,
      hoursPerWeek: 32.5,
      birthYear: 1985,
    };
    expect(file.rows).toMatchObject([
      { line: 2, externalId: '100001', ...same },
      { line: 3, externalId: '100002', ...same, birthYear: 1985 },
    ]);
  });

  test('counts its rows as the sheet does, blank ones included', async () => {
    const [head = [], first = [], second = []] = tableOf(employees(2));
    const blank = head.map(() => null);
    const file = await readGood(await workbook([blank, head, blank, first, blank, ['wrong'], second]));
    expect(file.rows.map(({ line }) => line)).toEqual([4, 7]);
    expect(file.problems[0]?.line).toBe(6);
    expect(file.totalRows).toBe(3);
  });

  test('is read from the sheet that lists employees', async () => {
    const bytes = (await writeXlsxFile([
      { data: [['Toelichting'], ['Voornaam']], sheet: 'Voorblad' },
      { data: tableOf(employees(2)), sheet: 'Lijst' },
    ]).toBuffer()) as Buffer;
    expect((await readGood(bytes)).rows).toHaveLength(2);
  });

  test('keeps a formula-like text as text', async () => {
    const file = await readGood(await workbook(tableOf(employees(1, { Achternaam: '=1+1' }))));
    expect(file.rows[0]?.lastName).toBe('=1+1');
  });
});

describe('a workbook made to harm is refused', () => {
  test('one that announces more than the limit, before it is unpacked', async () => {
    const bytes = await workbook(tableOf(employees(2)));
    expect((await refusalOf(bytes, { limits: { inflated: 1000 } })).rule).toBe('inflates-too-large');
  });

  test('one that unpacks to more than it announces', async () => {
    const zeros = deflateRawSync(Buffer.alloc(5_000_000));
    const honest = await withSheet('x');
    // The stored sheet is replaced by a deflated one that claims a single byte.
    const parts = unpackXml(honest, 1e9);
    if (parts instanceof Refused) throw new Error('the workbook cannot be unpacked');
    const bytes = storeParts(new Map([...parts, ['xl/worksheets/sheet1.xml', zeros]]));
    const name = Buffer.from('xl/worksheets/sheet1.xml');
    const local = bytes.indexOf(name) - 30;
    const central = bytes.lastIndexOf(name) - 46;
    bytes.writeUInt16LE(8, local + 8);
    bytes.writeUInt16LE(8, central + 10);
    bytes.writeUInt32LE(1, central + 24);
    expect(unpackXml(bytes, 1e9)).toBeInstanceOf(Refused);
    expect((await refusalOf(bytes)).rule).toBe('unreadable-spreadsheet');
    bytes.writeUInt32LE(5_000_000, central + 24);
    expect(unpackXml(bytes, 1e9)).not.toBeInstanceOf(Refused);
    bytes.writeUInt32LE(4_000_000_000, central + 24);
    expect((await refusalOf(bytes)).rule).toBe('inflates-too-large');
  });

  test.each([
    ['a cell in the last row', '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 'too-many-rows'],
    ['a cell in the last column', "<row r='1'><c r = 'XFD1'><v>1</v></c></row>", 'too-many-columns'],
    ['a place written in entities', '<row r="1"><c r="&#88;FD1"><v>1</v></c></row>', 'too-many-rows'],
    [
      'a cell of 5 MB',
      `<row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(5e6)}</t></is></c></row>`,
      'cell-too-large',
    ],
  ])('%s', async (_, rows, rule) => {
    expect((await refusalOf(await withSheet(sheetXml(rows)))).rule).toBe(rule);
  });

  test('a zip that is no workbook, and a damaged one', async () => {
    expect((await refusalOf(storeParts(new Map([['foto.xml', Buffer.from('x')]])))).rule).toBe('not-a-table');
    const bytes = await workbook(tableOf(employees(2)));
    expect((await refusalOf(bytes.subarray(0, bytes.length - 30))).rule).toBe('unreadable-spreadsheet');
    expect((await refusalOf(Buffer.from('PK\x03\x04'))).rule).toBe('unreadable-spreadsheet');
    expect((await refusalOf(await withSheet('<worksheet><sheetData><row'))).rule).toMatch(/unreadable|empty/);
  });
});
