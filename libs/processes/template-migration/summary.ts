import { type ClockChange } from '@overstap/mobility';
import { type PreviewedTrajectory } from './plan.js';

/** One clock over all trajectories: how many go which way, and by how many days the dates that move do. */
export interface ClockSummary {
  readonly clockId: string;
  readonly kind: ClockChange['kind'];
  readonly none: number;
  readonly kept: number;
  readonly moved: number;
  readonly reminders: number;
  readonly begins: number;
  readonly ends: number;
  readonly leastDays: number | null;
  readonly mostDays: number | null;
}

export interface MigrationSummary {
  readonly running: number;
  readonly migrates: number;
  readonly blocked: readonly { readonly trajectory: string; readonly code: string; readonly message: string }[];
  /** Statutory clocks that run; none of them ever moves. */
  readonly statutory: { readonly clocks: number; readonly moved: number };
  readonly clocks: readonly ClockSummary[];
  readonly tasks: {
    readonly fallAway: Readonly<Record<string, number>>;
    readonly arise: Readonly<Record<string, number>>;
    readonly spared: Readonly<Record<string, number>>;
  };
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function summaryOf(items: readonly PreviewedTrajectory[]): MigrationSummary {
  const free = items.filter(({ preview }) => !preview.blocker).map(({ preview }) => preview);
  const byClock = new Map<string, ClockChange[]>();
  for (const { clocks } of free)
    for (const clock of clocks) {
      const others = byClock.get(clock.clockId);
      if (others) others.push(clock);
      else byClock.set(clock.clockId, [clock]);
    }
  const statutory = free.flatMap(({ clocks }) =>
    clocks.filter(({ kind, change }) => kind === 'STATUTORY' && change !== 'BEGINS'),
  );
  return {
    running: items.length,
    migrates: free.length,
    blocked: items.flatMap(({ trajectory, preview: { blocker } }) => (blocker ? [{ trajectory, ...blocker }] : [])),
    statutory: { clocks: statutory.length, moved: statutory.filter(({ before, after }) => before !== after).length },
    clocks: [...byClock.values()].map(clockSummary).toSorted((a, b) => (a.clockId < b.clockId ? -1 : 1)),
    tasks: {
      fallAway: countOf(free.flatMap(({ tasks }) => tasks.fallAway)),
      arise: countOf(free.flatMap(({ tasks }) => tasks.arise)),
      spared: countOf(free.flatMap(({ tasks }) => tasks.spared)),
    },
  };
}

function clockSummary(changes: readonly ClockChange[]): ClockSummary {
  const of = (change: ClockChange['change']): number => changes.filter((each) => each.change === change).length;
  const shifts = changes.flatMap(({ before, after, change }) =>
    change === 'MOVED' && before && after ? [(Date.parse(after) - Date.parse(before)) / DAY_MS] : [],
  );
  const [{ clockId = '', kind = 'PROGRAMME' } = {}] = changes;
  return {
    clockId,
    kind,
    none: of('NONE'),
    kept: of('KEPT'),
    moved: of('MOVED'),
    reminders: of('REMINDERS'),
    begins: of('BEGINS'),
    ends: of('ENDS'),
    leastDays: shifts.length > 0 ? Math.min(...shifts) : null,
    mostDays: shifts.length > 0 ? Math.max(...shifts) : null,
  };
}

function countOf(ids: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
