import { createHash } from 'node:crypto';
import { IdField } from '@overstap/kernel';
import { canonical, type ClockChange, type MigrationPreview, MigrationTerms } from '@overstap/mobility';

/** Terms for everybody who runs on a version of a template; for one programme alone where it is named. */
export class MigrationPlan extends MigrationTerms {
  @IdField({ optional: true, description: 'Only the trajectories of this programme' }) readonly programme?: string;
  @IdField({ optional: true, description: 'Only this trajectory' }) readonly trajectory?: string;
}

/** One trajectory as a dry run found it. */
export interface PreviewedTrajectory {
  readonly trajectory: string;
  readonly preview: MigrationPreview;
}

const sha256 = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** What was shown of one trajectory: another digest, another outcome. */
export const digestOf = (preview: MigrationPreview): string => sha256(preview);

/** Names a dry run by all that it showed. */
export const hashOf = (
  plan: MigrationPlan,
  items: readonly { readonly trajectory: string; readonly digest: string }[],
): string =>
  sha256([
    plan,
    items.map(({ trajectory, digest }) => [trajectory, digest]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  ]);

/** What is other than a dry run showed, in words. */
export function differenceOf(before: MigrationPreview, after: MigrationPreview): string {
  if (before.blocker?.code !== after.blocker?.code)
    return `blocker ${before.blocker?.code ?? 'none'}, now ${after.blocker?.code ?? 'none'}`;
  const clocks = new Map(after.clocks.map((clock) => [clock.clockId, clock]));
  for (const clock of before.clocks) {
    const now = clocks.get(clock.clockId);
    if (!now) return `${clock.clockId} is not open any more`;
    if (canonical(now) !== canonical(clock)) return `${clock.clockId} ${shown(clock)}, now ${shown(now)}`;
  }
  const known = new Set(before.clocks.map(({ clockId }) => clockId));
  const added = after.clocks.find(({ clockId }) => !known.has(clockId));
  if (added) return `${added.clockId} is new`;
  if (canonical(before.phases) !== canonical(after.phases)) return 'another phase is open';
  return 'other tasks are open';
}

const shown = ({ before, after, change }: ClockChange): string => `${before ?? '–'} → ${after ?? '–'} (${change})`;
