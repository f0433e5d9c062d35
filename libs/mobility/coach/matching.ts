import { rounded } from './caseload-weight.js';

/** What a trajectory asks of a coach; a criterion that is left out counts for nobody. */
export interface Need {
  readonly specialism?: string;
  readonly region?: string;
  readonly language?: string;
  /** Complexity of the career question, 1 to 6. */
  readonly level?: number;
  /** How much of a coach it takes. */
  readonly weight: number;
  /** Who must not coach here. */
  readonly conflicts: ReadonlySet<string>;
}

/** A coach as far as it matters whether they can take somebody on. */
export interface Candidate {
  readonly coachId: string;
  readonly specialisms: readonly string[];
  readonly regions: readonly string[];
  readonly languages: readonly string[];
  readonly maxComplexity: number | null;
  /** In weighted trajectories. */
  readonly capacity: number;
  readonly load: number;
  readonly away: boolean;
}

export const CRITERIA = ['LANGUAGE', 'SPECIALISM', 'REGION', 'COMPLEXITY', 'CAPACITY'] as const;

/** How much each criterion counts, of those that were asked for. An interpreter helps with a language; nothing helps with the rest. */
const POINTS: Readonly<Record<(typeof CRITERIA)[number], number>> = {
  LANGUAGE: 30,
  SPECIALISM: 25,
  REGION: 20,
  CAPACITY: 15,
  COMPLEXITY: 10,
};

export interface MatchReason {
  readonly criterion: (typeof CRITERIA)[number];
  /** How well it is met, 0 to 1. */
  readonly met: number;
}

export interface CoachProposal {
  readonly coachId: string;
  /** 0 to 100, of the criteria that were asked for. */
  readonly score: number;
  /** Weighted trajectories that are left once this one is taken on. */
  readonly free: number;
  readonly reasons: readonly MatchReason[];
}

/** Why a coach is not proposed at all, the weightiest reason first. */
export type PassedOver = 'CONFLICT_OF_ROLES' | 'AWAY' | 'TOO_COMPLEX' | 'NO_CAPACITY';

export interface Matching {
  readonly proposals: readonly CoachProposal[];
  readonly passedOver: readonly { readonly coachId: string; readonly because: PassedOver }[];
}

/** Coaches for a trajectory, the best first; the same whatever the order in which they are given. */
export function rankCoaches(need: Need, candidates: readonly Candidate[]): Matching {
  const byId = candidates.toSorted((a, b) => (a.coachId < b.coachId ? -1 : 1));
  const passedOver = byId.flatMap((each) => {
    const because = passedOverBecause(need, each);
    return because ? [{ coachId: each.coachId, because }] : [];
  });
  const proposals = byId
    .filter((each) => passedOverBecause(need, each) === undefined)
    .map((each) => proposalOf(need, each))
    .toSorted((a, b) => b.score - a.score || b.free - a.free);
  return { proposals, passedOver };
}

function passedOverBecause(need: Need, candidate: Candidate): PassedOver | undefined {
  if (need.conflicts.has(candidate.coachId)) return 'CONFLICT_OF_ROLES';
  if (candidate.away) return 'AWAY';
  if (need.level !== undefined && need.level > (candidate.maxComplexity ?? 6)) return 'TOO_COMPLEX';
  return freeAfter(need, candidate) < 0 ? 'NO_CAPACITY' : undefined;
}

function proposalOf(need: Need, candidate: Candidate): CoachProposal {
  const free = freeAfter(need, candidate);
  const reasons: MatchReason[] = [
    ...asked('LANGUAGE', need.language, candidate.languages),
    ...asked('SPECIALISM', need.specialism, candidate.specialisms),
    ...asked('REGION', need.region, candidate.regions),
    ...(need.level === undefined ? [] : [{ criterion: 'COMPLEXITY' as const, met: closeness(need.level, candidate) }]),
    { criterion: 'CAPACITY', met: candidate.capacity > 0 ? rounded(free / candidate.capacity) : 0 },
  ];
  const possible = reasons.reduce((sum, { criterion }) => sum + POINTS[criterion], 0);
  const reached = reasons.reduce((sum, { criterion, met }) => sum + POINTS[criterion] * met, 0);
  return { coachId: candidate.coachId, score: Math.round((1000 * reached) / possible) / 10, free, reasons };
}

const freeAfter = ({ weight }: Need, { capacity, load }: Candidate): number => rounded(capacity - load - weight);

function asked(criterion: MatchReason['criterion'], wanted: string | undefined, offered: readonly string[]) {
  if (wanted === undefined) return [];
  return [{ criterion, met: offered.some((each) => plain(each) === plain(wanted)) ? 1 : 0 }];
}

const plain = (text: string): string => text.trim().toLowerCase();

/** Who can do just this much is wasted on nothing: the heaviest coaches stay free for the heaviest questions. */
const closeness = (level: number, { maxComplexity }: Candidate): number =>
  rounded(1 - ((maxComplexity ?? 6) - level) / 6);
