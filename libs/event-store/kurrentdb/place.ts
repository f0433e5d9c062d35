import { START, type Position } from '@overstap/kernel';

/** Where a record stands in KurrentDB's log. Two records never share a commit; `prepare` is handed back as it came. */
export interface Place {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const SHAPE = /^k(\d{1,20})(?:\.(\d{1,20}))?$/;

export const positionOf = ({ commit, prepare }: Place): Position =>
  prepare === commit ? `k${commit}` : `k${commit}.${prepare}`;

/** Undefined for the beginning. Throws when another store, or nobody, issued the position. */
export function placeOf(position: Position): Place | undefined {
  if (position === START) return undefined;
  const [, commit, prepare = commit] = SHAPE.exec(position) ?? [];
  if (!commit || !prepare)
    throw new RangeError('This position was not issued by KurrentDB; start again from the beginning.');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** By commit alone: a checkpoint of the server may carry 0 as prepare. */
export function comparePositions(a: Position, b: Position): number {
  const [left, right] = [placeOf(a)?.commit ?? -1n, placeOf(b)?.commit ?? -1n];
  return left < right ? -1 : left > right ? 1 : 0;
}
