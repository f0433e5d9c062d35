import { ask, type TenantClient } from '../asking.js';
import { COLUMNS, type ListedCohort } from './table.js';

const SHOWN = Object.keys(COLUMNS).map((name) => `c.${name}`);

/** A programme's cohorts with how many trajectories they have, by label. */
export const cohorts = (
  client: TenantClient,
  programme: string,
): Promise<readonly (ListedCohort & { readonly trajectories: number })[]> =>
  ask(
    client,
    `SELECT ${SHOWN.join(', ')}, (SELECT count(*)::int FROM read_model.trajectory_summary t WHERE t.tenant = c.tenant AND t.cohort = c.cohort) AS trajectories
     FROM read_model.cohort_list c WHERE c.programme = $1 ORDER BY c.label, c.cohort`,
    [programme],
  );
