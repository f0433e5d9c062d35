import { describe, expect, test } from '@jest/globals';
import { MemoryEventStore } from '@overstap/event-store';
import { START, type EventFilter, type Position } from '@overstap/kernel';
import { Pages } from './pages.js';
import { append, opener, summary, visit } from './testing/visits.js';

const [SHORT, FAIR, LONG] = [100, 700, 1_500];

/** Reads on, each page having taken so long, and answers for how many events each time was asked. */
async function sizesOf(took: readonly number[], begin: (pages: Pages) => void = () => undefined): Promise<number[]> {
  const store = new MemoryEventStore();
  for (let n = 0; n < 3_000; n++) await append(store, visit);
  const asked: number[] = [];
  const readAll = store.readAll.bind(store);
  store.readAll = (after: Position, limit: number, filter?: EventFilter) => {
    asked.push(limit);
    return readAll(after, limit, filter);
  };
  const pages = new Pages({ store, opener, pageSize: 1_000 });
  begin(pages);
  for (const ms of took) pages.took(await pages.next(START, [summary]), ms);
  return asked;
}

describe('pages of the log', () => {
  test('are as long as they may be while they are folded quickly', async () => {
    expect(await sizesOf([SHORT, SHORT, FAIR])).toEqual([1_000, 1_000, 1_000]);
  });

  test('get shorter while they take long, but not so short that their round trips cost more than their events', async () => {
    expect(await sizesOf([LONG, LONG, LONG, LONG])).toEqual([1_000, 500, 250, 250]);
  });

  test('keep their length at a fair pace, and grow again at a quick one', async () => {
    expect(await sizesOf([LONG, LONG, FAIR, SHORT, SHORT, SHORT])).toEqual([1_000, 500, 250, 250, 500, 1_000]);
  });

  test('begin short where nothing is in memory yet, whatever a subscription has brought', async () => {
    const offered = { events: [], next: 'elsewhere', atHead: false };
    const begin = (pages: Pages): void => {
      pages.offer(START, offered);
      pages.beginSmall();
    };
    expect(await sizesOf([SHORT, SHORT], begin)).toEqual([250, 500]);
  });

  test('do not grow for one that the end of the log made short', async () => {
    const store = new MemoryEventStore();
    await append(store, visit);
    const pages = new Pages({ store, opener, pageSize: 1_000 });
    pages.beginSmall();
    pages.took(await pages.next(START, [summary]), SHORT);
    expect((await pages.next(START, [summary])).size).toBe(250);
  });

  test('that were read before a change of length change it once, not twice', async () => {
    const store = new MemoryEventStore();
    const pages = new Pages({ store, opener, pageSize: 1_000 });
    const [first, ahead] = [await pages.next(START, [summary]), await pages.next(START, [summary])];
    pages.took(first, LONG);
    pages.took(ahead, LONG);
    expect((await pages.next(START, [summary])).size).toBe(500);
  });
});
