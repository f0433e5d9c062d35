import { parseDuration } from '@overstap/calendar';
import { roughDays } from './clocks-in.js';
import { isPlain, type Layout, type Placed, type Plain } from './layout.js';

/**
 * A variant of another length: whatever lies whole weeks from the start moves in proportion, rounded to whole weeks. What is counted in days or
 * from another date stays: a first contact within two days is no sooner in a shorter programme.
 */
export function stretched(layout: Layout, length: unknown): Layout {
  const before = daysIn(layout.single.get('length')?.value);
  const after = daysIn(length);
  if (before === undefined || after === undefined) return layout;
  const factor = after / before;
  const moment = (value: unknown): unknown => {
    if (!isPlain(value) || value['anchor'] !== 'start' || typeof value['offset'] !== 'string') return value;
    const offset = parseDuration(value['offset']);
    if ('error' in offset || offset.unit !== 'calendarWeeks') return value;
    return { ...value, offset: `${Math.round(offset.value * factor)} calendarWeeks` };
  };
  const lists = new Map(
    [...layout.lists].map(([name, items]) => [name, items.map((item) => withMoments(item, moment))]),
  );
  const end = (item: Placed): Placed =>
    isPlain(item.value) && item.value['code'] === 'END'
      ? { ...item, value: { ...item.value, due: { anchor: 'start', offset: length } } }
      : item;
  lists.set('trajectory.deadlines', (lists.get('trajectory.deadlines') ?? []).map(end));
  return { ...layout, lists };
}

/** An item of a block whose dates count from another anchor than the start. */
export const startingFrom = (item: Placed, anchor: string): Placed =>
  withMoments(item, (value) => (isPlain(value) && value['anchor'] === 'start' ? { ...value, anchor } : value));

const MOMENTS = ['from', 'to', 'due'];

function withMoments(item: Placed, change: (moment: unknown) => unknown): Placed {
  if (!isPlain(item.value)) return item;
  const value: Plain = Object.fromEntries(
    Object.entries(item.value).map(([key, inner]) => [key, MOMENTS.includes(key) ? change(inner) : inner]),
  );
  return { ...item, value };
}

function daysIn(length: unknown): number | undefined {
  if (typeof length !== 'string') return undefined;
  const parsed = parseDuration(length);
  return 'error' in parsed ? undefined : roughDays(parsed);
}
