import { describe, expect, it } from '@jest/globals';
import { nearNames } from './near-names.js';

describe('near names', () => {
  const names = ['hold-intake', 'schedule-intake', 'close-trajectory', 'record-placement'];
  it.each([
    ['hold-intak', ['hold-intake']],
    ['intake-hold', ['hold-intake', 'schedule-intake']],
    ['placement', ['record-placement']],
    ['zzz', []],
  ])('of %s', (written, near) => {
    expect(nearNames(written, names)).toEqual(near);
  });
});
