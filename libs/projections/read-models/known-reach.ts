import { type Scope } from '@overstap/policy';
import { ask, type TenantClient } from './asking.js';
import { coachReached, type Given, planned, reached } from './within.js';

/** What the read models know of an aggregate. */
export interface KnownReach {
  /** Of its stream, as far as they have seen it; -1 where they have seen nothing. */
  readonly revision: number;
  /** Somebody reaches it, or had a task of it, which may still be theirs. */
  readonly reached: boolean;
}

/** By the aggregate: its row, and when that is in reach. */
const KNOWN = {
  trajectory: { table: 'trajectory_summary r', id: 'r.trajectory', reached },
  participant: {
    table: 'participant_directory d',
    id: 'd.participant',
    reached: (scope: Scope, given: Given) => {
      const theirs = (condition: string): string =>
        `EXISTS (SELECT FROM read_model.trajectory_summary r WHERE r.participant = d.participant AND ${condition})`;
      const mine = theirs(reached(scope, given));
      // The desk refers whom nobody referred yet.
      return scope.relations.includes('PLANNER') ? `(${mine} OR NOT ${theirs('true')})` : mine;
    },
  },
  coach: { table: 'coach_list c', id: 'c.coach', reached: coachReached },
  programme: {
    table: 'programme_list p',
    id: 'p.programme',
    reached: (scope: Scope, given: Given) => {
      if (scope.relations.includes('PLANNER')) return planned(scope, given, 'p.programme');
      if (scope.relations.includes('EMPLOYER')) return `p.employer = ${given(scope.ref)}`;
      return `EXISTS (SELECT FROM read_model.trajectory_summary r WHERE r.programme = p.programme AND ${reached(scope, given)})`;
    },
  },
} as const;

export type KnownAggregate = keyof typeof KNOWN;
export const isKnownAggregate = (aggregate: string): aggregate is KnownAggregate => aggregate in KNOWN;

/** By its key, and the tasks by theirs, whether there is any or not: what is somebody else's is looked up as what was never there. */
export async function knownReach(
  client: TenantClient,
  scope: Scope,
  aggregate: KnownAggregate,
  id: string,
): Promise<KnownReach> {
  const { table, id: key, reached: condition } = KNOWN[aggregate];
  const values: unknown[] = [id];
  const given: Given = (value) => `$${values.push(value)}`;
  // The queue that has everybody's.
  const own =
    (aggregate === 'trajectory' || aggregate === 'programme') && scope.relations.includes('TASK')
      ? `EXISTS (SELECT FROM read_model.planner_queue q WHERE q.${aggregate} = $1 AND q.assignee = ${given(scope.ref)})`
      : 'false';
  const [row] = await ask<KnownReach>(
    client,
    `SELECT coalesce(k.revision, -1) AS revision, coalesce(k.reached, false) OR ${own} AS reached
     FROM (VALUES (1)) one LEFT JOIN (SELECT revision, ${condition(scope, given)} AS reached FROM read_model.${table} WHERE ${key} = $1) k ON true`,
    values,
  );
  return row ?? { revision: -1, reached: false };
}
