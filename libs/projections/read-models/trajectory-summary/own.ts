import { type Scope } from '@overstap/policy';
import { ask, type TenantClient } from '../asking.js';
import { reached } from '../within.js';
import { type TrajectorySummary } from './table.js';

const OWN = [
  'trajectory',
  'programme',
  'template',
  'template_version',
  'status',
  'phase',
  'phase_since',
  'coach',
  'invited_on',
  'started_on',
  'planned_end_on',
  'landed_on',
  'concluded_on',
  'closure_class',
  'paused_since',
  'revision',
] as const satisfies readonly (keyof TrajectorySummary)[];

/** What a person reads of where their own trajectory stands; what is asked of others is not in it. */
export type OwnTrajectory = Pick<TrajectorySummary, (typeof OWN)[number]> & {
  readonly programme_name_nl: string | null;
  readonly programme_name_en: string | null;
};

/** The trajectories within reach, the newest first; or the one that is named. */
export function ownTrajectories(
  client: TenantClient,
  scope: Scope,
  trajectory?: string,
): Promise<readonly OwnTrajectory[]> {
  const values: unknown[] = [trajectory ?? null];
  const mine = reached(scope, (value) => `$${values.push(value)}`);
  return ask<OwnTrajectory>(
    client,
    `SELECT ${OWN.map((name) => `r.${name}`).join(', ')}, p.name_nl AS programme_name_nl, p.name_en AS programme_name_en
     FROM read_model.trajectory_summary r
     LEFT JOIN read_model.programme_list p ON p.tenant = r.tenant AND p.programme = r.programme
     WHERE ($1::text IS NULL OR r.trajectory = $1) AND ${mine} ORDER BY r.referred_on DESC NULLS LAST, r.trajectory`,
    values,
  );
}
