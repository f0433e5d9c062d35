import { type Scope } from '@overstap/policy';
import { ask, type TenantClient } from './asking.js';
import { coachReached, type Given, reached } from './within.js';

/** What the read models know of an aggregate. */
export interface KnownReach {
  /** Of its stream, as far as they have seen it; -1 where they have seen nothing. */
  readonly revision: number;
  readonly reached: boolean;
}

/** By the aggregate: its row, and when that is in reach. */
const KNOWN = {
  trajectory: { table: 'trajectory_summary r', id: 'r.trajectory', reached },
  coach: { table: 'coach_list c', id: 'c.coach', reached: coachReached },
  programme: {
    table: 'programme_list p',
    id: 'p.programme',
    reached: (scope: Scope, given: Given) =>
      scope.relations.includes('EMPLOYER')
        ? `p.employer = ${given(scope.ref)}`
        : `EXISTS (SELECT FROM read_model.trajectory_summary r WHERE r.programme = p.programme AND ${reached(scope, given)})`,
  },
} as const;

export type KnownAggregate = keyof typeof KNOWN;
export const isKnownAggregate = (aggregate: string): aggregate is KnownAggregate => aggregate in KNOWN;

/** One row by its key, whether there is any or not: what is somebody else's is looked up as what was never there. */
export async function knownReach(
  client: TenantClient,
  scope: Scope,
  aggregate: KnownAggregate,
  id: string,
): Promise<KnownReach> {
  const known = KNOWN[aggregate];
  const values: unknown[] = [id];
  const condition = known.reached(scope, (value) => `$${values.push(value)}`);
  const [row] = await ask<KnownReach>(
    client,
    `SELECT revision, ${condition} AS reached FROM read_model.${known.table} WHERE ${known.id} = $1`,
    values,
  );
  return row ?? { revision: -1, reached: false };
}
