import { describe, expect, test } from '@jest/globals';
import { type ReadStreamOptions, type StoredEvent } from '@overstap/kernel';
import { Histories } from './histories.js';

describe('the history of a stream', () => {
  const stream: StoredEvent[] = Array.from(
    { length: 5 },
    (_, revision) => ({ tenant: 'a', stream: 'trajectory-1', revision }) as StoredEvent,
  );
  const asked: (number | undefined)[] = [];
  const histories = new Histories({
    readStream: (_tenant: string, _stream: string, { from }: ReadStreamOptions = {}) => {
      asked.push(from);
      return Promise.resolve(stream.slice(from ?? 0));
    },
  });
  const revisions = async (revision: number) =>
    (await histories.upTo({ tenant: 'a', stream: 'trajectory-1', revision })).map((event) => event.revision);

  test('ends with the event that asks, and only what came since is read', async () => {
    expect(await revisions(2)).toEqual([0, 1, 2]);
    expect(await revisions(4)).toEqual([0, 1, 2, 3, 4]);
    expect(asked).toEqual([0]);
    stream.push({ tenant: 'a', stream: 'trajectory-1', revision: 5 } as StoredEvent);
    expect(await revisions(5)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(asked).toEqual([0, 5]);
  });
});
