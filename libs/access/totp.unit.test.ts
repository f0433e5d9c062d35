import { describe, expect, it } from '@jest/globals';
import { appLink, base32, codeOf, stepAt, stepOf } from './totp.js';

/** The secret and the moments of RFC 6238, appendix B, of whose eight digits the last six. */
const SECRET = Buffer.from('12345678901234567890');
const at = (seconds: number): Date => new Date(seconds * 1000);

describe('a code of an app', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i is %s', (seconds, code) => {
    expect(codeOf(SECRET, stepAt(at(seconds)))).toBe(code);
  });

  it('is taken half a minute early or late, and no longer', () => {
    const taken = (seconds: number) => stepOf(SECRET, '081804', at(seconds)) !== undefined;
    expect([1111111050, 1111111080, 1111111109, 1111111139].map(taken)).toEqual([true, true, true, true]);
    expect([1111111049, 1111111140].map(taken)).toEqual([false, false]);
    for (const code of ['', '28708', '2870821', 'abcdef']) expect(stepOf(SECRET, code, at(59))).toBeUndefined();
  });

  it('comes of a secret that the app is given in letters', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(base32(Buffer.from('f'))).toBe('MY');
    expect(appLink('a b@x.example', SECRET)).toBe(
      'otpauth://totp/Overstap%3Aa%20b%40x.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Overstap',
    );
  });
});
