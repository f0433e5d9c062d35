import { rounded, type Stage } from './caseload-weight.js';
import { type Candidate, rankCoaches } from './matching.js';

/** A trajectory under way, as far as it can change hands. */
export interface CoachedCase {
  readonly trajectory: string;
  readonly coachId: string;
  /** Who does the work now; the coach, but while they are away. */
  readonly doneBy: string;
  readonly stage: Stage;
  readonly weight: number;
  readonly language?: string;
  readonly conflicts: ReadonlySet<string>;
}

export interface Move {
  readonly trajectory: string;
  readonly from: string;
  readonly to: string;
  readonly weight: number;
  readonly score: number;
}

export interface Rebalancing {
  readonly moves: readonly Move[];
  /** Loads before and after, in weighted trajectories, by coach. */
  readonly loads: readonly {
    readonly coachId: string;
    readonly capacity: number;
    readonly before: number;
    readonly after: number;
  }[];
  /** Who stays above their limit because nobody else can take more. */
  readonly stillOver: readonly string[];
}

/** Whoever was only just met loses least by another coach; what weighs next to nothing helps nobody by moving. */
const MOVES_FIRST: readonly Stage[] = ['INTAKE', 'ANALYSIS', 'SEARCH'];

/** The load of each coach: what they do now, for themselves and for whom they stand in. */
export function loadsOf(cases: readonly Pick<CoachedCase, 'doneBy' | 'weight'>[]): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  for (const { doneBy, weight } of cases) loads.set(doneBy, rounded((loads.get(doneBy) ?? 0) + weight));
  return loads;
}

/**
 * What would move to whom so that nobody is above their limit: as few people as it takes, those first who know their coach the shortest. Only a
 * preview: nothing is written, and nobody is moved who is with a stand-in,
 * or is not `among` the trajectories of whoever plans it.
 */
export function rebalance(
  coaches: readonly Omit<Candidate, 'load'>[],
  cases: readonly CoachedCase[],
  among: ReadonlySet<string>,
): Rebalancing {
  const before = loadsOf(cases);
  const loads = new Map(before);
  const loadOf = (coachId: string): number => loads.get(coachId) ?? 0;
  const moves: Move[] = [];
  const byOverload = coaches
    .filter(({ coachId, capacity }) => loadOf(coachId) > capacity)
    .toSorted((a, b) => overload(b) - overload(a) || (a.coachId < b.coachId ? -1 : 1));
  for (const { coachId: from, capacity } of byOverload)
    for (const each of movable(from, cases)) {
      if (!among.has(each.trajectory)) continue;
      if (loadOf(from) <= capacity) break;
      const { trajectory, weight, language, conflicts } = each;
      const others = coaches
        .filter(({ coachId }) => coachId !== from)
        .map((to) => ({ ...to, load: loadOf(to.coachId) }));
      const [best] = rankCoaches({ weight, conflicts, ...(language ? { language } : {}) }, others).proposals;
      if (!best) continue;
      loads.set(from, rounded(loadOf(from) - weight));
      loads.set(best.coachId, rounded(loadOf(best.coachId) + weight));
      moves.push({ trajectory, from, to: best.coachId, weight, score: best.score });
    }
  return {
    moves,
    loads: coaches
      .map(({ coachId, capacity }) => ({ coachId, capacity, before: before.get(coachId) ?? 0, after: loadOf(coachId) }))
      .toSorted((a, b) => (a.coachId < b.coachId ? -1 : 1)),
    stillOver: coaches.flatMap(({ coachId, capacity }) => (loadOf(coachId) > capacity ? [coachId] : [])).sort(),
  };

  function overload({ coachId, capacity }: Omit<Candidate, 'load'>): number {
    return loadOf(coachId) - capacity;
  }
}

const movable = (from: string, cases: readonly CoachedCase[]): readonly CoachedCase[] =>
  cases
    .filter(({ coachId, doneBy, stage }) => coachId === from && doneBy === from && MOVES_FIRST.includes(stage))
    .toSorted(
      (a, b) =>
        MOVES_FIRST.indexOf(a.stage) - MOVES_FIRST.indexOf(b.stage) ||
        b.weight - a.weight ||
        (a.trajectory < b.trajectory ? -1 : 1),
    );
