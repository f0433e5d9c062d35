import { expect, test } from '@jest/globals';
import { isOfContent, isPassing } from './failures.js';

const failed = (fields: object): Error => Object.assign(new Error('failed'), fields);

test('what the socket reports passes, although EPIPE has the shape of a SQLSTATE', () => {
  const broken = failed({ code: 'EPIPE', errno: -32, syscall: 'write' });
  expect([isPassing(broken), isOfContent(broken)]).toEqual([true, false]);
  expect(isPassing(failed({ code: 'ECONNRESET', syscall: 'read' }))).toBe(true);
  expect(isPassing(failed({ code: '57P01' }))).toBe(true);
  expect([isPassing(failed({ code: '22P02' })), isOfContent(failed({ code: '22P02' }))]).toEqual([false, true]);
});
