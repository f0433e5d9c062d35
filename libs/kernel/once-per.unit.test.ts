import { describe, expect, it, jest } from '@jest/globals';
import { oncePer } from './index.js';

describe('what is computed once per object', () => {
  it('is computed for each object the first time it is asked for, also when nothing comes of it', () => {
    const compute = jest.fn(({ name }: { readonly name?: string }) => name);
    const nameOf = oncePer(compute);
    const [one, other] = [{ name: 'one' }, {}];

    expect([nameOf(one), nameOf(other), nameOf(one), nameOf(other)]).toEqual(['one', undefined, 'one', undefined]);
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('is another for an equal object', () => {
    const itself = oncePer((of: object) => of);
    expect(itself({ name: 'one' })).not.toBe(itself({ name: 'one' }));
  });
});
