import { expect, test } from '@jest/globals';
import { isWholeOf } from './lost-letters.js';

test.each([
  ['Ayşe', 'Ay?e', true],
  ['Łukasz', '?ukasz', true],
  ['Yılmaz', 'Y\ufffdlmaz', true],
  ['Şahin-Yılmaz', '?ahin-Y?lmaz', true],
  ['Kovač', 'Kova?', true],
  ['Ayse', 'Ayse', false],
  ['Fatma', 'Ay?e', false],
  ['Ay?e', 'Ay?e', false],
  ['Aye', 'Ay?e', false],
  ['Ayşegül', 'Ay?e', false],
])('%s is the whole of %s: %s', (whole, broken, is) => {
  expect(isWholeOf(whole, broken)).toBe(is);
});
