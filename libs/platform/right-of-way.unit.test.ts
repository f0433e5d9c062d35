import { describe, expect, it } from '@jest/globals';
import { RightOfWay } from './right-of-way.js';

const FOREVER = 2 ** 30;

/** Something under way that ends when it is told to. */
function work() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { ended, end };
}

describe('The right of way', () => {
  it('keeps nobody waiting while nothing goes first', async () => {
    await expect(new RightOfWay().give(FOREVER)).resolves.toBeUndefined();
  });

  it('keeps those who give way until the last that goes first has ended, also when it failed', async () => {
    const way = new RightOfWay();
    const [first, second] = [work(), work()];
    const told: string[] = [];
    const taken = way.take(() => first.ended);
    const failing = way.take(() => second.ended.then(() => Promise.reject(new Error('It failed'))));
    const given = way.give(FOREVER).then(() => told.push('gave way'));
    first.end();
    await taken;
    told.push('the first ended');
    second.end();
    await expect(failing).rejects.toThrow('It failed');
    await given;
    expect(told).toEqual(['the first ended', 'gave way']);
  });

  it('keeps them no longer than they are willing to wait', async () => {
    const way = new RightOfWay();
    const endless = work();
    void way.take(() => endless.ended);
    await expect(way.give(5)).resolves.toBeUndefined();
    endless.end();
  });
});
