import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { neutralise } from './formula.js';

test.each(['=1+1', '+31', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])('%j is no formula any more', (cell) => {
  expect(neutralise(cell)).toBe(`'${cell}`);
});

test.each(['', 'Sanne', "'s-Hertogenbosch", 'a=b', 'naam@voorbeeld.example', '06-12345678'])(
  '%j stays as it is',
  (cell) => {
    expect(neutralise(cell)).toBe(cell);
  },
);

test('nothing that comes out begins like a formula, and a second time changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[=+\-@\t\r].*$/)), (cell) => {
      const safe = neutralise(cell);
      expect(safe).not.toMatch(/^[=+\-@\t\r]/);
      expect(neutralise(safe)).toBe(safe);
    }),
  );
});
