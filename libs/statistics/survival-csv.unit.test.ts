import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ROWS, parseSurvivalCsv, type SurvivalCsvProblem } from './index.js';

const read = (text: string) => {
  const file = parseSurvivalCsv(text);
  if (file.outcome === 'refused') throw new Error(JSON.stringify(file.problems));
  return file.observations.map(({ time, cause }) => [time, cause]);
};
const problems = (text: string): readonly SurvivalCsvProblem[] => {
  const file = parseSurvivalCsv(text);
  return file.outcome === 'refused' ? file.problems : [];
};
const named = (text: string) => problems(text).map(({ line, column, rule }) => [line, column, rule]);

describe("an analyst's file", () => {
  const expected = [
    [21, 'landed'],
    [35.5, null],
    [77, 'withdrew'],
  ];
  it.each([
    ['comma', 'time,cause\n21,landed\n35.5,\n77,withdrew\n'],
    ['no line end at the end', 'time,cause\n21,landed\n35.5,\n77,withdrew'],
    ['semicolon and decimal comma', 'time;cause\n21;landed\n35,5;\n77;withdrew\n'],
    ['BOM, CRLF and quotes', '\uFEFF"time","cause"\r\n"21","landed"\r\n35.5,""\r\n77,"withdrew"\r\n'],
    ['old Mac line ends', 'time,cause\r21,landed\r35.5,\r77,withdrew\r'],
    ['spaces and blank lines', ' Time , Cause \n\n 21 , landed \n35.5, \n  \n77, "withdrew"\n\n'],
    ['other order, other columns', 'group,cause,time\na,landed,21\na,,35.5\nb,withdrew,77\n'],
    ['exponents', 'time,cause\n2.1e1,landed\n3.55E+01,\n77.,withdrew\n'],
  ])('is read: %s', (_, text) => {
    expect(read(text)).toEqual(expected);
  });

  it('may hold a separator, a quote or a line end within quotes', () => {
    expect(read('time,cause\n1,"moved, abroad"\n2,"the ""other"" list"\n3,"a\r\nb"\n')).toEqual([
      [1, 'moved, abroad'],
      [2, 'the "other" list'],
      [3, 'a\nb'],
    ]);
  });

  it('with a header alone is a cohort of nobody', () => {
    expect(read('time,cause\n')).toEqual([]);
  });

  it.each([
    ['nothing', '', [[1, null, 'empty-file']]],
    ['a BOM and blanks', '\uFEFF\r\n \r\n', [[1, null, 'empty-file']]],
    ['no header', '21,landed\n', [[1, 'time', 'header']]],
    ['a column missing', 'time,status\n21,1\n', [[1, 'cause', 'header']]],
    ['a column twice', 'time,cause,Time\n21,landed,3\n', [[1, 'time', 'header']]],
    ['a PDF', '%PDF-1.7\n%\u0000\u0001\n1 0 obj <</Type /Catalog>>\n', [[1, 'time', 'header']]],
    ['a negative time', 'time,cause\n1,\n-2,landed\n', [[3, 'time', 'not-negative']]],
    [
      'words for a time',
      'time,cause\nsoon,landed\nNaN,\n0x10,\n1e999,\n',
      [2, 3, 4, 5].map((line) => [line, 'time', 'number']),
    ],
    ['no time', 'time,cause\n,landed\n', [[2, 'time', 'number']]],
    ['thousands', 'time;cause\n1.234,5;landed\n', [[2, 'time', 'number']]],
    ['a decimal comma among commas', 'time,cause\n1,5,landed\n', [[2, null, 'columns']]],
    ['a missing cause column', 'time,cause\n1\n', [[2, null, 'columns']]],
    [
      'look-alikes of landed and empty',
      'time,cause\n1,Landed\n2,NA\n3,censored\n',
      [2, 3, 4].map((line) => [line, 'cause', 'cause']),
    ],
    ['a quote never closed', 'time,cause\n1,"a\nb"\n\n2,"landed\n3,\n', [[5, null, 'quotes']]],
    ['a quote never closed in the header', 'time,"cause\n1,\n', [[1, null, 'quotes']]],
    ['a quote in the middle', 'time,cause\n1,\n2,lan"ded\n', [[3, null, 'quotes']]],
    ['a huge cell', `time,cause\n1,\n2,${'x'.repeat(20_000)}\n`, [[3, null, 'row-too-long']]],
  ])('is refused, line and column named: %s', (_, text, expected) => {
    expect(named(text)).toEqual(expected);
  });

  it('names the line on which a row begins, after values that run over several', () => {
    expect(named('time,cause\r\n1,"a\r\nb"\r\n\r\n"x\r\ny",landed\r\n-1,\r\n')).toEqual([
      [5, 'time', 'number'],
      [7, 'time', 'not-negative'],
    ]);
  });

  it('stops at a hundred problems and says so', () => {
    const found = named(`time,cause\n${'x,landed\n'.repeat(150)}`);
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toEqual([102, null, 'more']);
  });

  it('takes a million rows and refuses one more', () => {
    expect(read(`time,cause\n${'1,\n'.repeat(MAX_ROWS)}`)).toHaveLength(MAX_ROWS);
    expect(named(`time,cause\n${'1,\n'.repeat(MAX_ROWS + 1)}`)).toEqual([[MAX_ROWS + 2, null, 'too-many-rows']]);
  });

  it('never repeats what the file says', () => {
    const text = 'time,cause\nJansen,landed\n-3,Jansen\n1,2,Jansen\n4,Jan"sen\n';
    expect(JSON.stringify(problems(text))).not.toContain('Jan');
    expect(JSON.stringify(problems('Jansen,cause\n'))).not.toContain('Jansen');
  });

  it('is read back as it was written', () => {
    const cause = fc.constantFrom(null, 'landed', 'withdrew', 'with "quotes"', 'a, b; c');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), cause)), (rows) => {
        const lines = rows.map(([time, word]) => `${time},${word === null ? '' : `"${word.replaceAll('"', '""')}"`}`);
        expect(read(['time,cause', ...lines].join('\n'))).toEqual(rows);
      }),
    );
  });

  it('is read or refused, never thrown at, whatever it holds', () => {
    const unit = fc.constantFrom(...'time,cause;"\n\r-1.5e landed\u0000é');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (rest) => {
        for (const text of [rest, `time,cause\n${rest}`])
          expect(['read', 'refused']).toContain(parseSurvivalCsv(text).outcome);
      }),
      { numRuns: 1000 },
    );
  });
});
