import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Change } from './live-changes.js';
import { LiveStream } from './live-stream.js';

describe('one listener’s stream', () => {
  let written: string[];
  let ended: boolean;
  let unread: number;
  let may: boolean;
  let stream: LiveStream;
  beforeEach(() => {
    written = [];
    ended = false;
    unread = 0;
    may = true;
    stream = new LiveStream({
      wire: {
        write: (text) => written.push(text) > 0,
        end: () => {
          ended = true;
        },
        get writableLength() {
          return unread;
        },
      },
      goesOn: async () => may,
      reaches: async ({ id }) => !id.startsWith('theirs'),
      report: () => undefined,
    });
  });
  afterEach(() => stream.close());

  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const told = async (...ids: readonly string[]): Promise<void> => {
    stream.tell({ changed: ids.map((id): Change => ({ kind: 'trajectory', id })), upTo: `at-${ids.at(-1)}` });
    await settled();
  };

  test('says what changed of what they reach, and where to go on from', async () => {
    stream.begin('at-0', 'open');
    await told('t-1', 'theirs-1');
    expect(written).toEqual([
      'retry: 2000\nid: at-0\nevent: open\ndata: {}\n\n',
      'id: at-theirs-1\nevent: changed\ndata: {"changed":[{"kind":"trajectory","id":"t-1"}]}\n\n',
    ]);
  });

  test('says nothing, not even that something happened, of what they do not reach', async () => {
    await told('theirs-1', 'theirs-2');
    expect(written).toEqual([]);
  });

  test('asks to reload when too much changed to say', async () => {
    await told(...Array.from({ length: 201 }, (_, n) => `theirs-${n}`));
    expect(written).toEqual(['id: at-theirs-200\nevent: reload\ndata: {}\n\n']);
  });

  test('asks to reload when what changed is not known piece by piece', async () => {
    stream.tell({ changed: [], upTo: 'at-9', everything: true });
    await settled();
    expect(written).toEqual(['id: at-9\nevent: reload\ndata: {}\n\n']);
  });

  test('ends before anything more is said once access has ended', async () => {
    may = false;
    await told('t-1');
    expect([ended, written]).toEqual([true, []]);
  });

  test('ends for whoever does not read', async () => {
    unread = 1_000_000;
    await told('t-1');
    expect(ended).toBe(true);
    await told('t-2');
    expect(written).toHaveLength(1);
  });
});
