import { expect, test } from '@jest/globals';
import { inTime, NoAnswerError, pause } from './failures.js';

const MS = 300;

test('what does not answer in time is given up, unless it moves', async () => {
  await expect(inTime(MS, 'a read', pause(3 * MS))).rejects.toThrow(NoAnswerError);
  await expect(inTime(MS, 'a read', () => pause(3 * MS))).rejects.toThrow(NoAnswerError);
  const wrong = (): Promise<never> => {
    throw new RangeError('no revision');
  };
  await expect(inTime(MS, 'a read', wrong)).rejects.toThrow(RangeError);
  const slow = async (moved: () => void): Promise<string> => {
    for (let nth = 0; nth < 30; nth++) {
      await pause(MS / 10);
      moved();
    }
    return 'whole';
  };
  expect(await inTime(MS, 'a read', slow)).toBe('whole');
});
