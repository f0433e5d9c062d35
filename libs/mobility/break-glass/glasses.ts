import { type Instant, oncePer, type Role } from '@overstap/kernel';
import { type FactLog, factsOf } from '../workflow/facts.js';

/** A glass that was broken on a trajectory. */
export interface Glass {
  readonly glassId: string;
  readonly by: { readonly type: Role; readonly id: string | undefined };
  readonly account: string | undefined;
  readonly until: Instant;
  readonly reviewed: boolean;
}

export const glassesIn = oncePer((facts: FactLog): readonly Glass[] => {
  const reviewed = factsOf(facts, 'BreakGlassReviewed').map(({ data }) => data['glassId']);
  return factsOf(facts, 'BreakGlassOpened').map(({ actor, actorId, data }) => ({
    glassId: String(data['glassId']),
    by: { type: actor, id: actorId },
    account: data['account'] as string | undefined,
    until: String(data['until']),
    reviewed: reviewed.includes(data['glassId']),
  }));
});
