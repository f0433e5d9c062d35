import { ask, type TenantClient } from '../asking.js';
import { type ListedCohort } from './table.js';

/** A programme's cohorts with how many trajectories they have, by label. */
export const cohorts = (
  client: TenantClient,
  programme: string,
): Promise<readonly (ListedCohort & { readonly trajectories: number })[]> =>
  ask(
    client,
    `SELECT c.*, (SELECT count(*)::int FROM read_model.trajectory_summary t WHERE t.tenant = c.tenant AND t.cohort = c.cohort) AS trajectories
     FROM read_model.cohort_list c WHERE c.programme = $1 ORDER BY c.label, c.cohort`,
    [programme],
  );

export async function cohortById(client: TenantClient, cohort: string): Promise<ListedCohort | undefined> {
  return (await ask<ListedCohort>(client, 'SELECT * FROM read_model.cohort_list WHERE cohort = $1', [cohort]))[0];
}

/** Imports of a file into a programme that were not undone: the same file again is a repeat. */
export const batchesOfFile = (
  client: TenantClient,
  programme: string,
  checksum: string,
): Promise<readonly { readonly cohort: string; readonly batch: string; readonly accepted: number | null }[]> =>
  ask(
    client,
    `SELECT c.cohort, b.value ->> 'batch' AS batch, (b.value ->> 'accepted')::int AS accepted
     FROM read_model.cohort_list c CROSS JOIN LATERAL jsonb_array_elements(c.batches) b
     WHERE c.programme = $1 AND b.value ->> 'checksum' = $2 AND NOT (b.value ->> 'undone')::boolean ORDER BY 1, 2`,
    [programme, checksum],
  );
