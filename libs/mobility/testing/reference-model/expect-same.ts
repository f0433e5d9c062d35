import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';

/** As `expect(found).toEqual(expected)`, for whoever asks so often that an expectation which holds must cost little. */
export function expectSame(found: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(found, expected)) expect(found).toEqual(expected);
}
