import { START, type Position } from '@overstap/kernel';

/** Where an event stands in the store's order: epoch, transaction id, position, as PostgreSQL writes them. */
export type Place = readonly [epoch: string, xid: string, position: string];

export const positionOf = ([epoch, xid, position]: Place): Position => `${epoch}.${xid}.${position}`;

const BEGINNING: Place = ['0', '0', '0'];
const SHAPE = /^(\d{1,10})\.(\d{1,20})\.(\d{1,19})$/;

/** Throws when another store, or nobody, issued the position. */
export function placeOf(position: Position): Place {
  if (position === START) return BEGINNING;
  const [, epoch, xid, place] = SHAPE.exec(position) ?? [];
  if (!epoch || !xid || !place)
    throw new RangeError('This position was not issued by this event store; start again from the beginning.');
  return [epoch, xid, place];
}

/** Decimal numbers without leading zeros: the longer one is the larger. */
const compareDigits = (a: string, b: string): number =>
  a.length !== b.length ? Math.sign(a.length - b.length) : a < b ? -1 : a > b ? 1 : 0;

export function comparePositions(a: Position, b: Position): number {
  const left = placeOf(a);
  const right = placeOf(b);
  return compareDigits(left[0], right[0]) || compareDigits(left[1], right[1]) || compareDigits(left[2], right[2]);
}
