import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EMPLOYEE, readGood, tableOf, write } from './testing/employees.js';

/** Letters that every encoding has, and everything that delimited text must quote. */
const cell = fc
  .string({
    unit: fc.constantFrom(...'abcdeXYZ 0189éëüÇñß€Ž’–.,;|\t"\n\'=+-@?&'),
    maxLength: 12,
  })
  .map((text) => text.trim());
const name = cell.map((text) => `N${text}`);

const people = fc.array(fc.record({ Voornaam: name, Achternaam: name, Functie: cell, Vestiging: cell }), {
  minLength: 1,
  maxLength: 6,
});

// The level's é is no UTF-8 in Windows-1252; without it a few texts are valid in both and nobody can tell.
const table = people.map((list) =>
  tableOf(list.map((person, index) => ({ ...EMPLOYEE, Medewerkernr: `nr ${index}`, ...person, Schaal: 'é' }))),
);

const writing = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineBreak: fc.constantFrom('\r\n', '\n'),
  quoteAll: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-8-bom', 'utf-16le', 'windows-1252'),
} as const);

test('how a table is written never changes its rows', async () => {
  await fc.assert(
    fc.asyncProperty(table, writing, async (cells, how) => {
      const bytes = write(cells, how);
      const [header = [], ...rows] = cells;
      const file = await readGood(bytes);
      expect(file.problems).toEqual([]);
      expect(file.delimiter).toBe(how.delimiter);
      const at = (row: readonly string[], column: string): string | undefined =>
        row[header.indexOf(column)] || undefined;
      expect(
        file.rows.map(({ firstName, lastName, function: work, site }) => [firstName, lastName, work, site]),
      ).toEqual(rows.map((row) => ['Voornaam', 'Achternaam', 'Functie', 'Vestiging'].map((column) => at(row, column))));
    }),
    { numRuns: 200 },
  );
});

test('two ways to write a table give the same rows on the same lines', async () => {
  await fc.assert(
    fc.asyncProperty(table, writing, writing, async (cells, one, other) => {
      expect((await readGood(write(cells, one))).rows).toEqual((await readGood(write(cells, other))).rows);
    }),
    { numRuns: 100 },
  );
});

test('the order of the columns does not matter', async () => {
  const shuffled = table.chain((cells) => {
    const places = (cells[0] ?? []).map((_, index) => index);
    return fc
      .shuffledSubarray(places, { minLength: places.length })
      .map((order) => [cells, cells.map((row) => order.map((place) => row[place] ?? ''))] as const);
  });
  await fc.assert(
    fc.asyncProperty(shuffled, async ([cells, moved]) => {
      expect((await readGood(write(moved))).rows).toEqual((await readGood(write(cells))).rows);
    }),
    { numRuns: 100 },
  );
});
